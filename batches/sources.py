"""Which papers an agreement has: the drafts that can be printed, and what lies in the archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agreements.models import Addendum, Agreement, SignedCopy, Source
from agreements.models import Final as FinalPaper
from agreements.models.agreement import AgreementQuerySet
from batches.models import Batch
from papers.models import Document

DRAFT: Final = "ontwerp"
# Who signed a copy, where each party signed one of its own.
SIGNED_BY: Final[dict[str, str]] = {
    SignedCopy.Party.MUNICIPALITY: "gemeente",
    SignedCopy.Party.OCMW: "ocmw",
    SignedCopy.Party.AGENCY: "agentschap",
}


@dataclass(frozen=True)
class Drafted:
    """What a draft is printed of, and the word for it in the name of its file."""

    kind: str
    source: Source


@dataclass(frozen=True)
class Kept:
    """A paper that lies in the archive, and the word for it in the name of its file."""

    kind: str
    document: Document


@dataclass(frozen=True)
class Holding:
    """What a batch of one sort holds of an agreement: drafts, kept papers, or the words why there is none."""

    agreement: Agreement
    drafts: tuple[Drafted, ...] = ()
    kept: tuple[Kept, ...] = ()
    missing: str = ""

    @property
    def papers(self) -> int:
        return len(self.kept) + len(self.drafts)


def with_papers(agreements: AgreementQuerySet) -> AgreementQuerySet:
    """Loads what `holding` looks at; the agreements know their signature (`with_signature`)."""
    return agreements.prefetch_related(
        Prefetch("finals", FinalPaper.objects.standing().select_related("document", "addendum")),
        Prefetch("signed_copies", SignedCopy.objects.select_related("document", "addendum")),
        Prefetch("addenda", Addendum.objects.open()),
    )


def holding(agreement: Agreement, what: str) -> Holding:
    if what == Batch.What.DRAFTS:
        drafts = _drafts(agreement)
        return Holding(agreement, drafts=drafts, missing="" if drafts else _why_no_draft(agreement))
    if what == Batch.What.FINALS:
        finals = _standing(agreement)
        missing = "" if _has_own(finals) else _why_no_final(agreement)
        return Holding(agreement, kept=_kept(finals, "definitief"), missing=missing)
    copies = [copy for copy in agreement.signed_copies.all() if copy.set_aside_at is None]
    missing = "" if _has_own(copies) else _why_no_copy(agreement)
    return Holding(agreement, kept=_kept(copies, "getekend"), missing=missing)


def _has_own(papers: Iterable[FinalPaper | SignedCopy]) -> bool:
    """Whether one is of the agreement itself, not of an addendum or its end."""
    return any(one.addendum_id is None and one.ending_id is None for one in papers)


def _drafts(agreement: Agreement) -> tuple[Drafted, ...]:
    """The agreement until it has a final, then its open addendum until that has one."""
    settled = {final.addendum_id for final in _standing(agreement)}
    sources: list[tuple[str, Source]] = []
    if agreement.signed_on is None and None not in settled:
        sources.append((DRAFT, agreement))
    sources += [(_kind(one, DRAFT), one) for one in agreement.addenda.all() if one.is_open and one.pk not in settled]
    return tuple(Drafted(kind, source) for kind, source in sources)


def _kept(papers: Iterable[FinalPaper | SignedCopy], word: str) -> tuple[Kept, ...]:
    """Those of the agreement first, then those of its addenda and its end; several of one kind are numbered."""
    by_kind: dict[str, list[Document]] = {}
    for paper in sorted(papers, key=_place):
        if paper.addendum is None or paper.addendum.withdrawn_on is None:
            by_kind.setdefault(_kind(paper.addendum, _word(paper, word)), []).append(paper.document)
    return tuple(
        Kept(f"{kind}-{number}" if len(documents) > 1 else kind, document)
        for kind, documents in by_kind.items()
        for number, document in enumerate(documents, start=1)
    )


def _place(paper: FinalPaper | SignedCopy) -> tuple[bool, bool, bool, int, int]:
    addendum, of_end = paper.addendum, paper.ending_id is not None
    if addendum is None:
        return (of_end, False, False, 0, paper.pk)
    return (of_end, True, addendum.number is None, addendum.number or 0, paper.pk)


def _word(paper: FinalPaper | SignedCopy, word: str) -> str:
    if paper.ending_id is not None:
        word = f"einde-{word}"
    signed_by = SIGNED_BY.get(paper.party) if isinstance(paper, SignedCopy) else None
    return f"{word}-{signed_by}" if signed_by else word


def _kind(addendum: Addendum | None, word: str) -> str:
    if addendum is None:
        return word
    return f"addendum-{addendum.number}-{word}" if addendum.number else f"addendum-{word}"


def _standing(agreement: Agreement) -> list[FinalPaper]:
    return [final for final in agreement.finals.all() if final.reopening_id is None]


def _why_no_draft(agreement: Agreement) -> str:
    if agreement.signed_on is not None:
        return _("It is signed: there is no draft any more.")
    return _("The final is made: there is no draft any more.")


def _why_no_final(agreement: Agreement) -> str:
    if agreement.signed_outside:
        return _("Signed outside this register: there is no final.")
    return _("No final was made.")


def _why_no_copy(agreement: Agreement) -> str:
    return _("No signed copy was filed.") if agreement.signed_on is not None else _("It is not signed.")
