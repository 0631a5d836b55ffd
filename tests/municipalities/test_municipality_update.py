"""The fixed contact and the region of a municipality."""

import pytest
from django.urls import reverse

from accounts.models import User
from municipalities.models import Municipality
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


def edit(municipality: Municipality) -> str:
    return reverse("municipalities:municipality_update", args=[municipality.nis])


def test_staff_choose_the_fixed_contact_in_their_own_region(staff_client, aalst):
    colleague = UserFactory(regions=[aalst.region])
    response = staff_client.post(edit(aalst), {"version": 0, "fixed_contact": colleague.pk})
    assert response.url == aalst.get_absolute_url()
    aalst.refresh_from_db()
    assert (aalst.fixed_contact, aalst.version) == (colleague, 1)


def test_staff_cannot_move_a_municipality_to_another_region(staff_client, aalst):
    region, other = aalst.region, RegionFactory()
    assert "region" not in staff_client.get(edit(aalst)).context["form"].fields
    staff_client.post(edit(aalst), {"version": 0, "fixed_contact": "", "region": other.pk})
    aalst.refresh_from_db()
    assert aalst.region == region


def test_a_coordinator_hands_a_municipality_over_and_then_no_longer_writes_there(coordinator_client, aalst):
    other = RegionFactory()
    coordinator_client.post(edit(aalst), {"version": 0, "fixed_contact": "", "region": other.pk})
    aalst.refresh_from_db()
    assert aalst.region == other
    assert coordinator_client.get(edit(aalst)).status_code == 403


@pytest.mark.parametrize("who", ["staff_client", "coordinator_client", "manager_client"])
def test_a_municipality_of_another_region_is_refused(request, aalst, who):
    client = request.getfixturevalue(who)
    aalst.region = RegionFactory()
    aalst.save()
    assert client.get(edit(aalst)).status_code == 403
    assert client.post(edit(aalst), {"version": 0, "fixed_contact": client.user.pk}).status_code == 403
    aalst.refresh_from_db()
    assert aalst.fixed_contact is None


def test_who_left_or_writes_nowhere_is_not_offered(staff_client, aalst):
    here = UserFactory(first_name="Hier", regions=[aalst.region])
    gone = UserFactory(first_name="Weg", is_active=False, regions=[aalst.region])
    manager = UserFactory(role=User.Role.MANAGER)
    field = staff_client.get(edit(aalst)).context["form"].fields["fixed_contact"]
    assert here in field.queryset
    assert gone not in field.queryset
    assert manager not in field.queryset
    response = staff_client.post(edit(aalst), {"version": 0, "fixed_contact": gone.pk})
    assert "fixed_contact" in response.context["form"].errors


def test_who_was_chosen_before_leaving_stays_chosen(staff_client, aalst):
    aalst.fixed_contact = UserFactory(is_active=False)
    aalst.save()
    assert aalst.fixed_contact in staff_client.get(edit(aalst)).context["form"].fields["fixed_contact"].queryset
