"""Papers: each kind is a frozen dataclass that knows every word it prints, and an HTML template that places them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from agreements.models import Addendum, Ending, Signable
from agreements.pdf.addendum import AddendumPaper, addendum_paper
from agreements.pdf.agreement import AgreementPaper, agreement_paper
from agreements.pdf.blanks import Unfilled, without_gaps
from agreements.pdf.ending import EndingPaper, ending_paper

__all__ = [
    "AddendumPaper",
    "AgreementPaper",
    "EndingPaper",
    "Paper",
    "Unfilled",
    "filename",
    "finished_html",
    "paper_of",
    "scanned_html",
    "screen_html",
    "unfilled_fields",
]

FRAME = "papers/pdf/base.html"
SCREEN_FRAME = "agreements/pdf/screen.html"

# What is made final, signed by all parties.
SignedPaper = AgreementPaper | AddendumPaper | EndingPaper


class Paper(Protocol):
    """What every kind of paper has. `data` is all that went into it, JSON-able; `fingerprint` its SHA-256."""

    @property
    def reference(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unfilled(self) -> list[Unfilled]: ...
    @property
    def is_draft(self) -> bool: ...
    @property
    def template(self) -> str: ...
    @property
    def phrases(self) -> Mapping[str, SafeString]: ...
    @property
    def data(self) -> dict[str, Any]: ...
    @property
    def fingerprint(self) -> str: ...


def paper_of(source: Signable, *, on: date, final: bool = False) -> SignedPaper:
    """The paper of what is signed as it stands on the day. `final`: without the marks of a draft, if it has no gaps."""
    with translation.override("nl"):
        if isinstance(source, Addendum):
            return addendum_paper(source, final=final)
        if isinstance(source, Ending):
            return ending_paper(source, on=on, final=final)
        return agreement_paper(source, final=final)


def unfilled_fields(source: Signable) -> list[Unfilled]:
    """What the text still misses to be made final, in the order of the paper."""
    return paper_of(source, on=timezone.localdate()).unfilled


def finished_html(paper: Paper) -> str:
    """The whole document, style included: all that WeasyPrint needs besides the fonts."""
    return _html(paper, frame=FRAME)


def scanned_html(paper: SignedPaper) -> str:
    """The document as its final will read, also while something misses: without a mark of a draft or a gap."""
    return without_gaps(finished_html(replace(paper, is_final=True, unfilled=[])))


def screen_html(paper: Paper) -> str:
    """The paper as a part of a page, for a preview: no <html>, no style of its own, classes only."""
    return _html(paper, frame=SCREEN_FRAME)


def filename(paper: Paper) -> str:
    name = paper.reference.replace("/", "-").replace("…", "")
    return f"{name}-ontwerp.pdf" if paper.is_draft else f"{name}.pdf"


def _html(paper: Paper, *, frame: str) -> str:
    context = {"paper": paper, "accent": settings.SITE_ACCENT, "frame": frame, "on_screen": frame == SCREEN_FRAME}
    with translation.override("nl"):
        return render_to_string(paper.template, context)
