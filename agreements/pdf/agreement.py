"""What stands on the paper of an agreement: from rows and standard texts to words; the HTML only puts them in place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.models import Agreement, PaperKind, Side, TemplateVersion
from agreements.pdf.blanks import Typed, Unfilled, Where
from agreements.pdf.data import agreement_as_data, fingerprint_of
from agreements.pdf.sheet import NOTHING, Arrangement, Group, Reachable, Sheet
from agreements.pdf.texts import Section, Texts, parts_by_domain, plain, run_in, texts_as_data
from agreements.pdf.values import first_day, last_day, values_of
from municipalities.models import Domain
from papers.text.fields import problems_in


@dataclass(frozen=True)
class Chapter:
    """A chosen domain: its standard clauses, the paragraph of this agreement alone, what was arranged on top."""

    name: SafeString
    clauses: list[Section]
    own_text: SafeString
    arrangements: list[Arrangement]


@dataclass(frozen=True)
class AgreementPaper:
    """Everything that templates/agreements/pdf/agreement.html prints."""

    reference: str
    title: str
    heading: SafeString
    party: SafeString
    starts_on: SafeString
    ends_on: SafeString
    legal_ground: Section
    parties: Section
    represented: list[Group]
    period: Section
    introduction: Section
    domains: Section
    general: list[SafeString]
    commitments: Section
    chapters: list[Chapter]
    no_chapters: SafeString
    follow_up: Section
    contacts: Section
    agency_contacts: list[Reachable]
    local_contacts: list[Reachable]
    closing: Section
    signing: list[Group]
    agency: SafeString
    phrases: Mapping[str, SafeString]
    unfilled: list[Unfilled]
    typed: list[Typed]
    is_final: bool
    template_version: TemplateVersion | None
    data: dict[str, Any]
    fingerprint: str
    template: str = "agreements/pdf/agreement.html"

    @property
    def is_draft(self) -> bool:
        """What is not made final, or misses anything, is a draft on every page."""
        return not self.is_final or bool(self.unfilled)


def agreement_paper(agreement: Agreement, *, final: bool = False) -> AgreementPaper:
    """Put the paper together as the agreement stands now. The words are asked for in the order of the paper."""
    version = version_of(agreement)
    sheet = Sheet(agreement, version)
    texts = Texts(version, values_of(sheet))
    left_out = {clause.pk for clause in agreement.left_out.all()}
    starts_on, ends_on = first_day(sheet), last_day(sheet)
    heading = texts.title()
    named = f"{plain(heading) or _('Agreement')} {agreement.municipality.full_name}"
    data = agreement_as_data(agreement) | {"template": texts_as_data(version, left_out=left_out)}
    return AgreementPaper(
        reference=agreement.reference,
        title=f"{named} {agreement.reference}",
        heading=heading,
        party=sheet.party,
        starts_on=starts_on,
        ends_on=ends_on,
        legal_ground=texts.section("legal_ground") if version else Section(NOTHING, _no_version(sheet)),
        represented=sheet.groups("represented_by"),
        parties=texts.section("parties"),
        period=texts.section("period"),
        introduction=texts.section("introduction"),
        domains=texts.section("domains"),
        general=[run_in(one) for one in texts.clauses(parts_by_domain(version).get(None), left_out=left_out)],
        commitments=texts.section("commitments"),
        chapters=_chapters(sheet, agreement, texts, left_out),
        no_chapters=_no_chapters(sheet, agreement),
        follow_up=texts.section("follow_up"),
        contacts=texts.section("contacts"),
        agency_contacts=sheet.contacts(Side.AGENCY),
        local_contacts=sheet.contacts(Side.MUNICIPALITY),
        closing=texts.section("closing"),
        signing=sheet.groups("signs_for"),
        agency=sheet.phrase("agency_short"),
        phrases=sheet.phrases(PaperKind.AGREEMENT, **sheet.under_title()),
        unfilled=sheet.blanks.unfilled,
        typed=sheet.blanks.typed,
        is_final=final,
        template_version=version,
        data=data,
        fingerprint=fingerprint_of(data),
    )


def version_of(agreement: Agreement) -> TemplateVersion | None:
    """The version that the agreement was made with; before there were any, the one that a new agreement gets."""
    return agreement.template_version or TemplateVersion.objects.standard(PaperKind.AGREEMENT)


def own_paragraphs(agreement: Agreement) -> dict[int, SafeString]:
    """The paragraphs of this agreement alone as they read on its paper, by the key of their domain."""
    rows = agreement.domain_texts.all()
    if not rows:
        return {}
    texts = Texts(None, values_of(Sheet(agreement, version_of(agreement))))
    return {one.domain_id: texts.markdown(one.text) for one in rows}


def _no_version(sheet: Sheet) -> SafeString:
    label = _("a template for agreements that is in use")
    return sheet.blanks.gap(label=label, where=Where("agreements:template_list"))


def _no_chapters(sheet: Sheet, agreement: Agreement) -> SafeString:
    if agreement.domains.all():
        return NOTHING
    return sheet.blanks.gap(label=_("domains of cooperation"), where=sheet.write("domains"))


def _chapters(sheet: Sheet, agreement: Agreement, texts: Texts, left_out: set[int]) -> list[Chapter]:
    """The domains of the agreement in the order of the template, then those that the template does not know."""
    parts = parts_by_domain(texts.version)
    order = list(parts)
    domains = sorted(
        agreement.domains.all(), key=lambda one: order.index(one.pk) if one.pk in parts else len(order) + one.position
    )
    own = {one.domain_id: one.text for one in agreement.domain_texts.all()}
    return [_chapter(sheet, agreement, texts, domain, own.get(domain.pk, ""), left_out) for domain in domains]


def _chapter(sheet: Sheet, agreement: Agreement, texts: Texts, domain: Domain, own: str, left_out: set[int]) -> Chapter:
    part = parts_by_domain(texts.version).get(domain.pk)
    name = texts.heading_of(part) or sheet.blanks.fill(
        domain.name, label=_("name of a domain"), where=sheet.write("domains")
    )
    clauses = texts.clauses(part, left_out=left_out)
    commitments = [one for one in agreement.commitments_of(domain) if one.added_by_id is None]
    own_text = _own_text(sheet, texts, domain, own)
    if texts.version and not (clauses or own_text or commitments):
        label = _("what “%(domain)s” is about: a paragraph or a commitment") % {"domain": domain.short_name}
        own_text = sheet.blanks.gap(label=label, where=sheet.write("domains"))
    return Chapter(name, clauses, own_text, sheet.arrangements(commitments, under=domain.short_name))


def _own_text(sheet: Sheet, texts: Texts, domain: Domain, text: str) -> SafeString:
    """The free paragraph; what is wrong in it counts as unfilled, for it was let through once but cannot be printed."""
    where = sheet.write(f"paragraph_{domain.pk}")
    sheet.blanks.typed.append(Typed(text, where))
    for problem in problems_in(text, known=texts.values.names):
        label = _("paragraph under “%(domain)s”: %(problem)s") % {
            "domain": domain.short_name,
            "problem": problem.message,
        }
        sheet.blanks.remember(label, where)
    return texts.markdown(text)
