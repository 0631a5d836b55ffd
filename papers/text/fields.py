"""Merge fields, `{{ gemeente }}`: the only thing in a text that is not itself."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Field:
    """A merge field: its name in the text, what it is, and an example of what it becomes."""

    name: str
    label: str | Promise
    example: str


@dataclass(frozen=True)
class Problem:
    """What is wrong in a text, for the screen, and the line (from 1)."""

    line: int
    message: str


def problems_in(text: str, *, known: Collection[str]) -> list[Problem]:
    """Everything that cannot stay: unknown fields (with the nearest known one), template syntax, HTML, images …"""
    raise NotImplementedError
