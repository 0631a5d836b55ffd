"""A version of a template on paper before anything rests on it. Every row that it takes is gone again afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from agreements.actions.template_moves import carried
from agreements.models import Agreement, PaperKind, TemplateVersion
from agreements.pdf import Paper, finished_html, paper_of
from agreements.pdf.ending import ending_paper
from agreements.pdf.invented import (
    invented_addendum,
    invented_agreement,
    invented_change,
    invented_ending,
    invented_review,
)
from agreements.pdf.notice import notice_paper
from agreements.pdf.review_report import review_paper


class Example:
    """A paper that is never more than a draft."""

    is_draft: Final = True
    is_example: Final = True

    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    def __getattr__(self, name: str) -> Any:
        return getattr(self._paper, name)


def preview_of(version: TemplateVersion, agreement: Agreement | None = None) -> str:
    """The document as `pdf_of` takes it, with an agreement of the register or (None) an invented one.

    The version comes from `for_paper()`; it may be a concept. The agreement keeps its own version.
    """
    with _rolled_back():
        source = _with(version, agreement) if agreement else invented_agreement(version)
        paper = PAPERS[PaperKind(version.template.kind)](version, source)
    return finished_html(Example(paper))


@contextmanager
def _rolled_back() -> Iterator[None]:
    """A transaction of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _with(version: TemplateVersion, agreement: Agreement) -> Agreement:
    """The agreement as if it had moved to the version."""
    if version.template.kind == PaperKind.AGREEMENT and agreement.template_version_id != version.pk:
        left_out = carried(agreement, to=version).left_out
        Agreement.objects.filter(pk=agreement.pk).update(template_version=version)
        agreement.left_out.set(left_out)
    return Agreement.objects.for_paper().get(pk=agreement.pk)


PAPERS: Final[dict[PaperKind, Callable[[TemplateVersion, Agreement], Paper]]] = {
    PaperKind.AGREEMENT: lambda _version, agreement: paper_of(agreement, on=timezone.localdate()),
    PaperKind.ADDENDUM: lambda version, agreement: paper_of(
        invented_addendum(agreement, version), on=timezone.localdate()
    ),
    PaperKind.REVIEW: lambda version, agreement: review_paper(invented_review(agreement), version),
    PaperKind.CONTACT: lambda version, agreement: notice_paper(invented_change(agreement), version),
    PaperKind.ENDING: lambda version, agreement: ending_paper(
        invented_ending(agreement), on=timezone.localdate(), version=version
    ),
}
