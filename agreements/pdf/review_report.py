"""The report of a yearly review: what was agreed, how it stands, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.holding import LookedBackOn, addenda_in_effect, looked_back_on
from agreements.models import PaperKind, Review, TemplateVersion
from agreements.pdf.blanks import Unfilled, Where
from agreements.pdf.data import fingerprint_of, iso
from agreements.pdf.sheet import NOTHING, Arrangement, Sheet, day, in_a_sentence
from agreements.pdf.texts import Section, Texts, parts_by_domain, plain, texts_as_data
from agreements.pdf.values import values_of
from municipalities.models import Domain


@dataclass(frozen=True)
class Stood:
    """A commitment as it stood: what was agreed, and the state in words."""

    arrangement: Arrangement
    state: SafeString


@dataclass(frozen=True)
class ReviewedDomain:
    name: SafeString
    outcome: SafeString
    stood: list[Stood]


@dataclass(frozen=True)
class ReviewPaper:
    """Everything that templates/agreements/pdf/review_report.html prints."""

    reference: str
    title: str
    heading: SafeString
    party: SafeString
    held_on: SafeString
    introduction: Section
    local_people: list[SafeString]
    agency: SafeString
    agency_people: list[SafeString]
    commitments: Section
    domains: list[ReviewedDomain]
    follow_up: Section
    follows: SafeString
    follow_up_note: SafeString
    closing: Section
    phrases: Mapping[str, SafeString]
    unfilled: list[Unfilled]
    data: dict[str, Any]
    fingerprint: str
    template: str = "agreements/pdf/review_report.html"

    @property
    def is_draft(self) -> bool:
        """A review can be revised, so its report is never made final; it is a draft as long as anything is missing."""
        return bool(self.unfilled)


@translation.override("nl")
def review_paper(review: Review, version: TemplateVersion | None = None) -> ReviewPaper:
    """The report as the review says it now. Fetch the review `for_detail`, and its agreement `for_report`.

    In the words of the version in use, or of the one that is handed over to look at.
    """
    agreement = review.agreement
    version = version or TemplateVersion.objects.standard(PaperKind.REVIEW)
    sheet = Sheet(agreement, version, on=review.held_on)
    texts = Texts(version, values_of(sheet, review=review))
    if version is None:
        sheet.blanks.remember(_("a template for review reports that is in use"), _where(review, ""))
    looked = looked_back_on(
        agreement,
        on=review.held_on,
        commitments={one.commitment_id for one in review.progress.all()},
        domains=[one.domain for one in review.outcomes.all()],
    )
    heading = texts.title()
    data = _data(review, looked) | {"template": texts_as_data(version)}
    return ReviewPaper(
        reference=agreement.reference,
        title=f"{plain(heading)} {agreement.reference}",
        heading=heading,
        party=sheet.party,
        held_on=day(review.held_on),
        introduction=texts.section("introduction"),
        local_people=_local_people(sheet, review),
        agency=sheet.phrase("agency_short"),
        agency_people=[_filled(sheet, review, str(one), _("name of somebody present")) for one in _agency(review)],
        commitments=texts.section("commitments"),
        domains=[_domain(sheet, review, looked, one) for one in looked.domains],
        follow_up=texts.section("follow_up"),
        follows=sheet.phrase(f"follow_up_{review.follow_up}"),
        follow_up_note=_filled(sheet, review, review.follow_up_note, _("what follows"), field="follow_up_note"),
        closing=texts.section("closing"),
        phrases=sheet.phrases(PaperKind.REVIEW, **sheet.under_title()),
        unfilled=sheet.blanks.unfilled,
        data=data,
        fingerprint=fingerprint_of(data),
    )


def _domain(sheet: Sheet, review: Review, looked: LookedBackOn, domain: Domain) -> ReviewedDomain:
    outcome = next((one.text for one in review.outcomes.all() if one.domain_id == domain.pk), "")
    states = {one.commitment_id: sheet.phrase(f"state_{one.state}") for one in review.progress.all()}
    commitments = [one for one in looked.commitments if one.domain_id == domain.pk]
    arrangements = sheet.arrangements(commitments, under=domain.short_name)
    stood = [
        Stood(words, states.get(one.pk, SafeString("–"))) for one, words in zip(commitments, arrangements, strict=True)
    ]
    text = _filled(sheet, review, outcome, _("outcome of “%(domain)s”") % {"domain": domain.short_name})
    return ReviewedDomain(_name(sheet, review, domain), text, stood)


def _name(sheet: Sheet, review: Review, domain: Domain) -> SafeString:
    """What stands above the domain on the paper that brought it; where no template knows it, its name of today."""
    version = _brought_with(review, domain)
    texts = Texts(version, values_of(sheet, review=review))
    heading = texts.heading_of(parts_by_domain(version).get(domain.pk))
    return heading or _filled(sheet, review, domain.name, _("name of a domain"))


def _brought_with(review: Review, domain: Domain) -> TemplateVersion | None:
    """The version whose clauses the domain has: that of the addendum that brought it, or that of the agreement."""
    addenda = addenda_in_effect(review.agreement, on=review.held_on)
    brought = [one.clause_version for one in addenda if domain in one.added_domains.all()]
    return brought[-1] if brought else review.agreement.template_version


def _local_people(sheet: Sheet, review: Review) -> list[SafeString]:
    label = _("name of somebody present")
    people = [
        format_html("{}, {}", _filled(sheet, review, one.name, label), in_a_sentence(one.get_function_display()))
        for one in review.contacts.all()
    ]
    others = _filled(sheet, review, review.other_people, label, field="other_people")
    return [*people, others] if others else people


def _agency(review: Review) -> list[Any]:
    return list(review.agency_people.all())


def _filled(sheet: Sheet, review: Review, text: str, label: str, *, field: str = "") -> SafeString:
    """What was typed in the review; what is empty is left out, for a review need not say everything."""
    return sheet.optional(text, label, _where(review, field)) if text else NOTHING


def _where(review: Review, field: str) -> Where:
    return Where("agreements:review_update", review.pk, field)


def _data(review: Review, looked: LookedBackOn) -> dict[str, Any]:
    states = {one.commitment_id: one.state for one in review.progress.all()}
    return {
        "kind": "review",
        "reference": review.agreement.reference,
        "due_on": iso(review.due_on),
        "held_on": iso(review.held_on),
        "agency_people": [str(one) for one in _agency(review)],
        "contacts": [one.name for one in review.contacts.all()],
        "other_people": review.other_people,
        "outcomes": [{"domain": one.domain.code, "text": one.text} for one in review.outcomes.all()],
        "commitments": [
            {"domain": one.domain.code, "text": one.text, "state": states.get(one.pk)} for one in looked.commitments
        ],
        "follow_up": review.follow_up,
        "follow_up_note": review.follow_up_note,
    }
