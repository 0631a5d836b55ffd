"""The page of a municipality: who and where, what holds today, and everything that happened."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.actions import stages
from agreements.models import CouncilDecision, Reopening, Review, Stage
from dashboards.timeline import timeline_of
from municipalities.lineage import lineage_of
from municipalities.models import Contact, Municipality, Succession, Visit
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    RegionFactory,
    TermFactory,
    UserFactory,
    VisitFactory,
    signed,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _this_term() -> None:
    TermFactory(starts_on=date(TODAY.year - 3, 1, 1))


@pytest.fixture
def aalst(region: Any) -> Municipality:
    return MunicipalityFactory(name="Aalst", nis="41002", region=region, kbo_number="0207437468")


def page_of(client: Any, municipality: Municipality) -> str:
    response = client.get(municipality.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def titles(municipality: Municipality, on: date = TODAY) -> list[str]:
    return [event.title for event in timeline_of(municipality, lineage_of(municipality), on=on)]


def test_says_who_and_where_and_whom_to_call(staff_client, aalst):
    aalst.fixed_contact = UserFactory(first_name="Noor", last_name="Verzonnen", phone="+32470112233")
    aalst.save()
    ContactFactory(municipality=aalst, name="Kaat Bedacht", phone="+32478123456", function=Contact.Function.MAYOR)
    page = page_of(staff_client, aalst)
    for words in (
        "Gemeente in Oost-Vlaanderen, regio Regio Dender",
        "0207.437.468",
        "Noor Verzonnen",
        'href="tel:+32-470-11-22-33"',
        "+32 478 12 34 56",
        "Burgemeester",
        "mailto:kaat.bedacht@example.org",
    ):
        assert words in page


def test_archived_contacts_stand_apart(staff_client, aalst):
    ContactFactory(municipality=aalst, name="Nu In Functie")
    ContactFactory(municipality=aalst, name="Laatste Dag", ends_on=TODAY)
    ContactFactory(municipality=aalst, name="Vroeger In Functie", ends_on=TODAY - timedelta(days=1))
    dossier = staff_client.get(aalst.get_absolute_url()).context["dossier"]
    assert [one.name for one in dossier.contacts] == ["Laatste Dag", "Nu In Functie"]
    assert [one.name for one in dossier.former_contacts] == ["Vroeger In Functie"]


def test_contacts_come_in_the_order_of_their_functions(staff_client, aalst):
    for function in reversed(Contact.Function.values):
        ContactFactory(municipality=aalst, function=function)
    dossier = staff_client.get(aalst.get_absolute_url()).context["dossier"]
    assert [one.function for one in dossier.contacts] == Contact.Function.values


@pytest.mark.parametrize(
    ("who", "offered"),
    [("staff_client", True), ("coordinator_client", True), ("administrator_client", True), ("manager_client", False)],
)
def test_offers_only_what_the_user_may_do(request, aalst, who, offered):
    page = page_of(request.getfixturevalue(who), aalst)
    for words in ("visits/new/?municipality=41002", "agreements/new/?municipality=41002", "contacts/new/", "/edit/"):
        assert (words in page) == offered


def test_offers_nothing_in_another_region(staff_client, aalst):
    aalst.region = RegionFactory()
    aalst.save()
    assert "visits/new/" not in page_of(staff_client, aalst)


def test_of_a_municipality_that_is_gone_only_late_visits_are_logged(staff_client, aalst):
    successor = MunicipalityFactory(name="Groot-Aalst", nis="41999", starts_on=date(2025, 1, 1))
    Municipality.objects.filter(pk=aalst.pk).update(ends_on=date(2024, 12, 31))
    Succession.objects.create(predecessor=aalst, successor=successor, took_effect_on=date(2025, 1, 1))
    page = page_of(staff_client, aalst)
    assert f'Aalst ging op 1 januari 2025 op in <a href="{successor.get_absolute_url()}">Groot-Aalst</a>' in page
    assert "visits/new/?municipality=41002" in page
    assert "agreements/new/" not in page
    assert "1977" not in page


def test_the_agreement_of_a_predecessor_shows_and_is_marked(staff_client, region):
    on = date(TODAY.year - 1, 1, 1)
    gooik = MunicipalityFactory(name="Gooik", ends_on=on - timedelta(days=1))
    herne = MunicipalityFactory(name="Herne", ends_on=on - timedelta(days=1))
    pajottegem = MunicipalityFactory(name="Pajottegem", starts_on=on, region=region)
    for predecessor in (gooik, herne):
        Succession.objects.create(predecessor=predecessor, successor=pajottegem, took_effect_on=on)
    agreement = AgreementFactory(municipality=gooik, ends_on=TODAY + timedelta(days=30))
    signed(agreement, date(2020, 1, 15))

    page = page_of(staff_client, pajottegem)
    assert agreement.reference in page
    assert "gesloten door Gooik, bindt de opvolger" in page
    assert "Gooik</a> en <a" in page
    assert "werden samen <strong>Pajottegem</strong>" in page

    agreement.ends_on = TODAY - timedelta(days=1)
    agreement.save()
    assert agreement.reference not in page_of(staff_client, pajottegem)


def test_open_next_steps_and_planned_visits_stand_out(staff_client, aalst):
    VisitFactory(
        municipality=aalst,
        next_step="Cijfers bezorgen",
        next_step_owner=UserFactory(first_name="An"),
        next_step_due_on=TODAY - timedelta(days=1),
    )
    VisitFactory(
        municipality=aalst,
        next_step="Al gebeurd",
        next_step_owner=UserFactory(),
        next_step_due_on=TODAY,
        next_step_done_on=TODAY,
    )
    passed = VisitFactory(municipality=aalst, status=Visit.Status.PLANNED, held_on=TODAY - timedelta(days=2))
    VisitFactory(municipality=aalst, status=Visit.Status.PLANNED, held_on=TODAY + timedelta(days=2))
    response = staff_client.get(aalst.get_absolute_url())
    assert [one.next_step for one in response.context["dossier"].next_steps] == ["Cijfers bezorgen"]
    assert len(response.context["dossier"].planned) == 2
    assert f"/visits/{passed.pk}/outcome/" in response.content.decode()


def test_one_timeline_tells_everything_newest_first(aalst):
    by = UserFactory()
    agreement = AgreementFactory(municipality=aalst, reference="OVL-2020-0001", ends_on=date(2023, 12, 31))
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=date(2019, 2, 1), by=by)
    stages.decline(agreement, effective_on=date(2019, 3, 1), reason=DeclineReasonFactory(), by=by)
    stages.advance(agreement, to=Stage.NEGOTIATION, effective_on=date(2019, 4, 1), by=by)
    signed(agreement, date(2020, 1, 15))
    CouncilDecision.objects.filter(agreement=agreement).update(decided_on=date(2019, 12, 1))
    Review.objects.create(agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 1, 20))
    VisitFactory(municipality=aalst, held_on=date(2022, 5, 1), report="Goed gesprek.")
    VisitFactory(municipality=aalst, held_on=date(2022, 6, 1), status="cancelled", cancel_reason="Ziek")
    VisitFactory(municipality=aalst, held_on=TODAY + timedelta(days=9), status="planned")
    ContactFactory(municipality=aalst, name="Kaat", starts_on=date(2021, 2, 1), ends_on=date(2021, 3, 1))

    told = titles(aalst)
    councils = [title for title in told if title.startswith("Beslissing van de ")]
    assert len(councils) == 2
    assert [title for title in told if title not in councils] == [
        "Laatste dag van overeenkomst OVL-2020-0001",
        "Bezoek ter plaatse (afgelast)",
        "Bezoek ter plaatse",
        "Laatste dag van Kaat als contactpersoon integratie",
        "Kaat begint als contactpersoon integratie",
        "Jaarlijks overleg over OVL-2020-0001",
        "Ondertekend, OVL-2020-0001",
        "Onderhandeling, OVL-2020-0001",
        "Geen overeenkomst, OVL-2020-0001",
        "Verkennend gesprek, OVL-2020-0001",
    ]
    assert titles(aalst, on=date(2019, 2, 28)) == ["Verkennend gesprek, OVL-2020-0001"]


def test_a_correction_shows_beside_what_it_corrects(aalst):
    agreement = AgreementFactory(municipality=aalst, reference="OVL-2020-0001")
    by = UserFactory(first_name="Coör", last_name="Dinator")
    change = stages.advance(agreement, to=Stage.EXPLORING, effective_on=date(2021, 2, 1), by=by)
    stages.correct(change, reason="Het was een telefoontje.", by=by, replacement=None)
    correction, corrected = timeline_of(aalst, lineage_of(aalst), on=TODAY)
    assert corrected.title == "Verkennend gesprek (later verbeterd), OVL-2020-0001"
    assert correction.title == "Verbetering van ‘verkennend gesprek’ van 1 februari 2021, OVL-2020-0001"
    assert (correction.text, correction.by) == ("Het was een telefoontje.", "Coör Dinator")


def test_a_merger_shows_on_both_sides(aalst):
    on = date(2025, 1, 1)
    borsbeek = MunicipalityFactory(name="Borsbeek", ends_on=date(2024, 12, 31))
    Succession.objects.create(predecessor=borsbeek, successor=aalst, took_effect_on=on)
    assert titles(aalst) == ["Opgegaan in deze gemeente: Borsbeek"]
    assert titles(borsbeek) == ["Opgegaan in Aalst"]
    assert titles(borsbeek, on=date(2024, 12, 31)) == []


def test_a_long_timeline_comes_in_pages(staff_client, aalst):
    for day in range(60):
        VisitFactory(municipality=aalst, held_on=TODAY - timedelta(days=day))
    assert "1–50 van 60" in page_of(staff_client, aalst)


def test_on_a_day_outside_every_term_the_page_still_opens(staff_client, aalst):
    Municipality.objects.get(pk=aalst.pk)
    TermFactory._meta.model.objects.all().delete()
    assert "Er is geen bestuursperiode bekend voor vandaag" in page_of(staff_client, aalst)


def test_an_agreement_of_which_the_text_was_taken_back_says_that_its_decision_must_be_renewed(staff_client, aalst):
    agreement = AgreementFactory(municipality=aalst)
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=TODAY, by=UserFactory())
    words = "tekst teruggenomen: de beslissing moet vernieuwd worden"
    assert words not in page_of(staff_client, aalst)
    Reopening.objects.create(agreement=agreement, reason="Een fout in de tekst.", reopened_by=UserFactory())
    assert words in page_of(staff_client, aalst)


def test_the_page_asks_the_same_number_of_queries_for_any_history(staff_client, aalst, django_assert_num_queries):
    before = MunicipalityFactory(name="Oud-Aalst", ends_on=date(2018, 12, 31))
    Succession.objects.create(predecessor=before, successor=aalst, took_effect_on=date(2019, 1, 1))

    def fill(year: int) -> None:
        for month in (1, 2, 3):
            visit = VisitFactory(municipality=aalst, held_on=date(year, month, 1), next_step="Bellen")
            visit.agency_people.add(UserFactory())
            ContactFactory(municipality=aalst, starts_on=date(year, month, 1))
        agreement = AgreementFactory(municipality=aalst, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
        signed(agreement, date(year, 1, 15))
        Review.objects.create(agreement=agreement, due_on=date(year, 6, 1), held_on=date(year, 6, 1))

    fill(2019)
    with django_assert_num_queries(37):
        staff_client.get(aalst.get_absolute_url())
    fill(2020)
    fill(2021)
    with django_assert_num_queries(37):
        staff_client.get(aalst.get_absolute_url())


def test_the_history_says_who_changed_what(staff_client, aalst):
    colleague = UserFactory(first_name="Ann", last_name="Bedacht", regions=[aalst.region])
    staff_client.post(f"/municipalities/{aalst.nis}/edit/", {"version": 0, "fixed_contact": colleague.pk})
    page = " ".join(staff_client.get(f"/municipalities/{aalst.nis}/history/").content.decode().split())
    for words in (str(staff_client.user), "Vaste contactpersoon", "Ann Bedacht"):
        assert words in page


@pytest.mark.parametrize("address", ["/municipalities/00000/", "/municipalities/00000/history/"])
def test_an_unknown_code_is_not_found(staff_client, address):
    assert staff_client.get(address).status_code == 404
