"""An answer on paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from publications.answer.content import Answer
from publications.answer.screen import Lists


@dataclass(frozen=True, kw_only=True)
class AnswerPaper:
    """Everything that templates/publications/pdf/answer.html prints; what is not yet given out is a draft."""

    answer: Answer
    about: tuple[str, ...] = ()
    reference: str = ""
    fingerprint: str = ""
    is_draft: bool = True
    lists: Lists | None = None  # on screen each number leads to its own
    phrases: Mapping[str, str] = field(default_factory=lambda: {"page": "pagina", "page_of": "van"})

    @property
    def title(self) -> str:
        return f"{self.answer.title}: {self.reference}" if self.reference else self.answer.title

    def filename(self, suffix: str) -> str:
        """With its number in front: nr-275-2020-2021-bezoeken-en-overeenkomsten-op-26-april-2021.pdf."""
        return f"{slugify(f'{self.reference} {self.answer.title}')}.{suffix}"


@translation.override("nl")
def finished_html(paper: AnswerPaper) -> str:
    return render_to_string("publications/pdf/answer.html", {"paper": paper, "accent": settings.SITE_ACCENT})
