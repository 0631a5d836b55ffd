"""Opening a settled text again: what becomes of the final that stood."""

from accounts.models import User
from agreements.models import Addendum, Final, Reopening, Source, agreement_of


def reopen(source: Source, *, reason: str, by: User) -> Reopening:
    """Write down that the text is open again and why, and supersede a standing final.

    Whether that may be is decided before: by `agreements.actions.finals` and `agreements.actions.stages`, which hold
    the lock.
    """
    addendum = source if isinstance(source, Addendum) else None
    reopening = Reopening.objects.create(
        agreement=agreement_of(source), addendum=addendum, reason=reason.strip(), reopened_by=by
    )
    Final.objects.of(source).standing().update(reopening=reopening)
    return reopening
