"""Opening a settled text again: what becomes of the final that stood."""

from accounts.models import User
from agreements.models import Addendum, Agreement, Final, Reopening


def reopen(source: Agreement | Addendum, *, reason: str, by: User) -> Reopening:
    """Write down that the text is open again and why, and supersede a standing final.

    Whether that may be is decided before: by `agreements.actions.finals` and `agreements.actions.stages`, which hold
    the lock.
    """
    addendum = source if isinstance(source, Addendum) else None
    agreement = source.agreement if isinstance(source, Addendum) else source
    reopening = Reopening.objects.create(agreement=agreement, addendum=addendum, reason=reason.strip(), reopened_by=by)
    Final.objects.of(source).standing().update(reopening=reopening)
    return reopening
