"""What came back signed of an addendum is filed with the addendum, and tells the same as a copy of an agreement."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.submissions import new_token
from agreements.models import Addendum, Agreement, SignedCopy
from municipalities.models import Region
from tests.agreements.filing import address, hand_in
from tests.conftest import UserClient
from tests.factories import AgreementFactory, MunicipalityFactory, UserFactory
from tests.papers.making import pdf
from tests.papers.sealing import noor, sealed


@pytest.fixture
def agreement(region: Region) -> Agreement:
    return AgreementFactory(
        municipality=MunicipalityFactory(region=region, name="Zulte"), reference="OVL-2020-0007", signed_outside=False
    )


@pytest.fixture
def addendum(agreement: Agreement) -> Addendum:
    made: Addendum = Addendum.objects.create(agreement=agreement, subject="Meer tolken", created_by=UserFactory())
    return made


def test_a_copy_of_an_addendum_is_filed_with_the_addendum(
    coordinator_client: UserClient, agreement: Agreement, addendum: Addendum
):
    answer = hand_in(coordinator_client, agreement, query=f"?addendum={addendum.pk}", all=pdf())
    copy = SignedCopy.objects.get()
    assert (copy.addendum, answer.url) == (addendum, copy.get_absolute_url())
    assert not SignedCopy.objects.of(agreement).exists()
    text = coordinator_client.get(copy.get_absolute_url()).text
    assert reverse("agreements:addendum_sign", args=[addendum.pk]) in text
    answer = coordinator_client.get(f"/signed-copies/{copy.pk}/file/")
    answer.getvalue()
    assert "OVL-2020-0007-A0-getekend-all" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("number", ["999999", "x", "²"])
def test_an_addendum_of_another_agreement_is_not_found(
    coordinator_client: UserClient, agreement: Agreement, number: str
):
    assert coordinator_client.get(f"{address(agreement)}?addendum={number}").status_code == 404


def test_the_page_of_an_addendum_says_what_a_copy_is_worth(
    coordinator_client: UserClient, agreement: Agreement, addendum: Addendum
):
    hand_in(coordinator_client, agreement, query=f"?addendum={addendum.pk}", all=pdf())
    page = addendum.get_absolute_url()
    assert "geen definitieve versie om mee te vergelijken" in coordinator_client.get(page).text
    url = f"/signed-copies/{SignedCopy.objects.get().pk}/set-aside/"
    coordinator_client.post(url, {"reason": "Verkeerd bestand", "submission": new_token()})
    text = coordinator_client.get(page).text
    assert "<s>Getekend exemplaar: " in text
    assert "opzij gelegd" in text


def test_what_electronic_signatures_say_stands_beside_the_days_of_the_addendum(
    coordinator_client: UserClient, agreement: Agreement, addendum: Addendum
):
    sign = reverse("agreements:addendum_sign", args=[addendum.pk])
    assert "De elektronische handtekeningen" not in coordinator_client.get(sign).text
    hand_in(coordinator_client, agreement, query=f"?addendum={addendum.pk}", all=sealed(pdf(), noor()))
    text = coordinator_client.get(sign).text
    assert "Noor Verzonnen, " in text
    assert f'value="{datetime.now(UTC).date().isoformat()}"' not in text
