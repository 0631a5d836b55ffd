"""Forms that take a while or end where they can no longer be opened: sent twice, they say what the first one did."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.submissions import new_token
from agreements.models import Agreement, Final
from municipalities.models import Municipality, Region
from tests.agreements.addenda import decided, running_agreement, started
from tests.agreements.addenda import final_of as final_of_addendum
from tests.agreements.papers import approved, complete_agreement
from tests.conftest import UserClient

pytestmark = pytest.mark.usefixtures("terms")


def url(name: str, pk: int) -> str:
    return reverse(f"agreements:{name}", args=[pk])


def twice(client: UserClient, address: str, **fields: str) -> set[str]:
    """Where both answers lead."""
    token = new_token()
    answers = [client.post(address, fields | {"submission": token}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    return {answer.headers["Location"] for answer in answers}


def test_a_final_asked_for_twice_is_made_once_and_shown_twice(coordinator_client: UserClient, region: Region):
    agreement = complete_agreement(signed_outside=False, party="municipality", ends_on=date(2025, 12, 31))
    Municipality.objects.filter(pk=agreement.municipality_id).update(region=region)
    approved(agreement)
    assert twice(coordinator_client, url("final_make", agreement.pk)) == {f"{agreement.get_absolute_url()}#papers"}
    assert Final.objects.count() == 1


def test_a_signature_and_a_take_back_of_an_addendum_count_once(coordinator_client: UserClient, region: Region):
    addendum = decided(started(running_agreement(region)))
    final_of_addendum(addendum)
    assert len(twice(coordinator_client, url("addendum_take_back", addendum.pk), reason="Fout.")) == 1
    assert addendum.reopenings.count() == 1


def test_the_next_agreement_is_started_once(coordinator_client: UserClient, region: Region):
    agreement = running_agreement(region)
    days = {"talk_on": "2021-10-20", "starts_on": "2029-01-01", "ends_on": "2031-12-31"}
    assert len(twice(coordinator_client, url("agreement_renew", agreement.pk), **days)) == 1
    many = {"agreements": str(running_agreement(region).pk), "talk_on": "2021-10-20"}
    assert len(twice(coordinator_client, reverse("agreements:agreement_renew_many"), **many)) == 1
    assert Agreement.objects.filter(renews__isnull=False).count() == 2
