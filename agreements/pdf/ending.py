"""The paper of an early end: from which day, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.models import Ending, PaperKind, Side, Signatory, TemplateVersion
from agreements.pdf.blanks import Typed, Unfilled, Where
from agreements.pdf.data import CONTACT, DECISION, PERSON, fingerprint_of, iso, parties_as_data, rows_as_data
from agreements.pdf.sheet import NOTHING, Group, Person, Sheet, day
from agreements.pdf.texts import Section, Texts, plain, texts_as_data
from agreements.pdf.values import values_of
from agreements.people import signatories_copied

if TYPE_CHECKING:
    from agreements.pdf.invented import InventedEnding

# A chair and a general director, and a director of the agency. Whom the register does not know fills in an empty block.
SIGNING: Final = {Side.MUNICIPALITY: 2, Side.AGENCY: 1}
UNKNOWN: Final = Person(NOTHING, NOTHING, NOTHING)


@dataclass(frozen=True)
class EndingPaper:
    """Everything that templates/agreements/pdf/ending.html prints."""

    reference: str
    title: str
    heading: SafeString
    dated_on: SafeString
    introduction: Section
    reason: SafeString
    follow_up: Section
    closing: Section
    signing: list[Group]
    phrases: Mapping[str, SafeString]
    unfilled: list[Unfilled]
    typed: list[Typed]
    is_final: bool
    template_version: TemplateVersion | None
    data: dict[str, Any]
    fingerprint: str
    template: str = "agreements/pdf/ending.html"

    @property
    def is_draft(self) -> bool:
        """What is not made final, or misses anything, is a draft on every page."""
        return not self.is_final or bool(self.unfilled)


@translation.override("nl")
def ending_paper(
    ending: "Ending | InventedEnding", *, on: date, final: bool = False, version: TemplateVersion | None = None
) -> EndingPaper:
    """The paper of an early end, dated on the day on which it is made and signed by the people of that day.

    In the words of the version in use, or of the one that is handed over to look at.
    """
    agreement = ending.agreement
    version = version or TemplateVersion.objects.standard(PaperKind.ENDING)
    sheet = Sheet(agreement, version, on=on)
    texts = Texts(version, values_of(sheet, ended_on=ending.effective_on))
    if version is None:
        missing = _("a template for notices of an early end that is in use")
        sheet.blanks.remember(missing, Where("agreements:template_list"))
    signatories = [Signatory(agreement=agreement, **fields) for fields in signatories_copied(agreement, on=on)]
    heading = texts.title()
    data = _data(ending, signatories, on=on) | {"template": texts_as_data(version)}
    return EndingPaper(
        reference=ending.reference,
        title=f"{plain(heading)} {agreement.reference}",
        heading=heading,
        dated_on=day(on),
        introduction=texts.section("introduction"),
        reason=_reason(sheet, ending),
        follow_up=texts.section("follow_up"),
        closing=texts.section("closing"),
        signing=[_group(sheet, side, signatories) for side in SIGNING],
        phrases=sheet.phrases(PaperKind.ENDING, **sheet.under_title()),
        unfilled=sheet.blanks.unfilled,
        typed=sheet.blanks.typed,
        is_final=final,
        template_version=version,
        data=data,
        fingerprint=fingerprint_of(data),
    )


def _data(ending: "Ending | InventedEnding", signatories: list[Signatory], *, on: date) -> dict[str, Any]:
    agreement = ending.agreement
    return {
        "kind": "ending",
        **parties_as_data(agreement),
        "dated_on": iso(on),
        "ended_on": iso(ending.effective_on),
        "reason": ending.note,
        "decisions": rows_as_data(agreement.council_decisions.all(), DECISION),
        "contacts": rows_as_data([one.holder(on=on) for one in agreement.contacts.all()], CONTACT),
        "signatories": rows_as_data(signatories, PERSON),
    }


def _reason(sheet: Sheet, ending: "Ending | InventedEnding") -> SafeString:
    where = Where("agreements:stage_change_correct", ending.pk)
    return sheet.blanks.fill(ending.note, label=_("reason of the early end"), where=where)


def _group(sheet: Sheet, side: Side, signatories: list[Signatory]) -> Group:
    people = [sheet.person(one, _form_of(one)) for one in signatories if one.side == side]
    return sheet.group(side, "signs_for", people + [UNKNOWN] * (SIGNING[side] - len(people)))


def _form_of(one: Signatory) -> Callable[[str], Where]:
    """Where whoever holds an office is mended: among the contacts of the municipality, or our directors."""
    if one.contact_id is None:
        return lambda _field: Where("admin:agreements_agencydirector_changelist")
    return partial(Where, "municipalities:contact_update", one.contact_id)
