"""A field that cannot be filled never reaches paper: a draft marks it, a final print is refused with the list."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements import pdf
from agreements.models import (
    Agreement,
    AgreementContact,
    Clause,
    Commitment,
    DomainText,
    Side,
    Signatory,
    TemplateVersion,
)
from municipalities.models import Domain
from tests.agreements.papers import (
    Printed,
    commitment,
    complete_agreement,
    html_of,
    print_of,
    standard_version,
    words_of,
)
from tests.factories import AgreementFactory, DomainFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

TODAY = date(2020, 6, 1)


def empty_agreement(**place: Any) -> Agreement:
    return AgreementFactory(
        municipality=MunicipalityFactory(name="Zulte", **place),
        starts_on=None,
        ends_on=None,
        template_version=standard_version(),
    )


def labels(agreement: Agreement) -> list[str]:
    return [field.label for field in pdf.unfilled_fields(Agreement.objects.get(pk=agreement.pk))]


def url_of(agreement: Agreement) -> str:
    return reverse("agreements:agreement_pdf", args=[agreement.pk])


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
        f"{reverse('agreements:agreement_text', args=[agreement.pk])}#id_domains",
        f"{contact}?side=agency",
        f"{contact}?side=municipality",
    ]


def test_the_draft_marks_each_gap_and_lists_it_on_page_one(tmp_path) -> None:
    agreement = empty_agreement()
    html = html_of(agreement)
    for label in labels(agreement):
        assert f'<span class="gap">[in te vullen: {label}]</span>' in html
    printed = Printed(print_of(agreement), tmp_path)
    listed = " ".join(printed.pages[0].split())
    for label in labels(agreement):
        assert label in listed
    assert "None" not in printed.text
    assert "{{" not in printed.text


def test_a_gap_is_red(tmp_path) -> None:
    first_page = Printed(print_of(empty_agreement()), tmp_path).reader.pages[0].get_contents()
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


def test_even_a_final_with_a_gap_is_marked_as_a_draft() -> None:
    agreement = complete_agreement(codes=("policy",))
    assert not pdf.paper_of(agreement, on=TODAY, final=True).is_draft
    agreement.signatories.filter(side=Side.AGENCY).delete()
    assert pdf.paper_of(Agreement.objects.get(pk=agreement.pk), on=TODAY, final=True).is_draft


def test_without_a_template_in_use_the_whole_text_is_a_gap() -> None:
    agreement = complete_agreement(codes=("policy",), template_version=None)
    assert labels(agreement) == []
    TemplateVersion.objects.update(retired_at=timezone.now())
    [gap] = pdf.unfilled_fields(agreement)
    assert gap.label == "een sjabloon voor overeenkomsten dat in gebruik is"
    assert gap.url == reverse("agreements:template_list")


def test_a_field_without_a_value_is_a_gap_only_where_a_text_uses_it() -> None:
    agreement = complete_agreement(codes=("policy",))
    agreement.council_decisions.all().delete()
    assert labels(agreement) == []
    clause = Clause.objects.get(name="ondersteuner")
    clause.text = "Op grond van {{ raadsbeslissing }} ondersteunt {{ ondersteuner }} het lokaal bestuur."
    clause.save()
    [gap] = pdf.unfilled_fields(Agreement.objects.get(pk=agreement.pk))
    assert gap.label == "raadsbeslissing"
    assert gap.url == reverse("agreements:decision_create", args=[agreement.pk])
    assert "Op grond van [in te vullen: raadsbeslissing] ondersteunt Noor Ingebeeld" in words_of(agreement)


def test_a_domain_about_which_nothing_is_said_is_a_gap() -> None:
    agreement = complete_agreement(codes=("policy",))
    agreement.domains.add(DomainFactory(code="sport", name="Sport en spel", short_name="Sport", position=9))
    assert labels(agreement) == ["waarover ‘Sport’ gaat: een paragraaf of een afspraak"]
    DomainText.objects.create(agreement=agreement, domain=Domain.objects.get(code="sport"), text="Iedereen sport mee.")
    assert labels(agreement) == []


def test_a_paragraph_that_cannot_be_printed_as_it_stands_is_a_gap() -> None:
    agreement = complete_agreement(codes=("policy",))
    domain = Domain.objects.get(code="policy")
    DomainText.objects.create(agreement=agreement, domain=domain, text="Zie [Status] en {{ gemeentte }}.")
    assert labels(agreement) == [
        "paragraaf bij ‘policy’: Het veld ‘{{ gemeentte }}’ bestaat niet. Bedoel je ‘{{ gemeente }}’?",
        "paragraaf bij ‘policy’: ‘[Status]’ lijkt op een veld dat niet ingevuld is.",
    ]


def test_everyone_who_is_logged_in_prints_the_draft(manager_client) -> None:
    agreement = complete_agreement(codes=("policy",))
    response = manager_client.get(url_of(agreement))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{agreement.reference}-ontwerp.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-cache"} <= set(re.split(r",\s*", response["Cache-Control"]))
    assert response.content.startswith(b"%PDF-")


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
    # … the final if there is one, the steps, and what is printed
    with django_assert_num_queries(15):
        manager_client.get(url_of(agreement))
    for number in range(30):
        commitment(agreement, f"Afspraak {number}", code="policy")
        Signatory.objects.create(agreement=agreement, side=Side.MUNICIPALITY, name=f"Tekenaar {number}", function="lid")
    with django_assert_num_queries(15):
        manager_client.get(url_of(agreement))
