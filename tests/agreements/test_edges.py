"""What nobody types, and an address or an old row may hold all the same."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.models import Agreement
from municipalities.models import Region
from tests.agreements.addenda import running_agreement
from tests.agreements.signing import agreement_in
from tests.conftest import UserClient

pytestmark = pytest.mark.usefixtures("terms")


def test_after_the_last_day_of_the_calendar_no_next_period_is_proposed(coordinator_client: UserClient, region: Region):
    agreement = running_agreement(region, ends_on=date.max)
    page = coordinator_client.get(reverse("agreements:agreement_renew", args=[agreement.pk]))
    assert page.context["form"]["starts_on"].value() is None
    chosen: dict[str, str | int] = {"agreements": agreement.pk, "talk_on": "2021-10-20"}
    assert coordinator_client.get(reverse("agreements:agreement_renew_many"), chosen).status_code == 200
    assert coordinator_client.post(reverse("agreements:agreement_renew_many"), chosen).status_code == 302
    assert Agreement.objects.get(renews=agreement).starts_on is None


@pytest.mark.parametrize("number", ["9" * 18, "9" * 50, "9" * 5000, "²", "x"])
def test_an_addendum_that_no_database_can_number_is_not_there(
    coordinator_client: UserClient, region: Region, number: str
):
    address = reverse("agreements:signed_copy_create", args=[agreement_in(region).pk])
    assert coordinator_client.get(address, {"addendum": number}).status_code == 404
