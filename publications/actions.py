"""Give an answer out, for good."""

from copy import copy
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from dashboards.days import end_of
from dashboards.figures import Figures, figures
from publications.answer.content import answer_of
from publications.answer.facts import facts_of
from publications.answer.keeping import as_data
from publications.answer.making import previous_to
from publications.answer.wording import summary
from publications.freezing import freeze
from publications.models import Draft, Publication

# What a publication says as its draft did.
TAKEN_OVER: Final = (
    "kind",
    "number",
    "asked_by",
    "asked_on",
    "answered_on",
    "figures_on",
    "text",
    "parts",
    "succeeds",
    "reason",
)


@transaction.atomic
def publish(draft: Draft, *, by: User, shown: str) -> Publication:
    """Freeze the figures of the draft and give the answer out; the draft is gone then.

    Raises ValidationError when it may not be given: the draft changed or its number was given meanwhile, another
    correction came first, or it is not what was shown (a mark of `mark_of`) any more.
    """
    if not Draft.objects.select_for_update().filter(pk=draft.pk, version=draft.version).exists():
        raise ValidationError(_("Somebody else changed or published this draft in the meantime. Look again."))
    publication = prepared(draft, counted(draft), by=by)
    if mark_of(publication) != shown:
        raise ValidationError(_("The figures or the text changed since you looked. Look again, then publish."))
    _give(publication)
    draft.delete()
    return publication


def _give(publication: Publication) -> None:
    """Two people can give the same at one moment: both see nothing in the way, and the database takes one of them."""
    _refuse_what_was_given(publication)
    try:
        with transaction.atomic():
            publication.insert()
    except IntegrityError:
        _refuse_what_was_given(publication)
        raise


def _refuse_what_was_given(publication: Publication) -> None:
    if publication.succeeds and Publication.objects.filter(succeeds=publication.succeeds).exists():
        raise ValidationError(_("This answer was corrected already; correct the newest one."))
    publication.validate_constraints(exclude={"sha256"})


def counted(draft: Draft) -> Figures:
    """The figures that the draft would give now. Raises NoTerm."""
    return figures(on=draft.figures_on, known_at=_known_at(draft))


def prepared(draft: Draft, found: Figures, *, by: User) -> Publication:
    """The publication that the draft would be with these figures, not written."""
    said = {name: getattr(draft, name) for name in TAKEN_OVER}
    facts = facts_of(found)
    answer = answer_of(facts, parts=draft.parts, words=draft.text, previous=previous_to(draft.figures_on))
    return Publication(
        **said,
        known_at=found.known_at,
        paragraph=summary(facts),
        frozen=freeze(found) | {"answer": as_data(answer)},
        published_by=by,
    )


def mark_of(publication: Publication) -> str:
    """The same for all that says the same; each look has its own moment, and what is known then is in the figures."""
    looked_at = copy(publication)
    looked_at.known_at = None
    return looked_at.digest()


def _known_at(draft: Draft) -> datetime:
    """Now, or the end of the day as of which the draft wants to know things."""
    now = timezone.now()
    return min(end_of(draft.known_on), now) if draft.known_on else now
