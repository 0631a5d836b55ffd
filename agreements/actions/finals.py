"""Making a final of a paper, and taking it back."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements import pdf
from agreements.actions.addenda import locked_addendum
from agreements.actions.content import ContentStays, refuse_frozen
from agreements.actions.reopening import reopen
from agreements.actions.stages import locked
from agreements.freeze import Part, freeze_of
from agreements.gate import Obstacle, obstacles, to_mend
from agreements.models import Addendum, Agreement, Ending, Final, Reopening, Signable, belonging_to
from papers.documents import store
from papers.printing import pdf_of
from papers.scan import Hit, scan_pdf


class NotYetFinal(Exception):
    """The paper is not fit to be signed: what is wrong with it, or which places in its printed text are."""

    def __init__(self, *, found: list[Obstacle] | None = None, hits: list[Hit] | None = None) -> None:
        self.obstacles = found or []
        self.hits = hits or []
        super().__init__(", ".join([*(one.text for one in self.obstacles), *(one.found for one in self.hits)]))


@dataclass(frozen=True)
class Printed:
    """A paper as it would be final, printed and looked through, and not kept yet."""

    source: Signable
    paper: Any
    content: bytes


def make(source: Signable, *, by: User) -> Final:
    """The final, kept for good. Raises what `printed` and `keep` raise."""
    return keep(printed(source), by=by)


def printed(source: Signable) -> Printed:
    """Print the final and look its text through. It takes a second or two, so no lock is held meanwhile.

    Raises NotYetFinal, and ContentStays when the paper is settled already.
    """
    source = _for_paper(source)
    refuse_settled(source)
    paper = _checked_paper(source)
    content = pdf_of(pdf.finished_html(paper), archive=True, created=timezone.localtime())
    hits = scan_pdf(content)
    if to_mend(hits, paper.typed):
        raise NotYetFinal(hits=hits)
    return Printed(source, paper, content)


@transaction.atomic
def keep(print_: Printed, *, by: User) -> Final:
    """Store what was printed, unless anything on it changed meanwhile; then ValidationError, and nothing is left.

    Raises ContentStays when it was settled meanwhile.
    """
    source = _for_paper(_locked(print_.source))
    refuse_settled(source)
    paper = _checked_paper(source)
    if paper.fingerprint != print_.paper.fingerprint:
        raise ValidationError(
            _("Somebody changed this paper at the very moment. Look at it again and make it final after that."),
            code="changed",
        )
    return Final.objects.create(
        **belonging_to(source),
        document=store(print_.content, label=pdf.filename(paper), by=by),
        template_version=paper.template_version,
        data=paper.data,
        fingerprint=paper.fingerprint,
        made_by=by,
    )


@transaction.atomic
def take_back(source: Signable, *, reason: str, by: User) -> Reopening:
    """Open a settled text again, with the reason; a standing final is superseded and stays readable.

    Raises ValidationError when all parties signed, when nothing is settled yet, or when a signed copy counts.
    """
    source = _locked(source)
    if why_not := why_not_taken_back(source):
        raise ValidationError(why_not)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the text is taken back.")})
    return reopen(source, reason=reason, by=by)


def why_not_taken_back(source: Signable) -> str:
    """In words for the screen; empty for what can be taken back."""
    freeze = freeze_of(source)
    if freeze.can_be_taken_back:
        return ""
    return freeze.words or _("Nothing is settled yet, so there is nothing to take back.")


def refuse_settled(source: Signable) -> None:
    """Where a final stands, or a signature, there is none to make. Raises ContentStays."""
    refuse_frozen(source, Part.PEOPLE)
    if isinstance(source, Agreement) and source.signed_outside:
        raise ContentStays(source, _("This agreement was signed outside the register: the signed copy is the paper."))


def _checked_paper(source: Signable) -> Any:
    """Raises NotYetFinal with everything that is wrong with it."""
    found = obstacles(source)
    if found:
        raise NotYetFinal(found=found)
    return pdf.paper_of(source, on=timezone.localdate(), final=True)


def _locked(source: Signable) -> Signable:
    """The row as it is now; whoever settles a paper or takes a step waits at its agreement."""
    if isinstance(source, Addendum):
        return locked_addendum(source)
    if isinstance(source, Ending):
        locked(source.agreement)
        return Ending.objects.get(pk=source.pk)
    return locked(source)


def _for_paper(source: Signable) -> Signable:
    """The rows as they are now, with all that the paper prints."""
    if isinstance(source, Addendum):
        return Addendum.objects.for_detail().get(pk=source.pk)
    if isinstance(source, Ending):
        return Ending.objects.for_paper().get(pk=source.pk)
    return Agreement.objects.for_paper().get(pk=source.pk)
