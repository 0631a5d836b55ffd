"""Opening a settled text again: what becomes of the final that stood."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Final, Reopening, Signable, SignedCopy, belonging_to


def reopen(source: Signable, *, reason: str, by: User) -> Reopening:
    """Write down that the text is open again and why, and supersede a standing final.

    Whether anything is settled is looked at before: by `agreements.actions.finals` and `agreements.actions.stages`,
    which hold the lock. Raises ValidationError while a signed copy counts: it would be one of another text.
    """
    refuse_beside_signed_copy(source)
    reopening = Reopening.objects.create(**belonging_to(source), reason=reason.strip(), reopened_by=by)
    Final.objects.of(source).standing().update(reopening=reopening)
    return reopening


def refuse_beside_signed_copy(source: Signable) -> None:
    """What came back signed says what the paper said, so that does not change while the copy counts."""
    if SignedCopy.objects.of(source).standing().exists():
        raise ValidationError(
            _("A signed copy of this text is filed. Set that aside first, on its own page; it stays readable."),
            code="signed_copy",
        )
