"""What an agreement says: party, period and commitments. Domains and clauses are chosen on the page of its text."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.actions import stages
from agreements.models import (
    Agreement,
    Clause,
    Commitment,
    CommitmentProgress,
    DomainText,
    PaperKind,
    PaperTemplate,
    Review,
    Stage,
    TemplatePart,
    TemplateVersion,
)
from municipalities.models import Region
from tests.agreements.signing import agreement_in, signed
from tests.conftest import UserClient
from tests.factories import DomainFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def agreement(region: Region) -> Agreement:
    agreement = agreement_in(region)
    agreement.domains.set([DomainFactory(name="Dienstverlening"), DomainFactory(name="Samenhang")])
    return agreement


def commitment_of(agreement: Agreement, text: str = "Een folder in klare taal.", position: int = 1) -> Commitment:
    domain = agreement.domains.all()[0]
    return Commitment.objects.create(agreement=agreement, domain=domain, text=text, position=position, version=1)


def typed(agreement: Agreement, **fields) -> dict:
    """The form of an agreement as its page shows it, with other values typed in some fields."""
    return {
        "party": agreement.party,
        "starts_on": "2020-01-01",
        "ends_on": "2025-12-31",
        "dated_on": "",
        "period_because": "",
        "note": "",
        "version": agreement.version,
        **fields,
    }


def typed_commitment(agreement: Agreement, **fields) -> dict:
    domain = agreement.domains.first()
    return {
        "domain": domain.pk,
        "text": "Twee vormingen per jaar.",
        "carried_out_by": "agency",
        "position": "",
        **fields,
    }


def url(name: str, row) -> str:
    return reverse(f"agreements:{name}", args=[row.pk])


def test_the_page_shows_a_paragraph_of_its_own_as_it_reads_under_its_domain(staff_client: UserClient, agreement):
    domain = agreement.domains.get(name="Samenhang")
    DomainText.objects.create(agreement=agreement, domain=domain, text="Wij werken *samen* in {{ naam }}.")
    page = staff_client.get(agreement.get_absolute_url())
    paragraphs = {one.held.domain.name: one.paragraph for one in page.context["domains"]}
    assert paragraphs == {"Dienstverlening": "", "Samenhang": "<p>Wij werken <em>samen</em> in Zulte.</p>"}
    assert "Wij werken <em>samen</em> in Zulte." in page.text
    assert page.text.count("De vaste tekst van het domein en de alinea hierboven, zonder extra afspraken.") == 1


def test_the_page_names_the_optional_clauses_that_are_left_out(staff_client: UserClient, agreement):
    template = PaperTemplate.objects.create(name="Standaard", kind=PaperKind.AGREEMENT)
    version = TemplateVersion.objects.create(template=template, number=1, title="Overeenkomst")
    for domain, heading in [(agreement.domains.first(), "Sociaal tolken"), (None, "Gegevens")]:
        part = TemplatePart.objects.create(version=version, domain=domain)
        agreement.left_out.add(
            Clause.objects.create(part=part, name=heading, heading=heading, text="Tekst", optional=True)
        )
    page = " ".join(staff_client.get(agreement.get_absolute_url()).text.split())
    assert "Zonder de facultatieve clausules: Sociaal tolken<" in page
    assert "Van wat altijd geldt, zonder de facultatieve clausules: Gegevens<" in page


# The agreement itself -------------------------------------------------------------------------------------------------


def test_a_key_larger_than_any_is_no_domain(staff_client: UserClient, agreement):
    response = staff_client.post("/agreements/new/", typed(agreement, domains=["9" * 25]))
    assert "domains" in response.context["form"].errors


def test_staff_change_party_period_date_and_note(staff_client: UserClient, agreement: Agreement):
    response = staff_client.post(
        url("agreement_update", agreement),
        typed(agreement, party="both", dated_on="2019-12-15", note="Papier ligt in Aalst."),
    )
    assert response.headers["Location"] == agreement.get_absolute_url()
    agreement.refresh_from_db()
    assert (agreement.party, agreement.dated_on, agreement.note) == (
        "both",
        date(2019, 12, 15),
        "Papier ligt in Aalst.",
    )


@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [("2020-01-01", "2026-01-01"), ("2018-12-31", "2020-12-31"), ("2025-01-01", "2032-01-01")]
)
def test_a_period_that_leaves_the_term_needs_a_reason(staff_client, agreement, starts_on, ends_on):
    period = {"starts_on": starts_on, "ends_on": ends_on}
    response = staff_client.post(url("agreement_update", agreement), typed(agreement, **period))
    assert list(response.context["form"].errors) == ["period_because"]
    fields = typed(agreement, **period, period_because="Fusie in 2026.")
    assert staff_client.post(url("agreement_update", agreement), fields).status_code == 302
    agreement.refresh_from_db()
    assert agreement.period_because == "Fusie in 2026."


def test_a_period_up_to_the_end_of_the_year_after_the_term_needs_none(staff_client, agreement):
    fields = typed(agreement, starts_on="2019-03-01", ends_on="2025-12-31")
    assert staff_client.post(url("agreement_update", agreement), fields).status_code == 302


def test_a_period_that_ends_before_it_starts_is_refused_beside_the_last_day(staff_client, agreement):
    response = staff_client.post(url("agreement_update", agreement), typed(agreement, ends_on="2019-12-31"))
    assert response.context["form"].errors == {"ends_on": ["Een overeenkomst begint voor ze eindigt."]}


def test_of_a_signed_agreement_only_the_note_is_on_offer(staff_client, agreement):
    signed(agreement)
    page = staff_client.get(url("agreement_update", agreement))
    assert [field.name for field in page.context["form"].visible_fields()] == ["note"]
    staff_client.post(url("agreement_update", agreement), {"note": "Kopie gevraagd.", "version": agreement.version})
    agreement.refresh_from_db()
    assert agreement.note == "Kopie gevraagd."


def test_a_form_opened_before_the_signature_changes_nothing_after_it(staff_client, agreement):
    before = typed(agreement, ends_on="2024-12-31", note="Nieuw")
    signed(agreement)
    response = staff_client.post(url("agreement_update", agreement), before)
    assert "Ondertussen is het papier vastgelegd" in response.content.decode()
    agreement.refresh_from_db()
    assert (agreement.ends_on, agreement.note) == (date(2025, 12, 31), "")


# Commitments ----------------------------------------------------------------------------------------------------------


def test_a_commitment_is_added_under_the_domain_in_the_address_and_comes_last(staff_client, agreement):
    commitment_of(agreement)
    domain = agreement.domains.first()
    page = staff_client.get(url("commitment_create", agreement), {"domain": domain.pk})
    assert page.context["form"]["domain"].value() == str(domain.pk)
    response = staff_client.post(url("commitment_create", agreement), typed_commitment(agreement))
    assert response.headers["Location"] == f"{agreement.get_absolute_url()}#content"
    assert [(one.position, one.text) for one in agreement.commitments_of(domain)] == [
        (1, "Een folder in klare taal."),
        (2, "Twee vormingen per jaar."),
    ]


def test_a_commitment_takes_the_place_that_was_asked_and_the_others_move_on(staff_client, agreement):
    for position, text in enumerate(["a", "b", "c"], start=1):
        commitment_of(agreement, text, position)
    last = agreement.commitments.get(text="c")
    fields = typed_commitment(agreement, text="c", position=1, version=1)
    staff_client.post(url("commitment_update", last), fields)
    assert list(agreement.commitments.values_list("text", "position")) == [("c", 1), ("a", 2), ("b", 3)]


def test_a_commitment_sent_twice_is_made_once(staff_client, agreement):
    fields = typed_commitment(agreement, submission="1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b11")
    first = staff_client.post(url("commitment_create", agreement), fields)
    second = staff_client.post(url("commitment_create", agreement), fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert agreement.commitments.count() == 1


def test_a_domain_that_was_not_chosen_takes_no_commitments(staff_client, agreement):
    fields = typed_commitment(agreement, domain=DomainFactory().pk)
    response = staff_client.post(url("commitment_create", agreement), fields)
    assert "domain" in response.context["form"].errors
    assert not agreement.commitments.exists()


def test_without_domains_the_page_says_to_choose_them_first(staff_client, agreement):
    agreement.domains.clear()
    page = staff_client.get(url("commitment_create", agreement)).content.decode()
    assert f"{url('agreement_text', agreement)}#id_domains" in page


def test_two_people_edit_one_commitment_and_the_second_sees_both_versions(staff_client, agreement):
    commitment = commitment_of(agreement)
    fields = typed_commitment(agreement, version=1, position=1)
    staff_client.post(url("commitment_update", commitment), fields | {"text": "Eerste versie."})
    page = staff_client.post(url("commitment_update", commitment), fields | {"text": "Tweede versie."})
    content = page.content.decode()
    assert "Eerste versie." in content
    assert "Tweede versie." in content
    commitment.refresh_from_db()
    assert commitment.text == "Eerste versie."


def test_a_commitment_is_removed_after_a_confirmation(staff_client, agreement):
    commitment = commitment_of(agreement)
    assert "Een folder in klare taal." in staff_client.get(url("commitment_delete", commitment)).content.decode()
    assert agreement.commitments.exists()
    token = {"submission": "1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b12"}
    for _time in range(2):
        response = staff_client.post(url("commitment_delete", commitment), token)
        assert response.headers["Location"] == f"{agreement.get_absolute_url()}#content"
    assert not agreement.commitments.exists()


def test_a_commitment_that_a_review_speaks_of_is_not_removed(staff_client, agreement):
    commitment = commitment_of(agreement)
    review = Review.objects.create(agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 1, 1))
    CommitmentProgress.objects.create(
        commitment=commitment, review=review, state="done", on=date(2021, 1, 1), recorded_by=staff_client.user
    )
    assert staff_client.post(url("commitment_delete", commitment)).status_code == 403
    assert agreement.commitments.exists()


def test_a_signed_agreement_refuses_other_commitments(staff_client, agreement):
    commitment = commitment_of(agreement)
    signed(agreement)
    for response in [
        staff_client.post(url("commitment_create", agreement), typed_commitment(agreement)),
        staff_client.post(url("commitment_update", commitment), typed_commitment(agreement, version=1)),
        staff_client.post(url("commitment_delete", commitment)),
    ]:
        assert response.status_code == 403
        assert "ondertekend" in response.content.decode()
    assert list(agreement.commitments.values_list("text", flat=True)) == ["Een folder in klare taal."]


def test_a_corrected_signature_opens_the_text_again(staff_client, coordinator_client, agreement):
    signed(agreement)
    assert staff_client.post(url("commitment_create", agreement), typed_commitment(agreement)).status_code == 403
    signature = agreement.stage_changes.get(stage=Stage.SIGNED)
    stages.correct(signature, reason="Andere gemeente.", by=coordinator_client.user)
    assert staff_client.post(url("commitment_create", agreement), typed_commitment(agreement)).status_code == 302
    assert agreement.commitments.count() == 1


def test_how_a_commitment_stands_is_recorded_also_after_the_signature(staff_client, agreement):
    commitment = commitment_of(agreement)
    signed(agreement)
    form = staff_client.get(url("commitment_progress", commitment)).context["form"]
    assert (form["state"].value(), form["on"].value()) == ("to_do", timezone.localdate())
    response = staff_client.post(url("commitment_progress", commitment), {"state": "under_way", "on": "2021-03-01"})
    assert response.headers["Location"] == f"{agreement.get_absolute_url()}#content"
    progress = commitment.progress.get()
    assert (progress.state, progress.on, progress.recorded_by) == ("under_way", date(2021, 3, 1), staff_client.user)
    assert "aan de gang" in staff_client.get(url("commitment_progress", commitment)).content.decode().lower()


def test_progress_cannot_lie_in_the_future(staff_client, agreement):
    commitment = commitment_of(agreement)
    response = staff_client.post(url("commitment_progress", commitment), {"state": "done", "on": "2999-01-01"})
    assert "on" in response.context["form"].errors
    assert not commitment.progress.exists()


# Who may --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_region_and_a_manager_change_nothing(staff_client, manager_client, method):
    agreement = agreement_in(MunicipalityFactory().region)
    agreement.domains.add(DomainFactory())
    commitment = commitment_of(agreement)
    for client in (staff_client, manager_client):
        for address, fields in [
            (url("agreement_update", agreement), typed(agreement, note="x")),
            (url("commitment_create", agreement), typed_commitment(agreement)),
            (url("commitment_update", commitment), typed_commitment(agreement, version=1)),
            (url("commitment_delete", commitment), {}),
            (url("commitment_progress", commitment), {"state": "done", "on": "2021-01-01"}),
        ]:
            assert getattr(client, method)(address, fields).status_code == 403
    agreement.refresh_from_db()
    assert agreement.note == ""
    assert list(agreement.commitments.values_list("text", flat=True)) == ["Een folder in klare taal."]
    assert not commitment.progress.exists()


# Rules of the database ------------------------------------------------------------------------------------------------


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_commitment_says_something(agreement):
    with refused("commitment_says_something"), transaction.atomic():
        Commitment.objects.create(agreement=agreement, domain=agreement.domains.first(), text="")


def test_a_domain_has_one_paragraph_of_its_own(agreement):
    written = {"agreement": agreement, "domain": agreement.domains.first()}
    DomainText.objects.create(**written, text="Wij werken samen.")
    with pytest.raises(IntegrityError), transaction.atomic():
        DomainText.objects.create(**written, text="Nog een.")


def test_a_paragraph_of_its_own_says_something(agreement):
    with refused("domain_text_says_something"), transaction.atomic():
        DomainText.objects.create(agreement=agreement, domain=agreement.domains.first(), text="")


def test_a_review_records_each_commitment_once(agreement):
    review = Review.objects.create(agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 1, 1))
    state = {"commitment": commitment_of(agreement), "review": review, "on": date(2021, 1, 1), "state": "done"}
    by = UserFactory()
    CommitmentProgress.objects.create(**state, recorded_by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitmentProgress.objects.create(**state, recorded_by=by)


# What the pages cost --------------------------------------------------------------------------------------------------


def test_the_pages_of_content_ask_the_same_for_any_number_of_commitments(
    staff_client, agreement, django_assert_num_queries
):
    commitments = [commitment_of(agreement, f"Afspraak {n}", n) for n in range(1, 13)]
    for n in range(8):
        CommitmentProgress.objects.create(
            commitment=commitments[0], state="under_way", on=date(2021, 1, 1 + n), recorded_by=UserFactory()
        )
    for name, row, number in [
        ("agreement_update", agreement, 6),
        ("commitment_create", agreement, 7),
        ("commitment_update", commitments[0], 7),
        ("commitment_delete", commitments[0], 7),
        ("commitment_progress", commitments[0], 5),
    ]:
        with django_assert_num_queries(number):
            staff_client.get(url(name, row))
