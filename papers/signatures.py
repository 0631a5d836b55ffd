"""What the electronic signatures in a PDF say, as far as that can be known without asking anyone."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Self

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from papers.apart import NoAnswer, ask


class State(models.TextChoices):
    KNOWN = "known", _("intact, by a signer whose certificate comes from a known root")
    UNKNOWN = "unknown", _("intact, by a signer whose certificate comes from an unknown root")
    BROKEN = "broken", _("broken: the file was changed after it was signed")
    UNREADABLE = "unreadable", _("unreadable: there is a signature, but it cannot be checked")


class Covers(models.TextChoices):
    WHOLE = "whole", _("the whole file")
    BEFORE = "before", _("the file as it was then; something was added afterwards")
    PART = "part", _("only a part of the file")


@dataclass(frozen=True)
class Signature:
    """One signature. Whether its certificate was revoked is never known: that would take a question to its maker."""

    signer: str
    signed_at: datetime | None
    timestamped: bool
    state: str
    covers: str

    @property
    def is_broken(self) -> bool:
        return self.state in {State.BROKEN, State.UNREADABLE}

    @property
    def tone(self) -> str:
        """How it is marked: a name of accounts.templatetags.marks."""
        return {State.KNOWN: "done", State.UNKNOWN: "to_do"}.get(State(self.state), "overdue")

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def covers_label(self) -> str:
        return str(Covers(self.covers).label) if self.covers else ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"signed_at": self.signed_at.isoformat() if self.signed_at else None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data | {"signed_at": parse_datetime(data["signed_at"]) if data["signed_at"] else None})


UNREADABLE: Final = Signature(signer="", signed_at=None, timestamped=False, state=State.UNREADABLE, covers="")


def read(file: File) -> list[Signature]:
    """The signatures in the order in which they were put. What cannot be read is told as one that is unreadable.

    A certificate counts as known when its chain ends in one of settings.SIGNATURE_ROOTS, on the day of signing.
    """
    try:
        found = ask("pades", file, roots=str(settings.SIGNATURE_ROOTS or ""))
    except NoAnswer:
        return [UNREADABLE]
    return [Signature.from_json(one) for one in found]


def added_after_all(signatures: list[Signature]) -> bool:
    """Whether something was added to the file after the last of its signatures."""
    return bool(signatures) and all(signature.covers != Covers.WHOLE for signature in signatures)
