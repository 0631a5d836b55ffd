"""The paper of an early end: from which day, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agreements.models import PaperKind, StageChange, TemplateVersion
from agreements.pdf.blanks import Unfilled, Where
from agreements.pdf.data import fingerprint_of, iso, signed_by_as_data
from agreements.pdf.sheet import Group, Sheet, day
from agreements.pdf.texts import Section, Texts, texts_as_data
from agreements.pdf.values import values_of

if TYPE_CHECKING:
    from agreements.pdf.invented import InventedEnding


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
    data: dict[str, Any]
    fingerprint: str
    template: str = "agreements/pdf/ending.html"

    @property
    def is_draft(self) -> bool:
        """A draft as long as anything is missing."""
        return bool(self.unfilled)


@translation.override("nl")
def ending_paper(ending: "StageChange | InventedEnding", version: TemplateVersion | None = None) -> EndingPaper:
    """The paper of a step to the stage *ended*, dated on the day on which it was recorded.

    In the words of the version in use, or of the one that is handed over to look at.
    """
    agreement = ending.agreement
    version = version or TemplateVersion.objects.standard(PaperKind.ENDING)
    sheet = Sheet(agreement, version, on=localdate(ending.recorded_at))
    texts = Texts(version, values_of(sheet, ended_on=ending.effective_on))
    where = Where("agreements:agreement_detail", agreement.pk)
    if version is None:
        sheet.blanks.remember(_("a template for notices of an early end that is in use"), where)
    heading = texts.title()
    data = {
        "kind": "ending",
        "reference": agreement.reference,
        "ends_on": iso(ending.effective_on),
        "reason": ending.note,
        **signed_by_as_data(agreement),
        "template": texts_as_data(version) if version else None,
    }
    return EndingPaper(
        reference=agreement.reference,
        title=f"{' '.join(strip_tags(heading).split())} {agreement.reference}",
        heading=heading,
        dated_on=day(localdate(ending.recorded_at)),
        introduction=texts.section("introduction"),
        reason=sheet.blanks.fill(ending.note, label=_("reason of the early end"), where=where),
        follow_up=texts.section("follow_up"),
        closing=texts.section("closing"),
        signing=sheet.groups("signs_for"),
        phrases=sheet.phrases(PaperKind.ENDING, **sheet.under_title()),
        unfilled=sheet.blanks.unfilled,
        data=data,
        fingerprint=fingerprint_of(data),
    )
