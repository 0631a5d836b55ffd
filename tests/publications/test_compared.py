"""What was said beside what the register says, on the pages."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import Agreement
from publications.models import Publication, Verification
from tests.factories import AgreementFactory, MunicipalityFactory, TermFactory, VisitFactory, signed
from tests.publications.giving import DAY, published, said_of

pytestmark = pytest.mark.usefixtures("terms")


def page(client: Any, publication: Publication) -> str:
    text: str = client.get(publication.get_absolute_url()).content.decode()
    return " ".join(text.split())


def agreement_of(name: str, *, dated_on: date, signed_on: date | None) -> Agreement:
    place = MunicipalityFactory(name=name)
    made = AgreementFactory(municipality=place, reference=f"OVL-{name}", dated_on=dated_on)
    if signed_on:
        signed(made, on=signed_on)
    return made


def test_the_register_that_says_the_same_says_so(staff_client):
    agreement = agreement_of("Boom", dated_on=date(2021, 1, 4), signed_on=date(2021, 1, 4))
    assert "dezelfde cijfers en dezelfde namen" in page(staff_client, said_of(agreement.municipality))


def test_an_answer_without_a_list_is_not_said_to_have_the_same_names(staff_client):
    text = page(staff_client, said_of(frozen=said_of(number="nr. 22").frozen | {"lists": {}}))
    assert "dezelfde cijfers; namen werden niet gegeven" in text
    assert "dezelfde namen" not in text


def test_a_town_dated_15_december_2020_and_absent_from_the_list_shows_by_name_with_its_paper(staff_client):
    agreement_of("Boom", dated_on=date(2020, 12, 15), signed_on=date(2021, 4, 20))
    text = page(staff_client, said_of())
    assert "Overeenkomst gesloten: niet gezegd, telt mee in het register" in text
    assert "OVL-Boom, op papier van 15 december 2020, ondertekend op 20 april 2021" in text


def test_a_town_on_the_list_that_signed_later_shows_by_name_with_its_days(staff_client):
    late = agreement_of("Lier", dated_on=date(2020, 12, 15), signed_on=date(2021, 5, 3))
    text = page(staff_client, said_of(late.municipality))
    assert "Overeenkomst gesloten: gezegd, telt niet mee in het register" in text
    assert "OVL-Lier, op papier van 15 december 2020, ondertekend op 3 mei 2021" in text


def test_a_town_that_was_dated_and_never_signed_shows_so(staff_client):
    agreement = agreement_of("Geel", dated_on=date(2020, 12, 15), signed_on=None)
    assert "op papier van 15 december 2020, niet ondertekend" in page(staff_client, said_of(agreement.municipality))


def test_at_least_is_kept_by_more_and_broken_by_fewer(staff_client):
    VisitFactory(municipality=MunicipalityFactory(), held_on=DAY)
    assert "dezelfde cijfers" in page(staff_client, said_of())


def test_what_was_not_told_is_not_compared(staff_client):
    place = MunicipalityFactory()
    answer = said_of()
    signed(AgreementFactory(municipality=place), on=date(2021, 1, 4))
    verification = staff_client.get(answer.get_absolute_url()).context["now"]
    assert {one["code"] for one in verification.totals} == {"concluded"}


def test_the_overview_names_what_no_longer_reproduces_and_leads_there(staff_client):
    answer = published()
    link = f'href="{answer.get_absolute_url()}#register"'
    assert link not in staff_client.get("/").content.decode()
    VisitFactory(municipality=MunicipalityFactory(), held_on=DAY)
    with pytest.raises(SystemExit):
        call_command("verify_publications", verbosity=0)
    assert link in staff_client.get("/").content.decode()


@pytest.mark.parametrize(("state", "numbers"), [("reproduces", {"P2"}), ("differs", {"P1"}), ("corrected", set())])
def test_the_list_is_filtered_by_what_the_last_verification_found(staff_client, state, numbers):
    TermFactory(starts_on=date(2013, 1, 1))
    published(kind="press", number="P1")
    VisitFactory(municipality=MunicipalityFactory(), held_on=DAY)
    published(kind="press", number="P2")
    with pytest.raises(SystemExit):
        call_command("verify_publications", verbosity=0)
    rows = staff_client.get(f"/publications/?state={state}").context["table"].rows
    assert {row.record.number for row in rows} == numbers


def test_every_verification_stays_to_be_read(staff_client):
    answer = published()
    call_command("verify_publications", verbosity=0)
    text = staff_client.get(f"{answer.get_absolute_url()}verifications/").content.decode()
    assert "Zoals nu geweten" in text
    assert "Zoals geweten toen het gegeven werd" in text


def test_a_publication_that_was_not_verified_says_so(staff_client):
    answer = published()
    assert "Nog niet gecontroleerd" in staff_client.get(f"{answer.get_absolute_url()}verifications/").content.decode()
    assert "nog niet gecontroleerd" in staff_client.get("/publications/").content.decode()


def test_a_verification_is_not_confirmed_before_it_was_found():
    now = timezone.now()
    fields = {"publication": published(), "clock": "now", "is_intact": True, "is_same": True}
    with pytest.raises(IntegrityError, match="verification_is_found_before"), transaction.atomic():
        Verification.objects.create(**fields, found_at=now, confirmed_at=now.replace(year=2020))


@pytest.mark.parametrize("places", [1, 4])
def test_a_comparison_asks_the_same_number_of_queries_for_any_number_of_differences(
    staff_client, django_assert_num_queries, places
):
    answer = published()
    for _one in range(places):
        VisitFactory(municipality=MunicipalityFactory(), held_on=DAY)
    with django_assert_num_queries(32):
        staff_client.get(answer.get_absolute_url())
