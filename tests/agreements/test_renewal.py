"""The next agreement, from the one that lapses."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.actions import stages
from agreements.actions.renewal import last_day_of, renew
from agreements.models import (
    Addendum,
    Agreement,
    Clause,
    Commitment,
    DomainText,
    PaperTemplate,
    Stage,
    TemplatePart,
    TemplateVersion,
)
from agreements.periods import next_period
from municipalities.models import Municipality, Region, Succession, Term
from tests.conftest import UserClient
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    DeclineReasonFactory,
    DomainFactory,
    MunicipalityFactory,
    UserFactory,
    signed,
)

TODAY = timezone.localdate()
LAST_DAY = TODAY + timedelta(days=40)

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def aalst(region: Region) -> Municipality:
    return MunicipalityFactory(name="Aalst", region=region)


@pytest.fixture
def agreement(aalst: Municipality) -> Agreement:
    row: Agreement = AgreementFactory(municipality=aalst, ends_on=LAST_DAY, party="municipality")
    signed(row, on=date(2020, 2, 1))
    return row


def renewed(agreement: Agreement, talk_on: date | None = TODAY) -> Agreement:
    found = Agreement.objects.get(pk=agreement.pk)
    row = renew(found, talk_on=talk_on, starts_on=LAST_DAY + timedelta(days=1), ends_on=None, by=UserFactory())
    return Agreement.objects.with_stage(on=TODAY).get(pk=row.pk)


def committed(agreement: Agreement, text: str, state: str | None = None, **fields: Any) -> Commitment:
    domain = fields.pop("domain", None) or agreement.domains.get()
    row: Commitment = Commitment.objects.create(agreement=agreement, domain=domain, text=text, **fields)
    if state:
        row.progress.create(state=state, on=date(2021, 1, 1), recorded_by=UserFactory())
    return row


def with_addendum(agreement: Agreement) -> Addendum:
    signed_on = dict.fromkeys(
        ["starts_on", "municipality_signed_on", "agency_signed_on", "signed_on"], date(2021, 1, 1)
    )
    row: Addendum = Addendum.objects.create(
        agreement=agreement, subject="Wijziging", number=1, created_by=UserFactory(), **signed_on
    )
    return row


def refused(agreement: Agreement, **options: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        renewed(agreement, **options)
    return " ".join(refusal.value.messages)


# What it takes over --------------------------------------------------------------------------------------------------


def test_the_next_agreement_follows_with_a_number_party_and_first_talk_of_its_own(agreement: Agreement):
    following = renewed(agreement)
    assert following.renews == agreement
    assert following.reference == f"OVL-{TODAY.year}-0001"
    assert (following.party, following.municipality) == ("municipality", agreement.municipality)
    assert (following.starts_on, following.ends_on) == (LAST_DAY + timedelta(days=1), None)
    assert (following.stage, following.stage_since) == ("exploring", TODAY)
    assert not following.signed_outside


def test_without_a_day_it_is_prepared_and_no_talk_is_recorded(agreement: Agreement, aalst: Municipality):
    ContactFactory(municipality=aalst, name="Kaat Bedacht", function="integration", ends_on=TODAY - timedelta(days=1))
    ContactFactory(municipality=aalst, name="Mira Bedacht", function="integration", starts_on=TODAY)
    following = renewed(agreement, talk_on=None)
    assert (following.stage, following.stage_changes.count()) == (None, 0)
    assert following.reference == f"OVL-{TODAY.year}-0001"
    assert [one.name for one in following.contacts.filter(side="municipality")] == ["Mira Bedacht"]


def test_what_is_still_to_do_or_under_way_goes_along_in_its_order(agreement: Agreement):
    agreement.domains.add(DomainFactory())
    committed(agreement, "Gedaan", "done", position=1)
    committed(agreement, "Laten vallen", "dropped", position=2)
    committed(agreement, "Bezig", "under_way", position=3, carried_out_by="agency")
    committed(agreement, "Nog te doen", position=4)
    copied = renewed(agreement).commitments.all()
    assert [(one.text, one.position, one.carried_out_by) for one in copied] == [
        ("Bezig", 1, "agency"),
        ("Nog te doen", 2, "both"),
    ]
    assert {one.state for one in copied} == {"to_do"}
    assert agreement.commitments.count() == 4


def test_paragraphs_of_its_own_go_along_and_stay_where_they_were(agreement: Agreement):
    domain = DomainFactory()
    agreement.domains.add(domain)
    DomainText.objects.create(agreement=agreement, domain=domain, text="Wij werken *samen*.")
    assert renewed(agreement).domain_texts.get().text == "Wij werken *samen*."
    assert agreement.domain_texts.count() == 1


def test_the_domains_and_commitments_are_those_that_hold_on_the_last_day(agreement: Agreement):
    first, added, later = DomainFactory(name="Eerst"), DomainFactory(name="Erbij"), DomainFactory(name="Later")
    agreement.domains.set([first, later])
    old = committed(agreement, "Oude woorden", domain=first)
    committed(agreement, "Weg met het domein", domain=later)
    addendum = with_addendum(agreement)
    addendum.added_domains.add(added)
    addendum.dropped_domains.add(later)
    committed(agreement, "Nieuwe woorden", domain=first, added_by=addendum, replaces=old)
    following = renewed(agreement)
    assert set(following.domains.all()) == {first, added}
    assert [(one.text, one.added_by, one.replaces) for one in following.commitments.all()] == [
        ("Nieuwe woorden", None, None)
    ]


def test_the_people_are_those_of_the_day_of_the_talk(agreement: Agreement, aalst: Municipality):
    ContactFactory(municipality=aalst, name="Toen", function="general_director", ends_on=date(2021, 1, 1))
    ContactFactory(municipality=aalst, name="Nu", function="general_director", starts_on=date(2021, 1, 2))
    assert [one.name for one in renewed(agreement).signatories.all()] == ["Nu"]


def test_the_text_is_the_one_in_use_and_does_without_the_same_clauses(agreement: Agreement):
    domain = DomainFactory()
    agreement.domains.add(domain)
    now = timezone.now()
    template = PaperTemplate.objects.create(name="Standaard", kind="agreement", is_standard=True)
    old = version(template, 1, domain, put_in_use_at=now, retired_at=now)
    new = version(template, 2, domain, put_in_use_at=now)
    agreement.template_version = old
    agreement.save()
    agreement.left_out.set(Clause.objects.filter(part__version=old, name__in=["tolken", "vroeger"]))
    following = renewed(agreement)
    assert following.template_version == new
    assert list(following.left_out.all()) == [Clause.objects.get(part__version=new, name="tolken")]


def test_of_a_domain_that_an_addendum_brought_it_leaves_out_what_the_addendum_did(agreement: Agreement):
    domain = DomainFactory()
    template = PaperTemplate.objects.create(name="Standaard", kind="agreement", is_standard=True)
    new = version(template, 1, domain, put_in_use_at=timezone.now())
    tolken, vroeger = (Clause.objects.get(part__version=new, name=name) for name in ("tolken", "vroeger"))
    agreement.left_out.add(vroeger)
    addendum = with_addendum(agreement)
    addendum.added_domains.add(domain)
    addendum.left_out.add(tolken)
    assert list(renewed(agreement).left_out.all()) == [tolken]


def version(template: PaperTemplate, number: int, domain: Any, **fields: Any) -> TemplateVersion:
    row: TemplateVersion = TemplateVersion.objects.create(template=template, number=number, **fields)
    part = TemplatePart.objects.create(version=row, domain=domain)
    for name, optional in [("tolken", True), ("vroeger", number == 1)]:
        Clause.objects.create(part=part, name=name, heading=name, text="Tekst", optional=optional)
    return row


# When there is none --------------------------------------------------------------------------------------------------


def test_what_was_never_signed_has_no_next_one(aalst: Municipality):
    assert "ondertekende" in refused(AgreementFactory(municipality=aalst))


def test_there_is_one_next_agreement(agreement: Agreement):
    following = renewed(agreement)
    assert following.reference in refused(agreement)
    assert agreement.renewed_by.count() == 1


def test_a_next_agreement_that_was_refused_leaves_room_for_another(agreement: Agreement):
    stages.decline(renewed(agreement), effective_on=TODAY, reason=DeclineReasonFactory(), by=UserFactory())
    assert renewed(agreement).renews == agreement


def test_while_there_are_talks_with_the_municipality_there_is_no_second_one(agreement: Agreement, aalst: Municipality):
    other = AgreementFactory(municipality=aalst, party="both")
    stages.advance(other, to=Stage.EXPLORING, effective_on=date(2021, 1, 1), by=UserFactory())
    assert other.reference in refused(agreement)


def test_one_that_is_only_prepared_stands_in_the_way_as_talks_do(agreement: Agreement, aalst: Municipality):
    other = AgreementFactory(municipality=aalst, party="both")
    assert f"ligt er al een overeenkomst klaar: {other.reference}" in refused(agreement)


def test_talks_with_the_ocmw_alone_do_not_stand_in_the_way_of_the_municipality(
    agreement: Agreement, aalst: Municipality
):
    other = AgreementFactory(municipality=aalst, party="ocmw")
    stages.advance(other, to=Stage.EXPLORING, effective_on=date(2021, 1, 1), by=UserFactory())
    assert renewed(agreement).renews == agreement


def test_a_talk_in_the_future_is_none(agreement: Agreement):
    refused(agreement, talk_on=TODAY + timedelta(days=1))
    assert not agreement.renewed_by.exists()


# Mergers -------------------------------------------------------------------------------------------------------------


def merged(old: Municipality, into: Municipality, on: date = date(2025, 1, 1)) -> None:
    Municipality.objects.filter(pk=old.pk).update(ends_on=on - timedelta(days=1))
    Succession.objects.create(predecessor=old, successor=into, took_effect_on=on)


def test_after_a_merger_the_next_agreement_is_with_the_successor(
    agreement: Agreement, aalst: Municipality, region: Region
):
    new = MunicipalityFactory(name="Nieuwstad", region=region, starts_on=date(2025, 1, 1))
    merged(aalst, new)
    following = renewed(agreement)
    assert (following.municipality, following.renews) == (new, agreement)
    assert renewed_on_a_day_before_the_merger(agreement) == aalst


def renewed_on_a_day_before_the_merger(agreement: Agreement) -> Municipality:
    agreement.renewed_by.update(renews=None)
    stages.decline(Agreement.objects.latest("pk"), effective_on=TODAY, reason=DeclineReasonFactory(), by=UserFactory())
    return renewed(agreement, talk_on=date(2024, 12, 1)).municipality


def test_two_that_merged_get_one_next_agreement(agreement: Agreement, aalst: Municipality, region: Region):
    new = MunicipalityFactory(name="Nieuwstad", region=region, starts_on=date(2025, 1, 1))
    other = AgreementFactory(municipality__region=region, ends_on=LAST_DAY)
    signed(other, on=date(2020, 2, 1))
    merged(aalst, new)
    merged(other.municipality, new)
    first = renewed(agreement)
    assert f"Nieuwstad lopen er al gesprekken: {first.reference}" in refused(other)


def test_who_went_into_a_city_with_its_own_agency_has_no_next_agreement(agreement: Agreement, aalst: Municipality):
    merged(aalst, MunicipalityFactory(name="Antwerpen", agency=Municipality.Agency.ATLAS))
    assert "Atlas" in refused(agreement)


# Days ----------------------------------------------------------------------------------------------------------------


def test_the_next_period_begins_the_day_after_and_ends_a_year_after_the_term(terms: list[Term]):
    assert next_period(date(2025, 12, 31), on=date(2025, 6, 1), terms=terms) == (date(2026, 1, 1), date(2031, 12, 31))
    assert next_period(date(2024, 6, 30), on=date(2026, 6, 1), terms=terms) == (date(2027, 1, 1), date(2031, 12, 31))
    assert next_period(date(2040, 6, 30), on=date(2026, 6, 1), terms=terms) == (date(2040, 7, 1), None)
    assert next_period(None, on=date(2026, 6, 1), terms=[]) == (date(2027, 1, 1), None)


def test_the_last_day_is_that_of_an_early_ending(agreement: Agreement):
    assert last_day_of(agreement) == LAST_DAY
    stages.end(agreement, effective_on=date(2021, 5, 1), reason="Fusie", by=UserFactory())
    assert last_day_of(agreement) == date(2021, 5, 1)


# The page ------------------------------------------------------------------------------------------------------------


def typed(**changes: str) -> dict[str, str]:
    return {"talk_on": TODAY.isoformat(), "starts_on": "2027-01-01", "ends_on": "2031-12-31", **changes}


def test_the_page_says_what_is_taken_over_and_proposes_a_period(staff_client: UserClient, agreement: Agreement):
    agreement.domains.add(DomainFactory(short_name="Onthaal"))
    committed(agreement, "Nog te doen")
    committed(agreement, "Al gedaan", "done")
    answer = staff_client.get(f"/agreements/{agreement.pk}/renew/")
    assert "Nog te doen" in answer.text
    assert "Al gedaan" not in answer.text
    assert answer.context["form"]["starts_on"].value() == LAST_DAY + timedelta(days=1)


def test_the_page_of_a_prepared_one_offers_to_record_the_first_talk(staff_client: UserClient, agreement: Agreement):
    address = f"/agreements/{agreement.pk}/renew/"
    assert staff_client.get(address).context["form"]["talk_on"].value() is None
    page = staff_client.post(address, typed(talk_on=""), follow=True)
    following = agreement.renewed_by.get()
    assert page.redirect_chain[-1][0] == following.get_absolute_url()
    assert "Eerste gesprek vastleggen" in page.text
    assert not following.stage_changes.exists()
    staff_client.post(f"/agreements/{following.pk}/advance/", {"to": "exploring", "effective_on": TODAY.isoformat()})
    assert following.stage_changes.get().stage == "exploring"


def test_a_form_sent_twice_makes_one(staff_client: UserClient, agreement: Agreement):
    data = typed(submission=str(uuid.uuid4()))
    pages = {staff_client.post(f"/agreements/{agreement.pk}/renew/", data)["Location"] for _twice in range(2)}
    following = agreement.renewed_by.get()
    assert pages == {following.get_absolute_url()}
    assert (following.starts_on, following.ends_on) == (date(2027, 1, 1), date(2031, 12, 31))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"talk_on": "2999-01-01"}, "talk_on"),
        ({"talk_on": "0202-01-01"}, "talk_on"),
        ({"ends_on": "2026-01-01"}, "ends_on"),
        ({"starts_on": "ooit"}, "starts_on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    staff_client: UserClient, agreement: Agreement, changes: dict[str, str], field: str
):
    answer = staff_client.post(f"/agreements/{agreement.pk}/renew/", typed(**changes))
    assert answer.context["form"].errors[field]
    assert not agreement.renewed_by.exists()


def test_both_pages_lead_to_each_other(staff_client: UserClient, agreement: Agreement):
    assert f"/agreements/{agreement.pk}/renew/" in staff_client.get(agreement.get_absolute_url()).text
    following = renewed(agreement)
    before, after = (staff_client.get(one.get_absolute_url()).text for one in (agreement, following))
    assert "Gevolgd door" in before
    assert following.reference in before
    assert f"/agreements/{agreement.pk}/renew/" not in before
    assert "Volgt op" in after
    assert agreement.reference in after


def test_a_second_one_is_refused_on_the_page(staff_client: UserClient, agreement: Agreement):
    following = renewed(agreement)
    answer = staff_client.get(f"/agreements/{agreement.pk}/renew/")
    assert f"{following.reference} volgt er al op." in answer.text
    assert 'type="submit">Start' not in answer.text


def test_nobody_prepares_one_in_another_region(staff_client: UserClient, manager_client: UserClient):
    elsewhere = AgreementFactory(ends_on=LAST_DAY)
    signed(elsewhere, on=date(2020, 2, 1))
    for client in (staff_client, manager_client):
        assert client.get(f"/agreements/{elsewhere.pk}/renew/").status_code == 403
        assert client.post(f"/agreements/{elsewhere.pk}/renew/", typed()).status_code == 403
    assert not elsewhere.renewed_by.exists()


def test_the_region_of_the_successor_decides(staff_client: UserClient, agreement: Agreement, aalst: Municipality):
    merged(aalst, MunicipalityFactory(name="Nieuwstad", starts_on=date(2025, 1, 1)))
    assert staff_client.post(f"/agreements/{agreement.pk}/renew/", typed()).status_code == 403
    assert not agreement.renewed_by.exists()
