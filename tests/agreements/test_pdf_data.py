"""What is kept beside a final: everything that went into it. And the paper as a part of a page."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest

from agreements import pdf
from agreements.models import (
    Agreement,
    AgreementContact,
    Clause,
    Commitment,
    CouncilDecision,
    DomainText,
    Signatory,
    TemplatePart,
    TemplateVersion,
)
from municipalities.models import Domain, Municipality
from tests.agreements.papers import commitment, complete_agreement, standard_phrases, standard_version
from tests.factories import decided

pytestmark = pytest.mark.django_db

TODAY = date(2020, 6, 1)


@pytest.fixture
def agreement() -> Agreement:
    made = decided(complete_agreement(codes=("policy", "services")))
    commitment(made, "Zitdag", code="services", by="agency")
    DomainText.objects.create(agreement=made, domain=Domain.objects.get(code="policy"), text="Een eigen paragraaf.")
    return made


def paper(agreement: Agreement) -> pdf.Paper:
    return pdf.paper_of(Agreement.objects.for_paper().get(pk=agreement.pk), on=TODAY)


CHANGES: list[Callable[[Agreement], object]] = [
    lambda _: Municipality.objects.update(name="Elders"),
    lambda _: Municipality.objects.update(title="stad"),
    lambda _: Agreement.objects.update(party="ocmw"),
    lambda _: Agreement.objects.update(starts_on=date(2020, 8, 1)),
    lambda _: Agreement.objects.update(ends_on=date(2024, 12, 31)),
    lambda _: Agreement.objects.update(dated_on=date(2020, 6, 30)),
    lambda one: one.domains.remove(Domain.objects.get(code="services")),
    lambda _: TemplatePart.objects.filter(domain__code="policy").update(heading="Anders"),
    lambda _: Signatory.objects.filter(name="Joris Bedacht").update(name="Joris Anders"),
    lambda _: Signatory.objects.filter(name="Joris Bedacht").update(acting=True),
    lambda _: Signatory.objects.filter(name="Joris Bedacht").update(by_delegation=True, delegated_on=TODAY),
    lambda _: AgreementContact.objects.filter(name="Kaat Fictief").update(phone="+3292223344"),
    lambda _: AgreementContact.objects.filter(name="Kaat Fictief").update(service="Dienst Samenleven"),
    lambda _: CouncilDecision.objects.update(number="2020/1"),
    lambda _: CouncilDecision.objects.update(decided_on=date(2019, 2, 2)),
    lambda _: Commitment.objects.update(text="Iets anders"),
    lambda _: Commitment.objects.update(carried_out_by="both"),
    lambda _: DomainText.objects.update(text="Anders."),
    lambda _: TemplateVersion.objects.update(introduction="Anders."),
    lambda _: TemplateVersion.objects.update(phrases=standard_phrases() | {"signature": "Teken hier"}),
    lambda _: Clause.objects.filter(name="ondersteuner").update(text="Anders."),
    lambda _: Clause.objects.filter(name="ondersteuner").update(heading="Anders"),
    lambda one: one.left_out.set(Clause.objects.filter(name="regionaal overleg")),
]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_all_that_changes_the_print_changes_the_data_and_the_fingerprint(
    agreement: Agreement, change: Callable[[Agreement], object]
) -> None:
    before = paper(agreement)
    change(agreement)
    after = paper(agreement)
    assert pdf.finished_html(after) != pdf.finished_html(before)
    assert after.data != before.data
    assert after.fingerprint != before.fingerprint


def test_the_data_are_json_and_the_same_rows_give_the_same_fingerprint(agreement: Agreement) -> None:
    first, second = paper(agreement), paper(agreement)
    assert json.loads(json.dumps(first.data)) == first.data
    assert first.fingerprint == second.fingerprint
    assert re.fullmatch("[0-9a-f]{64}", first.fingerprint)


def test_what_is_not_printed_changes_nothing(agreement: Agreement) -> None:
    before = paper(agreement)
    Agreement.objects.update(note="Voor onszelf")
    Commitment.objects.create(agreement=agreement, domain=Domain.objects.get(code="cohesion"), text="Niet gekozen")
    Clause.objects.filter(name="tolken").update(name="tolken en vertalen")
    TemplateVersion.objects.exclude(pk=standard_version().pk).update(title="Anders")
    Domain.objects.filter(code="policy").update(name="Anders")
    after = paper(agreement)
    assert pdf.finished_html(after) == pdf.finished_html(before)


def test_a_clause_can_only_be_left_out_when_it_is_optional(agreement: Agreement) -> None:
    agreement.left_out.set(Clause.objects.filter(name__in=["regionaal overleg", "ondersteuner"]))
    html = pdf.finished_html(paper(agreement))
    assert "Een vaste ondersteuner" in html
    assert "Regionaal overleg" not in html


def test_on_a_page_the_paper_is_a_part_without_style_or_script(agreement: Agreement) -> None:
    html = pdf.screen_html(paper(agreement))
    assert html.strip().startswith('<article class="paper" lang="nl">')
    assert html.strip().endswith("</article>")
    assert not re.search(r"<(html|head|body|style|script|h1|nav)\b|style=|\son\w+=", html)
    assert "Een eigen paragraaf." in html
    assert "Dit is een ontwerp" not in html
