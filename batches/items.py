"""The papers of one agreement: printed or looked up, and laid ready for the ZIP."""

import logging
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO, Final, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from pikepdf import Pdf, PdfError

from agreements import pdf
from agreements.models import Addendum, Agreement
from batches.claims import ClaimLost, give_back, lay_down
from batches.models import Batch, BatchItem
from batches.naming import paper_name
from batches.sources import Drafted, Holding, holding, with_papers
from papers.documents import digest_of
from papers.models import Document
from papers.printing.drafts import draft_of

logger = logging.getLogger(__name__)

TRIES: Final = 3
# Not failures that were told, but workers that died of it (out of memory, most likely).
DEATHS: Final = 5


class Damaged(Exception):
    """A stored file is not there, or not as it was stored."""


class Deadly(Exception):
    """Whoever took this in hand never came back."""


@dataclass(frozen=True)
class Paper:
    """A file for the ZIP: its name there, where it lies now, what it holds."""

    name: str
    stored: str
    sha256: str
    size: int
    pages: int | None

    def as_row(self) -> dict[str, Any]:
        return asdict(self)


def make(item: BatchItem) -> None:
    """Make what one claim asks for, and lay it down. What fails is tried again; the third time the rest goes on."""
    try:
        refuse_deadly(item)
        found = _holding(item)
        papers = _papers(item, found)
    except Exception as error:  # whatever is wrong with one paper must not stop the others
        logger.exception("Agreement %s of batch %s, try %s", item.agreement_id, item.batch_id, item.tries)
        _failed(item, error)
        return
    try:
        lay_down(item, done_at=Now(), papers=[paper.as_row() for paper in papers], missing=found.missing)
    except ClaimLost:
        if found.drafts:
            for paper in papers:
                default_storage.delete(paper.stored)


def read_whole(name: str, *, digest: str) -> None:
    """Raises Damaged unless the stored file holds the bytes of its SHA-256."""
    try:
        with default_storage.open(name) as file:
            whole = digest_of(file)[0] == digest
    except FileNotFoundError:
        whole = False
    if not whole:
        raise Damaged(name)


def _holding(item: BatchItem) -> Holding:
    batch = item.batch
    agreements = Agreement.objects.select_related("municipality").with_signature(on=batch.day)
    return holding(with_papers(agreements).get(pk=item.agreement_id), batch.what)


def _papers(item: BatchItem, found: Holding) -> list[Paper]:
    drafts = [_draft(item, found.agreement, draft) for draft in found.drafts]
    return drafts + [_kept(item, found.agreement, kept.kind, kept.document) for kept in found.kept]


def _draft(item: BatchItem, agreement: Agreement, draft: Drafted) -> Paper:
    model = Addendum if isinstance(draft.source, Addendum) else Agreement
    paper = pdf.paper_of(model.objects.for_paper().get(pk=draft.source.pk), on=item.batch.day)
    content = draft_of(pdf.finished_html(paper))
    # A name of this claim's own: who lost the claim leaves alone what another wrote.
    claim = item.claimed_by.rpartition(" ")[2]
    stored = default_storage.save(f"{item.batch.folder}/{item.position}-{draft.kind}-{claim}.pdf", ContentFile(content))
    pages = pages_of(BytesIO(content))
    return Paper(_name(item, agreement, draft.kind), stored, sha256(content).hexdigest(), len(content), pages)


def _kept(item: BatchItem, agreement: Agreement, kind: str, document: Document) -> Paper:
    stored = document.file.name
    read_whole(stored, digest=document.sha256)
    with default_storage.open(stored) as file:
        pages = pages_of(cast(BinaryIO, file))
    return Paper(_name(item, agreement, kind), stored, document.sha256, document.size, pages)


def pages_of(file: BinaryIO) -> int | None:
    """How many pages it has; None for what cannot be read, which is handed on as it is."""
    try:
        with Pdf.open(file) as paper:
            return len(paper.pages)
    except PdfError:
        return None


def _name(item: BatchItem, agreement: Agreement, kind: str) -> str:
    return paper_name(
        position=item.position,
        total=item.batch.items.count(),
        reference=agreement.reference,
        place=agreement.municipality.name,
        kind=kind,
    )


def _failed(item: BatchItem, error: Exception) -> None:
    try:
        if may_try_again(item, error):
            give_back(item)
        else:
            lay_down(item, done_at=Now(), problem=words_for(error))
    except ClaimLost:
        logger.info("Batch %s no longer waits for agreement %s", item.batch_id, item.agreement_id)


def refuse_deadly(work: BatchItem | Batch) -> None:
    """Raises Deadly for what killed its workers again and again: the others would follow."""
    if work.deaths >= DEATHS:
        raise Deadly(f"{work.deaths} workers did not come back")


def may_try_again(work: BatchItem | Batch, error: Exception) -> bool:
    return work.failures < TRIES and not isinstance(error, Deadly)


def words_for(error: Exception) -> str:
    if isinstance(error, Damaged):
        return _("The stored file is not there, or not whole. The administrators see which one in the log.")
    if isinstance(error, Deadly):
        return _("Making this paper broke off five times. The administrators see in the log when.")
    return _("Making this paper failed three times. The administrators see why in the log.")


def again(batch: Batch, paper: dict[str, Any]) -> None:
    """A paper that lay ready turned out to be damaged: its agreement is done anew, or says so after three tries."""
    holder = next(one for one in batch.items.all() if paper in one.papers)
    if holder.failures < TRIES:
        batch.items.filter(pk=holder.pk).update(done_at=None, papers=[])
    else:
        rest = [one for one in holder.papers if one != paper]
        batch.items.filter(pk=holder.pk).update(papers=rest, problem=words_for(Damaged(paper["stored"])))
