"""What a table has for columns, said once for every format: a name, what sort of value, where it comes from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class Kind(Enum):
    TEXT = auto()
    NUMBER = auto()  # whole
    DECIMAL = auto()
    DAY = auto()
    TIME = auto()
    MOMENT = auto()


@dataclass(frozen=True)
class Column:
    """`value` takes a row of the table and gives what `kind` says, or None for an empty cell."""

    name: str | Promise
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Listing:
    """A table that leaves the house: what it is called, in the file and in the record, and its columns."""

    name: str | Promise
    columns: Sequence[Column]


def yes_or_no(value: object) -> str:
    return _("yes") if value else _("no")
