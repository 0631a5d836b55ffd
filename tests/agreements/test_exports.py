"""The lists of agreements as they leave the house."""

from datetime import date

import pytest
from django.utils import timezone

from agreements.actions import stages
from agreements.actions.renewal import renew
from agreements.models import Agreement, Stage
from tests.agreements.addenda import running_agreement, signed_addendum
from tests.conftest import UserClient
from tests.exports.reading import csv_rows, exported, sheets
from tests.factories import AgreementFactory, DeclineReasonFactory, MunicipalityFactory, UserFactory, signed

pytestmark = pytest.mark.usefixtures("terms")

LIST = "/agreements/"
LAPSING = "/agreements/lapsing/"
DAY = date(2021, 4, 26)


def facts(client: UserClient, address: str = LIST, **query: str) -> list[dict[str, str]]:
    """Each row of the export, by the names of its columns."""
    header, *rows = csv_rows(exported(client, address, **query))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def aalst(db: None) -> Agreement:
    agreement: Agreement = AgreementFactory(
        municipality=MunicipalityFactory(name="Aalst", nis="41002"), reference="OVL-2020-0001"
    )
    return agreement


def test_an_agreement_has_one_fact_in_each_cell(staff_client: UserClient, aalst: Agreement):
    signed(aalst, on=date(2020, 3, 1))
    (row,) = facts(staff_client, on=str(DAY))
    assert (row["NIS-code"], row["Gemeente"], row["Nummer"]) == ("41002", "Aalst", "OVL-2020-0001")
    assert (row["Fase"], row["Fase sinds"], row["Ondertekend op"]) == ("ondertekend", "2020-03-01", "2020-03-01")
    assert (row["Eerste dag"], row["Laatste dag"]) == ("2020-01-01", "2025-12-31")
    assert row["Getekend buiten dit register"] == "ja"
    assert row["Jaarlijkse overleggen te laat"] == "1"


def test_what_is_exported_is_the_list_as_it_was_on_the_day(staff_client: UserClient, aalst: Agreement):
    signed(aalst, on=date(2020, 3, 1))
    assert facts(staff_client, on="2020-02-29") == []
    workbook = exported(staff_client, LIST, "xlsx", on=str(DAY))
    assert ["Zoals het was op", DAY] in [row[:2] for row in sheets(workbook)[1]]
    assert facts(staff_client, on="2026-01-01")[0]["Fase"] == "afgelopen"


def test_a_refusal_says_why_and_when_to_try_again(staff_client: UserClient, aalst: Agreement):
    reason = DeclineReasonFactory(code="no-time", label="Geen tijd")
    stages.advance(aalst, to=Stage.EXPLORING, effective_on=date(2020, 2, 1), by=UserFactory())
    stages.decline(aalst, reason=reason, effective_on=date(2020, 3, 1), try_again_on=date(2022, 1, 1), by=UserFactory())
    (row,) = facts(staff_client, on=str(DAY))
    assert (row["Fase"], row["Geweigerd omdat"], row["Opnieuw proberen op"]) == (
        "geen overeenkomst",
        "Geen tijd",
        "2022-01-01",
    )


def test_addenda_are_counted_and_their_domains_named(staff_client: UserClient, region):
    agreement = running_agreement(region)
    signed_addendum(agreement)
    (row,) = facts(staff_client)
    assert row["Addenda"] == "1"
    assert row["Domeinen"]


def test_what_lapses_names_the_next_agreement(staff_client: UserClient, aalst: Agreement):
    aalst.ends_on = timezone.localdate().replace(month=12, day=31)
    aalst.save()
    signed(aalst, on=date(2020, 3, 1))
    (row,) = facts(staff_client, LAPSING)
    assert (row["Laatste dag"], row["Volgende overeenkomst"]) == (aalst.ends_on.isoformat(), "")
    following = renew(aalst, talk_on=None, starts_on=date(aalst.ends_on.year + 1, 1, 1), ends_on=None, by=UserFactory())
    (row,) = facts(staff_client, LAPSING)
    assert row["Volgende overeenkomst"] == following.reference
    assert row["Fase van de volgende overeenkomst"] == "nog geen gesprek"
    assert facts(staff_client, LAPSING, since="2030-01-01") == []


def test_the_agreements_ask_the_same_number_of_queries_for_any_number_of_rows(
    staff_client: UserClient, region, django_assert_max_num_queries
):
    for number in (3, 6):
        for _row in range(3):
            signed_addendum(running_agreement(region))
        with django_assert_max_num_queries(14):
            assert len(facts(staff_client)) == number
