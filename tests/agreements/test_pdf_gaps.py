"""A field that cannot be filled never reaches paper: a draft marks it, a final print is refused with the list."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from agreements import pdf
from agreements.models import Agreement, AgreementContact, Commitment, Side, Signatory
from tests.agreements.papers import (
    Printed,
    approved,
    commitment,
    complete_agreement,
    html_of,
    words_of,
)
from tests.factories import AgreementFactory, MunicipalityFactory, signed

pytestmark = pytest.mark.django_db


def empty_agreement(**place: Any) -> Agreement:
    return AgreementFactory(municipality=MunicipalityFactory(name="Zulte", **place), starts_on=None, ends_on=None)


def labels(agreement: Agreement) -> list[str]:
    return [field.label for field in pdf.unfilled_fields(Agreement.objects.get(pk=agreement.pk))]


def url_of(agreement: Agreement, *, final: bool = False) -> str:
    return reverse("agreements:agreement_pdf", args=[agreement.pk]) + ("?final=1" if final else "")


def test_a_complete_agreement_has_nothing_unfilled() -> None:
    assert labels(complete_agreement()) == []


def test_an_empty_agreement_names_all_that_is_missing_in_the_order_of_the_paper() -> None:
    assert labels(empty_agreement()) == [
        "eerste dag van de looptijd",
        "laatste dag van de looptijd",
        "wie voor het lokaal bestuur ondertekent",
        "wie voor het agentschap ondertekent",
        "domeinen van samenwerking",
        "contactpersoon bij het agentschap",
        "contactpersoon bij het lokaal bestuur",
    ]


def test_each_gap_leads_to_the_field_where_it_is_filled() -> None:
    agreement = empty_agreement()
    edit = reverse("agreements:agreement_update", args=[agreement.pk])
    signatory = reverse("agreements:signatory_create", args=[agreement.pk])
    contact = reverse("agreements:agreement_contact_create", args=[agreement.pk])
    assert [field.url for field in pdf.unfilled_fields(agreement)] == [
        f"{edit}#id_starts_on",
        f"{edit}#id_ends_on",
        f"{signatory}?side=municipality",
        f"{signatory}?side=agency",
        f"{edit}#id_domains",
        f"{contact}?side=agency",
        f"{contact}?side=municipality",
    ]


def test_the_draft_marks_each_gap_and_lists_it_on_page_one(tmp_path) -> None:
    agreement = empty_agreement()
    html = html_of(agreement)
    for label in labels(agreement):
        assert f'<span class="gap">[in te vullen: {label}]</span>' in html
    printed = Printed(pdf.render(agreement), tmp_path)
    listed = " ".join(printed.pages[0].split())
    for label in labels(agreement):
        assert label in listed
    assert "None" not in printed.text
    assert "{{" not in printed.text


def test_a_gap_is_red(tmp_path) -> None:
    first_page = Printed(pdf.render(empty_agreement()), tmp_path).reader.pages[0].get_contents()
    assert first_page is not None
    assert b"0.701961 0.14902 0.117647 rg" in first_page.get_data()


@pytest.mark.parametrize(
    ("change", "label"),
    [
        (lambda _: Signatory.objects.filter(name="Joris Bedacht").update(name="  "), "naam van een ondertekenaar"),
        (lambda _: Signatory.objects.filter(name="Joris Bedacht").update(function=""), "functie van Joris Bedacht"),
        (lambda _: AgreementContact.objects.filter(side=Side.AGENCY).update(name=""), "naam van een contactpersoon"),
        (
            lambda _: AgreementContact.objects.filter(name="Kaat Fictief").update(email="", phone=""),
            "e-mailadres of telefoonnummer van Kaat Fictief",
        ),
        (
            lambda _: AgreementContact.objects.filter(name="Kaat Fictief").update(phone="+3247812345"),
            "geldig telefoonnummer van Kaat Fictief",
        ),
        (lambda one: one.signatories.filter(side=Side.AGENCY).delete(), "wie voor het agentschap ondertekent"),
        (lambda one: one.domains.clear(), "domeinen van samenwerking"),
    ],
)
def test_what_is_empty_or_wrong_is_a_gap(change, label: str) -> None:
    agreement = complete_agreement()
    change(agreement)
    assert labels(agreement) == [label]
    assert f"[in te vullen: {label}]" in words_of(agreement)


def test_signs_that_our_fonts_lack_are_gaps_where_they_stand() -> None:
    agreement = complete_agreement(codes=("services",))
    one = commitment(agreement, "Feest \U0001f600 voor العَ iedereen")
    [gap] = pdf.unfilled_fields(agreement)
    assert gap.label.startswith("afspraak 1 bij ‘services’, zonder tekens die niet af te drukken zijn: U+0627, ")
    assert gap.url == reverse("agreements:commitment_update", args=[one.pk]) + "#id_text"
    assert "Feest [niet af te drukken: U+1F600] voor [niet af te drukken: U+0627, U+0644, U+0639" in words_of(agreement)


def test_a_commitment_without_a_visible_sign_is_a_gap() -> None:
    agreement = complete_agreement(codes=("services",))
    Commitment.objects.filter(pk=commitment(agreement, "x").pk).update(text="\u200b \n")
    assert labels(agreement) == ["afspraak 1 bij ‘services’"]


def test_a_final_print_with_a_gap_is_refused() -> None:
    agreement = approved(complete_agreement())
    agreement.signatories.filter(side=Side.AGENCY).delete()
    with pytest.raises(pdf.UnfilledFields) as refusal:
        pdf.render(Agreement.objects.get(pk=agreement.pk), final=True)
    assert [field.label for field in refusal.value.fields] == ["wie voor het agentschap ondertekent"]


def test_an_approved_agreement_with_a_gap_still_prints_as_a_draft(tmp_path) -> None:
    agreement = approved(complete_agreement(codes=("policy",)))
    agreement.signatories.filter(side=Side.AGENCY).delete()
    assert all("Ontwerp" in text for text in Printed(pdf.render(agreement), tmp_path).pages)


def test_a_final_print_waits_for_the_approval_by_the_council() -> None:
    agreement = complete_agreement()
    with pytest.raises(pdf.UnfilledFields) as refusal:
        pdf.render(agreement, final=True)
    [gap] = refusal.value.fields
    assert gap.label == "goedkeuring door de raad"
    assert gap.url == reverse("agreements:agreement_advance", args=[agreement.pk])


def test_the_refusal_is_a_page_with_links_and_not_a_download(coordinator_client, region) -> None:
    agreement = empty_agreement(region=region)
    response = coordinator_client.get(url_of(agreement, final=True))
    assert response.status_code == 409
    assert response["Content-Type"].startswith("text/html")
    page = response.content.decode()
    assert "Er ontbreken nog 8 dingen op het papier voor de gemeente Zulte." in page
    for field in pdf.unfilled_fields(agreement):
        assert f'href="{field.url}"' in page
        assert field.label[1:] in page
    assert reverse("agreements:agreement_advance", args=[agreement.pk]) in page


def test_who_may_not_fill_anything_in_is_told_what_is_missing_without_links(manager_client) -> None:
    agreement = empty_agreement()
    page = manager_client.get(url_of(agreement, final=True)).content.decode()
    assert "Eerste dag van de looptijd" in page
    assert reverse("agreements:agreement_update", args=[agreement.pk]) not in page


def test_after_the_signature_the_refusal_points_to_the_signed_copy(coordinator_client, region) -> None:
    agreement = AgreementFactory(municipality=MunicipalityFactory(region=region))
    signed(agreement, on=date(2020, 6, 1))
    response = coordinator_client.get(url_of(agreement, final=True))
    assert response.status_code == 409
    assert "het ondertekende exemplaar telt" in response.content.decode()
    assert reverse("agreements:signatory_create", args=[agreement.pk]) not in response.content.decode()


def test_everyone_who_is_logged_in_prints_the_draft(manager_client) -> None:
    agreement = complete_agreement(codes=("policy",))
    response = manager_client.get(url_of(agreement))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{agreement.reference}-ontwerp.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(re.split(r",\s*", response["Cache-Control"]))
    assert response.content.startswith(b"%PDF-")


def test_the_final_print_carries_the_reference_alone(staff_client) -> None:
    agreement = approved(complete_agreement(codes=("policy",)))
    response = staff_client.get(url_of(agreement, final=True))
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'inline; filename="{agreement.reference}.pdf"'


def test_without_login_nothing_is_printed(client) -> None:
    response = client.get(url_of(complete_agreement(codes=("policy",))))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_a_print_is_only_read(staff_client) -> None:
    agreement = complete_agreement(codes=("policy",))
    assert staff_client.post(url_of(agreement)).status_code == 405
    assert staff_client.get(reverse("agreements:agreement_pdf", args=[0])).status_code == 404


def test_a_print_asks_the_same_number_of_queries_however_much_was_agreed(
    manager_client, django_assert_num_queries
) -> None:
    agreement = complete_agreement()
    commitment(agreement, "Een afspraak")
    with django_assert_num_queries(9):
        manager_client.get(url_of(agreement))
    for number in range(30):
        commitment(agreement, f"Afspraak {number}", code="policy")
        Signatory.objects.create(agreement=agreement, side=Side.MUNICIPALITY, name=f"Tekenaar {number}", function="lid")
    with django_assert_num_queries(9):
        manager_client.get(url_of(agreement))


def test_the_day_of_the_stage_is_today_unless_another_is_asked() -> None:
    agreement = approved(complete_agreement(codes=("policy",)))
    assert not pdf.checked_paper(agreement).is_draft
    assert pdf.checked_paper(agreement, on=date(2020, 5, 31)).is_draft
