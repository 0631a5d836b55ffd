"""Which papers an agreement has: the drafts that can be printed, and what lies in the archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Addendum, Agreement, SignedCopy
from agreements.models import Final as FinalPaper
from agreements.models.agreement import AgreementQuerySet
from batches.models import Batch
from papers.models import Document

DRAFT: Final = "ontwerp"


@dataclass(frozen=True)
class Kept:
    """A paper that lies in the archive, and the word for it in the name of its file."""

    kind: str
    document: Document


@dataclass(frozen=True)
class Holding:
    """What a batch of one sort holds of an agreement: a draft, kept papers, or the words why there is none."""

    agreement: Agreement
    is_draft: bool = False
    kept: tuple[Kept, ...] = ()
    missing: str = ""

    @property
    def papers(self) -> int:
        return len(self.kept) or int(self.is_draft)


def with_papers(agreements: AgreementQuerySet) -> AgreementQuerySet:
    """Loads what `holding` looks at; the agreements know their signature (`with_signature`)."""
    return agreements.prefetch_related(
        Prefetch("finals", FinalPaper.objects.standing().select_related("document", "addendum")),
        Prefetch("signed_copies", SignedCopy.objects.select_related("document", "addendum")),
    )


def holding(agreement: Agreement, what: str) -> Holding:
    if what == Batch.What.DRAFTS:
        words = _why_no_draft(agreement)
        return Holding(agreement, is_draft=not words, missing=words)
    if what == Batch.What.FINALS:
        kept = _kept(_standing(agreement), "definitief")
        return Holding(agreement, kept=kept, missing="" if kept else _why_no_final(agreement))
    kept = _kept((copy for copy in agreement.signed_copies.all() if copy.set_aside_at is None), "getekend")
    return Holding(agreement, kept=kept, missing="" if kept else _why_no_copy(agreement))


def _kept(papers: Iterable[FinalPaper | SignedCopy], word: str) -> tuple[Kept, ...]:
    """Those of the agreement first, then those of its addenda; several of one kind are numbered."""
    by_kind: dict[str, list[Document]] = {}
    for paper in sorted(papers, key=_place):
        if paper.addendum is None or paper.addendum.withdrawn_on is None:
            by_kind.setdefault(_kind(paper.addendum, word), []).append(paper.document)
    return tuple(
        Kept(f"{kind}-{number}" if len(documents) > 1 else kind, document)
        for kind, documents in by_kind.items()
        for number, document in enumerate(documents, start=1)
    )


def _place(paper: FinalPaper | SignedCopy) -> tuple[bool, bool, int, int]:
    addendum = paper.addendum
    if addendum is None:
        return (False, False, 0, paper.pk)
    return (True, addendum.number is None, addendum.number or 0, paper.pk)


def _kind(addendum: Addendum | None, word: str) -> str:
    if addendum is None:
        return word
    return f"addendum-{addendum.number}-{word}" if addendum.number else f"addendum-{word}"


def _standing(agreement: Agreement) -> list[FinalPaper]:
    return [final for final in agreement.finals.all() if final.reopening_id is None]


def _own_final(agreement: Agreement) -> FinalPaper | None:
    return next((final for final in _standing(agreement) if final.addendum_id is None), None)


def _why_no_draft(agreement: Agreement) -> str:
    if agreement.signed_on is not None:
        return _("It is signed: there is no draft any more.")
    final = _own_final(agreement)
    if final is not None:
        return _("The final was made on %(day)s: there is no draft any more.") % {"day": date_format(final.made_at)}
    return ""


def _why_no_final(agreement: Agreement) -> str:
    if agreement.signed_outside:
        return _("Signed outside this register: there is no final.")
    return _("No final was made.")


def _why_no_copy(agreement: Agreement) -> str:
    return _("No signed copy was filed.") if agreement.signed_on is not None else _("It is not signed.")
