"""A notice that somebody else is to be reached: no addendum, one page with a date."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agreements.models import ContactChange, PaperKind, TemplateVersion
from agreements.pdf.blanks import Unfilled, Where
from agreements.pdf.data import CONTACT, fingerprint_of, iso, rows_as_data
from agreements.pdf.sheet import Reachable, Sheet, day
from agreements.pdf.texts import Section, Texts, plain, texts_as_data
from agreements.pdf.values import values_of


@dataclass(frozen=True)
class NoticePaper:
    """Everything that templates/agreements/pdf/notice.html prints."""

    reference: str
    title: str
    heading: SafeString
    dated_on: SafeString
    side: SafeString
    introduction: Section
    before: Reachable
    after: Reachable
    closing: Section
    phrases: Mapping[str, SafeString]
    unfilled: list[Unfilled]
    data: dict[str, Any]
    fingerprint: str
    template: str = "agreements/pdf/notice.html"

    @property
    def is_draft(self) -> bool:
        """A draft as long as anything is missing."""
        return bool(self.unfilled)


@translation.override("nl")
def notice_paper(change: ContactChange, version: TemplateVersion | None = None) -> NoticePaper:
    """The notice of a change, dated on the day on which it was recorded.

    In the words of the version in use, or of the one that is handed over to look at.
    """
    agreement = change.agreement
    version = version or TemplateVersion.objects.standard(PaperKind.CONTACT)
    sheet = Sheet(agreement, version, on=localdate(change.recorded_at))
    texts = Texts(version, values_of(sheet, change=change))
    if version is None:
        where = Where("agreements:contact_change_update", change.pk)
        sheet.blanks.remember(_("a template for notices of another contact that is in use"), where)
    heading, dated_on = texts.title(), localdate(change.recorded_at)
    data = _data(change) | {"template": texts_as_data(version)}
    return NoticePaper(
        reference=agreement.reference,
        title=f"{plain(heading)} {agreement.reference}",
        heading=heading,
        dated_on=day(dated_on),
        side=sheet.party_of(change.side),
        introduction=texts.section("introduction"),
        before=sheet.reachable(change.before),
        after=sheet.reachable(change),
        closing=texts.section("closing"),
        phrases=sheet.phrases(PaperKind.CONTACT, vanaf=day(change.starts_on), **sheet.under_title()),
        unfilled=sheet.blanks.unfilled,
        data=data,
        fingerprint=fingerprint_of(data),
    )


def _data(change: ContactChange) -> dict[str, Any]:
    return {
        "kind": "contact",
        "reference": change.agreement.reference,
        "starts_on": iso(change.starts_on),
        "dated_on": iso(localdate(change.recorded_at)),
        "before": rows_as_data([change.before], CONTACT),
        "after": rows_as_data([change], CONTACT),
    }
