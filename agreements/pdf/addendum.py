"""What stands on the paper of an addendum: what changes, domain by domain, in words that stand on their own."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.addenda.changes import Changes, CommitmentChange, DomainChange, Mark, changes_of
from agreements.addenda.requirements import clause_version_of, version_of_addendum
from agreements.models import Addendum, Commitment, PaperKind, Side, TemplateVersion
from agreements.pdf.blanks import Typed, Unfilled, Where
from agreements.pdf.data import CONTACT, fingerprint_of, iso, rows_as_data, signed_by_as_data
from agreements.pdf.sheet import NOTHING, Arrangement, Group, Pages, Sheet
from agreements.pdf.texts import Section, Texts, clauses_as_data, parts_by_domain, plain, texts_as_data
from agreements.pdf.values import values_of
from agreements.references import next_addendum_number

PAGES = Pages(
    edit="addendum_update",
    signatory_create="addendum_signatory_create",
    signatory_update="addendum_signatory_update",
    decision_create="addendum_decision_create",
    decision_update="addendum_decision_update",
    commitment_update="addendum_commitment_update",
)
# What the page of an addendum does not show.
ONLY_ON_PAPER = ("agreement__contacts__changes", "template_version__parts__domain", "clause_version__parts__clauses")


@dataclass(frozen=True)
class Rewording:
    """A commitment as it was, and as it becomes."""

    before: Arrangement
    after: Arrangement


@dataclass(frozen=True)
class ChangedDomain:
    """What an addendum says about one domain; one that comes in brings its standard clauses.

    `wording` is what the template says where a domain comes in, or goes.
    """

    name: SafeString
    goes: bool
    wording: Section
    clauses: list[Section]
    added: list[Arrangement]
    changed: list[Rewording]
    dropped: list[Arrangement]


@dataclass(frozen=True)
class AddendumPaper:
    """Everything that templates/agreements/pdf/addendum.html prints."""

    reference: str
    title: str
    heading: SafeString
    subject: SafeString
    is_provisional: bool
    legal_ground: Section
    parties: Section
    represented: list[Group]
    period: Section
    introduction: Section
    commitments: Section
    domains: list[ChangedDomain]
    closing: Section
    signing: list[Group]
    phrases: Mapping[str, SafeString]
    unfilled: list[Unfilled]
    typed: list[Typed]
    is_final: bool
    template_version: TemplateVersion | None
    data: dict[str, Any]
    fingerprint: str
    template: str = "agreements/pdf/addendum.html"

    @property
    def is_draft(self) -> bool:
        """What is not made final, or misses anything, is a draft on every page."""
        return not self.is_final or bool(self.unfilled)

    @property
    def changes_commitments(self) -> bool:
        """Whether any commitment comes in, is worded anew or goes by itself; where not, the template says so."""
        return any(one.added or one.changed or (one.dropped and not one.goes) for one in self.domains)


def addendum_paper(addendum: Addendum, *, final: bool = False) -> AddendumPaper:
    """Put the paper together as the addendum stands now, fetched `for_paper()` or `for_detail()`."""
    prefetch_related_objects([addendum], *ONLY_ON_PAPER)
    if final:
        addendum = _with_its_number(addendum)
    version = version_of_addendum(addendum)
    sheet = Sheet(addendum, version, pages=PAGES, on=addendum.dated_on or timezone.localdate())
    values = values_of(sheet)
    texts = Texts(version, values)
    if version is None:
        where = Where("agreements:addendum_detail", addendum.pk)
        sheet.blanks.remember(_("a template for addenda that is in use"), where)
    heading = texts.title()
    changes = changes_of(addendum)
    data = _data(sheet, addendum, changes) | {"template": texts_as_data(version)}
    return AddendumPaper(
        reference=addendum.reference,
        title=f"{plain(heading) or _('Addendum')} {addendum.reference}",
        heading=heading,
        subject=sheet.blanks.fill(addendum.subject, label=_("subject"), where=sheet.edit("subject")),
        is_provisional=addendum.number is None,
        legal_ground=texts.section("legal_ground"),
        represented=sheet.groups("represented_by"),
        parties=texts.section("parties"),
        period=texts.section("period"),
        introduction=texts.section("introduction"),
        commitments=texts.section("commitments"),
        domains=_domains(sheet, addendum, changes, texts),
        closing=texts.section("closing"),
        signing=sheet.groups("signs_for"),
        phrases=_phrases(sheet, addendum),
        unfilled=sheet.blanks.unfilled,
        typed=sheet.blanks.typed,
        is_final=final,
        template_version=version,
        data=data,
        fingerprint=fingerprint_of(data),
    )


def _with_its_number(addendum: Addendum) -> Addendum:
    """With the number that the signature will give: one addendum is open at a time, so that is certain."""
    if addendum.number is None:
        addendum = copy.copy(addendum)
        addendum.number = next_addendum_number(addendum.agreement)
    return addendum


def _phrases(sheet: Sheet, addendum: Addendum) -> Mapping[str, SafeString]:
    """Two of them print a number, each another: that of the addendum, and that of its agreement."""
    of_agreement = sheet.phrase(
        "of_agreement", nummer=SafeString(addendum.agreement.reference), partij=sheet.party, agentschap=sheet.agency
    )
    own = sheet.phrases(PaperKind.ADDENDUM, nummer=SafeString(addendum.reference))
    return {**own, "of_agreement": of_agreement}


def _domains(sheet: Sheet, addendum: Addendum, changes: Changes, own: Texts) -> list[ChangedDomain]:
    """`own` are the texts of the addendum; the clauses of a domain stand in those of an agreement."""
    if not changes.changed:
        where = Where("agreements:addendum_detail", addendum.pk)
        sheet.blanks.remember(_("what the addendum changes"), where)
    texts = Texts(clause_version_of(addendum), own.values)
    left_out = {clause.pk for clause in addendum.left_out.all()}
    return [_domain(sheet, one, _wording(sheet, one, own), texts, left_out) for one in changes.changed]


def _wording(sheet: Sheet, change: DomainChange, own: Texts) -> Section:
    """What the template says where a domain comes in, or goes; there the paper cannot be silent."""
    if change.mark is Mark.ADDED:
        wording, label = own.section("domains"), _("what the template says where a domain comes in")
    elif change.mark is Mark.DROPPED:
        wording, label = own.section("follow_up"), _("what the template says where a domain goes")
    else:
        return Section(NOTHING, NOTHING)
    if own.version and not wording.text:
        sheet.blanks.remember(label, Where("agreements:template_version_detail", own.version.pk))
    return wording


def _domain(sheet: Sheet, change: DomainChange, wording: Section, texts: Texts, left_out: set[int]) -> ChangedDomain:
    there = parts_by_domain(texts.version).get(change.domain.pk)
    name = texts.heading_of(there) or sheet.blanks.fill(
        change.domain.name, label=_("name of a domain"), where=sheet.edit("")
    )
    under = change.domain.short_name
    part = there if change.mark is Mark.ADDED else None
    worded = _marked(change, Mark.CHANGED)
    before = sheet.arrangements([one.before for one in worded if one.before is not None], under=under)
    after = sheet.arrangements([one.commitment for one in worded], under=under)
    return ChangedDomain(
        name=name,
        goes=change.mark is Mark.DROPPED,
        wording=wording,
        clauses=texts.clauses(part, left_out=left_out),
        added=sheet.arrangements([one.commitment for one in _marked(change, Mark.ADDED)], under=under),
        changed=[Rewording(*pair) for pair in zip(before, after, strict=True)],
        dropped=sheet.arrangements([one.commitment for one in _marked(change, Mark.DROPPED)], under=under),
    )


def _marked(change: DomainChange, mark: Mark) -> list[CommitmentChange]:
    return [one for one in change.lines if one.mark is mark]


def _data(sheet: Sheet, addendum: Addendum, changes: Changes) -> dict[str, Any]:
    """Everything of the addendum that its paper prints, JSON-able."""
    agreement, place = addendum.agreement, addendum.agreement.municipality
    version = clause_version_of(addendum)
    left_out = {clause.pk for clause in addendum.left_out.all()}
    return {
        "kind": "addendum",
        "reference": addendum.reference,
        "agreement": agreement.reference,
        "municipality": {"nis": place.nis, "name": place.name, "title": place.title},
        "party": agreement.party,
        "period": {"starts_on": iso(agreement.starts_on), "ends_on": iso(agreement.ends_on)},
        "subject": addendum.subject,
        "starts_on": iso(addendum.starts_on),
        "dated_on": iso(addendum.dated_on),
        "domains": [_domain_as_data(one, version, left_out) for one in changes.changed],
        "contacts": rows_as_data([one for side in Side for one in sheet.holders(side)], CONTACT),
        **signed_by_as_data(addendum),
    }


def _domain_as_data(change: DomainChange, version: TemplateVersion | None, left_out: set[int]) -> dict[str, Any]:
    there = parts_by_domain(version).get(change.domain.pk)
    part = there if change.mark is Mark.ADDED else None
    return {
        "code": change.domain.code,
        "name": (there.heading if there else "") or change.domain.name,
        "change": change.mark.value,
        "clauses": clauses_as_data(part, left_out=left_out),
        "commitments": [
            {
                "change": one.mark.value,
                **_commitment_as_data(one.commitment),
                "before": _commitment_as_data(one.before) if one.before else None,
            }
            for one in change.changed
        ],
    }


def _commitment_as_data(commitment: Commitment) -> dict[str, str]:
    return {"text": commitment.text, "carried_out_by": commitment.carried_out_by}
