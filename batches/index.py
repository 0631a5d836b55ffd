"""The sheet on top of a batch: what is in it, under which name, and what is not, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.holding import domains_held
from agreements.models import Agreement, Stage
from agreements.next_action import state_of
from agreements.stepper import LAPSED
from batches.models import Batch, BatchItem
from batches.naming import zip_name
from papers.printing import pdf_of

PART: Final = 100


@dataclass(frozen=True)
class Line:
    """An agreement on the sheet, with its files or the reason why there is none (or why one is missing)."""

    position: int
    reference: str
    place: str
    domains: str
    period: str
    stage: str
    papers: list[dict[str, Any]]
    reason: str


@dataclass(frozen=True)
class Sheet:
    """What the frame of every paper asks."""

    title: str
    reference: str
    fingerprint: str = ""
    is_draft: bool = False
    phrases: Mapping[str, str] = field(default_factory=lambda: {"page": "pagina", "page_of": "van"})


def render(batch: Batch, items: Sequence[BatchItem]) -> bytes:
    """The sheet as PDF, for the items of the batch in their order."""
    with translation.override("nl"):
        lines = lines_of(batch, items)
        without = [line for line in lines if line.reason]
        context = {
            "paper": Sheet(title=f"{zip_name(batch)}: inhoud", reference=f"bundel {batch.pk}"),
            "batch": batch,
            "made_at": timezone.localtime(batch.made_at),
            "name": zip_name(batch),
            "lines": _parts([line for line in lines if line.papers]),
            "without": without,
            "without_parts": _parts(without),
            "total": len(items),
            "files": sum(len(line.papers) for line in lines),
            "pages": sum(paper["pages"] or 0 for line in lines for paper in line.papers),
            "accent": settings.SITE_ACCENT,
        }
        return pdf_of(render_to_string("batches/pdf/index.html", context))


def _parts(lines: list[Line]) -> list[list[Line]]:
    """Tables of a size that WeasyPrint lays out quickly: the time of one grows faster than its rows."""
    return [lines[start : start + PART] for start in range(0, len(lines), PART)]


def lines_of(batch: Batch, items: Sequence[BatchItem]) -> list[Line]:
    own = Agreement.objects.filter(batch_items__batch=batch).with_held_domains()
    agreements = own.with_stage(on=batch.day).with_decision_to_renew(on=batch.day).in_bulk()
    return [_line(item, agreements[item.agreement_id], on=batch.day) for item in items]


def _line(item: BatchItem, agreement: Agreement, *, on: date) -> Line:
    return Line(
        position=item.position,
        reference=agreement.reference,
        place=item.agreement.municipality.name,
        domains=", ".join(domain.short_name for domain in domains_held(agreement, on=on)),
        period=_period(agreement),
        stage=_stage(agreement, on=on),
        papers=item.papers,
        reason=item.missing or item.problem,
    )


def _period(agreement: Agreement) -> str:
    if agreement.starts_on is None and agreement.ends_on is None:
        return "—"
    days = (date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in (agreement.starts_on, agreement.ends_on))
    return " – ".join(days)


def _stage(agreement: Agreement, *, on: date) -> str:
    state = state_of(agreement, on=on)
    if state is None:
        return _("not begun")
    if agreement.decision_to_renew:
        return _("%(stage)s; the decision must be renewed") % {"stage": Stage(state).label}
    return str(_("lapsed")) if state == LAPSED else str(Stage(state).label)
