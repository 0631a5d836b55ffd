"""Give an answer out, for good."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dashboards.figures import figures
from publications.freezing import freeze
from publications.models import Draft, Publication


@transaction.atomic
def publish(draft: Draft, *, by: User) -> Publication:
    """Freeze the figures of the draft and give the answer out; the draft is gone then."""
    publication = Publication(
        kind=draft.kind,
        number=draft.number,
        asked_by=draft.asked_by,
        asked_on=draft.asked_on,
        answered_on=draft.answered_on,
        figures_on=draft.figures_on,
        known_at=timezone.now(),
        text=draft.text,
        parts=draft.parts,
        frozen=freeze(figures(on=draft.figures_on)),
        published_by=by,
        succeeds=draft.succeeds,
        reason=draft.reason,
    ).insert()
    draft.delete()
    return publication
