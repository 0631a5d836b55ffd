"""What the page of a signed copy says of it, and what its signatures tell about the days of signature."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.stages import insertable
from agreements.models import Addendum, SignedCopy, Source, Stage
from agreements.next_action import Action
from agreements.permissions import may_edit
from papers.comparison import Difference
from papers.signatures import Signature, added_after_all

TONES: Final = {
    SignedCopy.Text.SAME: "done",
    SignedCopy.Text.DIFFERS: "overdue",
    SignedCopy.Text.SCAN: "to_do",
    SignedCopy.Text.UNREADABLE: "to_do",
    SignedCopy.Text.NO_FINAL: "to_do",
}


@dataclass(frozen=True)
class CopyPage:
    """A signed copy in words."""

    filename: str
    tone: str
    differences: list[Difference]
    written: list[Difference]
    signatures: list[Signature]
    added_afterwards: bool

    @classmethod
    def of(cls, copy: SignedCopy) -> Self:
        signatures = [Signature.from_json(one) for one in copy.signatures]
        return cls(
            filename=_filename(copy),
            tone=TONES[SignedCopy.Text(copy.text)],
            differences=[Difference(**one) for one in copy.differences],
            written=[Difference(**one) for one in copy.written],
            signatures=signatures,
            added_afterwards=added_after_all(signatures),
        )


@dataclass(frozen=True)
class Hint:
    """Who says to have signed when: to be read beside the field, never put into it."""

    signer: str
    signed_on: date
    timestamped: bool


def hints(source: Source) -> list[Hint]:
    """From the electronic signatures in the copies that count, the intact ones."""
    copies = SignedCopy.objects.of(source).standing().values_list("signatures", flat=True)
    read = [Signature.from_json(one) for signatures in copies for one in signatures]
    found = [
        Hint(one.signer, timezone.localdate(one.signed_at), one.timestamped)
        for one in read
        if one.signed_at is not None and not one.is_broken
    ]
    return sorted(set(found), key=lambda hint: (hint.signed_on, hint.signer))


def next_after_filing(copy: SignedCopy, *, by: User) -> Action | None:
    """The copy is there: the days of signature are still to be recorded."""
    if copy.set_aside_at is not None or not may_edit(by, copy.agreement):
        return None
    if isinstance(copy.source, Addendum):
        if not copy.source.is_open:
            return None
        return Action(_("Record the signatures"), reverse("agreements:addendum_sign", args=[copy.source.pk]))
    if Stage.SIGNED not in insertable(copy.agreement):
        return None
    return Action(_("Record the signatures"), reverse("agreements:agreement_sign", args=[copy.agreement_id]))


def _filename(copy: SignedCopy) -> str:
    """Of our own making: the name under which a file came in is nobody's path."""
    reference = copy.source.reference.replace("/", "-").replace("…", "0")
    return f"{reference}-getekend-{copy.party}-{copy.pk}.pdf"
