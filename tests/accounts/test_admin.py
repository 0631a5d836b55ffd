"""The admin site is for administrators, in Dutch, behind the one login."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from municipalities.models import Region

INDEX = "/beheer/"
USERS = "/beheer/accounts/user/"
NEW = {"email": "nieuw@example.org", "first_name": "Nieuw", "last_name": "Verzonnen", "role": "coordinator"}


@pytest.mark.parametrize("who", ["staff_client", "coordinator_client", "manager_client"])
@pytest.mark.parametrize("path", [INDEX, USERS, f"{USERS}add/", "/beheer/password_change/"])
def test_the_admin_site_is_closed_to_others(request, who, path):
    client = request.getfixturevalue(who)
    User.objects.update(is_staff=True, is_superuser=True)  # the flags of Django open nothing here
    assert client.get(path).status_code == 403


def test_strangers_come_through_the_one_login(client, db):
    assert client.get(USERS, follow=True).redirect_chain[-1] == (f"/account/login/?next={USERS}", 302)


def test_an_administrator_reads_it_in_dutch(administrator_client):
    page = administrator_client.get(INDEX)
    assert page.status_code == 200
    assert "Beheer" in page.text
    assert "Gebruikers" in page.text
    assert "Groepen" not in page.text
    assert "E-mailadressen" not in page.text


def test_an_administrator_needs_no_flag_of_django(administrator_client):
    User.objects.update(is_staff=False)
    assert administrator_client.get(USERS).status_code == 200


def test_a_new_person_gets_no_password_and_is_told_how_to_choose_one(administrator_client):
    page = administrator_client.post(f"{USERS}add/", NEW, follow=True)
    assert "kiest er zelf een via" in page.text
    user = User.objects.get(email="nieuw@example.org")
    assert (user.username, user.role) == ("nieuw@example.org", "coordinator")
    assert not user.has_usable_password()


def test_two_people_cannot_share_an_address(administrator_client):
    administrator_client.post(f"{USERS}add/", NEW)
    answer = administrator_client.post(f"{USERS}add/", NEW | {"first_name": "Ander"})
    assert answer.status_code == 200
    assert User.objects.filter(email="nieuw@example.org").count() == 1


def test_an_address_that_someone_had_before_no_longer_logs_in(administrator_client, staff_client):
    user = staff_client.user
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    data = {"email": "anders@example.org", "first_name": "Lotte", "role": "staff", "is_active": "on"}
    answer = administrator_client.post(f"{USERS}{user.pk}/change/", data)
    assert answer.status_code == 302
    user.refresh_from_db()
    assert (user.email, user.username) == ("anders@example.org", "anders@example.org")
    assert not EmailAddress.objects.filter(user=user).exists()


def test_nobody_is_deleted_only_made_inactive(administrator_client, staff_client):
    assert administrator_client.post(f"{USERS}{staff_client.user.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in administrator_client.get(USERS).text


def test_the_list_of_users_asks_the_same_number_of_queries_for_any_number(
    administrator_client, region: Region, django_assert_num_queries
):
    def users(number: int) -> None:
        made = [
            User.objects.create(username=f"u{number}-{i}", email=f"u{number}-{i}@example.org") for i in range(number)
        ]
        region.members.add(*made)

    users(2)
    with django_assert_num_queries(9):
        administrator_client.get(USERS)
    users(9)
    with django_assert_num_queries(9):
        administrator_client.get(USERS)
