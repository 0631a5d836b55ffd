"""What a role may do, written once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.backends import AdministratorsMayAll
from accounts.models import User
from accounts.permissions import is_coordinator, may_correct_in, may_write_in, require, writes_somewhere
from municipalities.models import Region
from tests.factories import RegionFactory, UserFactory

Role = User.Role


@pytest.fixture
def dender(db) -> Region:
    return RegionFactory(name="Regio Dender")


@pytest.fixture
def elsewhere(db) -> Region:
    return RegionFactory(name="Regio Elders")


@pytest.mark.parametrize(
    ("role", "own", "other", "corrects"),
    [
        (Role.STAFF, True, False, False),
        (Role.COORDINATOR, True, False, True),
        (Role.MANAGER, False, False, False),
        (Role.ADMINISTRATOR, True, True, True),
    ],
)
def test_who_writes_where(dender, elsewhere, role, own, other, corrects):
    user = UserFactory(role=role, regions=[dender])
    assert may_write_in(user, dender.pk) is own
    assert may_write_in(user, elsewhere.pk) is other
    assert may_correct_in(user, dender.pk) is corrects
    assert writes_somewhere(user) is own


def test_staff_without_a_region_write_nowhere(dender):
    user = UserFactory(role=Role.STAFF)
    assert not writes_somewhere(user)
    assert not may_write_in(user, dender.pk)


def test_a_municipality_without_a_region_is_written_about_by_administrators_alone(dender):
    assert not may_write_in(UserFactory(role=Role.STAFF, regions=[dender]), None)
    assert may_write_in(UserFactory(role=Role.ADMINISTRATOR), None)


@pytest.mark.parametrize("role", Role)
def test_who_left_may_nothing(dender, role):
    user = UserFactory(role=role, regions=[dender], is_active=False)
    assert not may_write_in(user, dender.pk)
    assert not writes_somewhere(user)
    assert not is_coordinator(user)


def test_the_regions_of_a_user_are_asked_for_once(dender, elsewhere, django_assert_num_queries):
    user = UserFactory(role=Role.STAFF, regions=[dender])
    with django_assert_num_queries(1):
        assert [may_write_in(user, region.pk) for region in (dender, elsewhere, dender)] == [True, False, True]


def test_what_is_not_allowed_is_refused():
    require(True)
    with pytest.raises(PermissionDenied):
        require(False)


def test_only_administrators_have_the_permissions_of_the_admin_site(db):
    backend = AdministratorsMayAll()
    assert backend.has_perm(UserFactory(role=Role.ADMINISTRATOR), "accounts.change_user")
    assert not backend.has_perm(UserFactory(role=Role.ADMINISTRATOR, is_active=False), "accounts.change_user")
    assert not backend.has_perm(UserFactory(role=Role.MANAGER, is_staff=True), "accounts.change_user")
    assert not backend.has_module_perms(AnonymousUser(), "accounts")


def test_the_first_administrator_is_made_on_the_command_line(db):
    user = User.objects.create_superuser("eerste", "eerste@example.org", "een lang wachtwoord")
    assert user.role == Role.ADMINISTRATOR


def test_a_role_is_one_of_four(db):
    user = UserFactory()
    user.role = "king"  # type: ignore[assignment]
    with pytest.raises(Exception, match=r"Waarde 'king'|Kies een van de rollen"):
        user.full_clean()
