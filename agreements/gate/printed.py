"""The text as it will be printed, looked through before the council decides on it: afterwards it stays as it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import pdf
from agreements.gate.check import Check, Obstacle
from agreements.models import Addendum, Ending, Signable
from agreements.pdf.blanks import Typed, Where
from papers.scan import Hit, Unreadable, scan_text
from papers.scan.drafts import scan_draft

WORD: Final = re.compile(r"[^\W_]+")
FIELD: Final = re.compile(r"\{\{[^{}]*\}\}")


@dataclass(frozen=True)
class Fault:
    """What the scanner finds in words that somebody typed, and where."""

    hit: Hit
    where: Where | None


def check_printed(source: Signable, hits: list[Hit] | None = None) -> Check:
    """What the scanner finds on the paper. `hits`, where the final was printed, are those; else a draft is printed.

    That takes a second unless nothing changed, so no list and no lock waits for it.
    """
    paper = pdf.paper_of(source, on=timezone.localdate(), final=True)
    check = Check(_("The printed text"), is_text=True)
    if paper.template_version is None:
        return check
    try:
        found = hits or scan_draft(pdf.scanned_html(paper))
    except Unreadable as problem:
        check.obstacles.append(Obstacle(str(problem), _page_of_text(source)))
    else:
        check.obstacles += _obstacles(found, paper.typed, elsewhere=_page_of_text(source))
    return check


def to_mend(hits: list[Hit], typed: list[Typed]) -> list[tuple[Hit, Where | None]]:
    """Each with where it was typed, as far as that can be told.

    What stands in words that are signed is let through: a later paper quotes them as they are, perhaps to mend them.
    """
    faults = [Fault(hit, one.where) for one in typed for hit in scan_text([one.text])] if hits else []
    found: list[tuple[Hit, Where | None]] = []
    for hit in hits:
        origin = _origin(hit, faults)
        if origin is not None:
            faults.remove(origin)
        if origin is None or origin.where:
            found.append((hit, origin.where if origin else None))
    return found


def _obstacles(hits: list[Hit], typed: list[Typed], *, elsewhere: str) -> Iterator[Obstacle]:
    for hit, where in to_mend(hits, typed):
        text = _("Page %(page)s, %(kind)s: %(found)s") % {"page": hit.page, "kind": hit.kind, "found": hit.found}
        yield Obstacle(text, where.url if where else elsewhere, hit.sentence)


def _origin(hit: Hit, faults: list[Fault]) -> Fault | None:
    """The same fault in the same sentence; of several the one whose sentence is nearest in length."""
    alike = [one for one in faults if one.hit.found == hit.found and _is_one(one.hit.sentence, hit.sentence)]
    return min(alike, key=lambda one: abs(len(one.hit.sentence) - len(hit.sentence)), default=None)


def _is_one(typed: str, printed: str) -> bool:
    """Whether they are the same words: more is printed where a field was typed, and less where a page ends."""
    one, other = (WORD.findall(FIELD.sub(" ", words.casefold())) for words in (typed, printed))
    return _in_order(one, other) or _in_order(other, one)


def _in_order(some: list[str], more: list[str]) -> bool:
    left = iter(more)
    return all(word in left for word in some)


def _page_of_text(source: Signable) -> str:
    if isinstance(source, Addendum):
        return f"{source.get_absolute_url()}#content"
    if isinstance(source, Ending):
        return reverse("agreements:stage_change_correct", args=[source.pk])
    return reverse("agreements:agreement_text", args=[source.pk])
