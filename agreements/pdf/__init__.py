"""The agreement as a tagged PDF (PDF/UA-1), from the standard text under templates/agreements/pdf/."""

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements.models import Agreement
from agreements.pdf.blanks import Unfilled, Where
from agreements.pdf.paper import Paper, paper_of
from papers.printing import pdf_of

__all__ = [
    "Unfilled",
    "UnfilledFields",
    "checked_paper",
    "filename",
    "finished_html",
    "pdf_of",
    "render",
    "unfilled_fields",
]


class UnfilledFields(Exception):
    """A final print was asked for while something is missing. `fields` says what, and where to fill it."""

    def __init__(self, fields: list[Unfilled]) -> None:
        self.fields = fields
        super().__init__(", ".join(field.label for field in fields))


def render(agreement: Agreement, *, final: bool = False, on: date | None = None) -> bytes:
    """The PDF as the agreement stands on the day (default today). Raises UnfilledFields for a final print with gaps."""
    return pdf_of(finished_html(checked_paper(agreement, final=final, on=on)))


def checked_paper(agreement: Agreement, *, final: bool = False, on: date | None = None) -> Paper:
    """What will be printed. A final print has no gaps and follows the decision of the council."""
    with translation.override("nl"):
        content = paper_of(agreement, on=on or timezone.localdate())
        if final and content.is_draft:
            raise UnfilledFields(content.unfilled + ([] if content.settled else [_approval(agreement)]))
        return content


def unfilled_fields(agreement: Agreement) -> list[Unfilled]:
    """What a final print still misses in its text, in the order of the paper."""
    return checked_paper(agreement).unfilled


def finished_html(content: Paper) -> str:
    """The whole document, style included: all that WeasyPrint needs besides the fonts."""
    context = {"paper": content, "local": content.local, "accent": settings.SITE_ACCENT}
    with translation.override("nl"):
        return render_to_string("agreements/pdf/agreement.html", context)


def filename(content: Paper) -> str:
    return f"{content.reference}-ontwerp.pdf" if content.is_draft else f"{content.reference}.pdf"


def _approval(agreement: Agreement) -> Unfilled:
    return Unfilled(_("approval by the council"), Where("agreements:agreement_advance", agreement.pk).url)
