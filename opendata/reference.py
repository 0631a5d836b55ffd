"""The page about the API, read from its OpenAPI document, so that both say the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opendata.document import document

KINDS: Final[dict[str, str | Promise]] = {
    "string": _("text"),
    "date": _("day"),
    "date-time": _("moment"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("true or false"),
    "array": _("list"),
    "object": _("several names"),
}


@dataclass(frozen=True)
class Line:
    """A parameter, or a name in an answer."""

    name: str
    kind: str | Promise
    explanation: str
    usual: Any = None


@dataclass(frozen=True)
class Address:
    path: str
    operation: dict[str, Any]

    @property
    def summary(self) -> str:
        return str(self.operation["summary"])

    @property
    def steps(self) -> list[str]:
        """Between the slashes of the path, where a narrow screen may break it."""
        return self.path.removeprefix("/").split("/")

    @property
    def description(self) -> str:
        return str(self.operation["description"])

    @property
    def needs_token(self) -> bool:
        return "security" in self.operation

    @property
    def opens(self) -> bool:
        """Whether it can be followed as it stands."""
        return not self.needs_token and "{" not in self.path

    @property
    def parameters(self) -> list[Line]:
        return [
            Line(one["name"], _kind(one["schema"]), one.get("description", ""), one["schema"].get("default"))
            for one in self.operation["parameters"]
        ]

    @property
    def names(self) -> list[Line]:
        """The names in the answer, those inside others after a full stop."""
        content = self.operation["responses"][200]["content"]
        return list(_names(content["application/json"]["schema"])) if "application/json" in content else []


@dataclass(frozen=True)
class Subject:
    name: str
    addresses: list[Address]


def subjects() -> list[Subject]:
    addresses = [Address(path, operations["get"]) for path, operations in document()["paths"].items()]
    return [Subject(name, list(found)) for name, found in groupby(addresses, lambda one: one.operation["tags"][0])]


def _names(schema: dict[str, Any], before: str = "") -> Iterator[Line]:
    for name, part in _meant(schema).get("properties", {}).items():
        inner = _meant(part)
        yield Line(f"{before}{name}", _kind(inner), part.get("description", ""))
        yield from _names(_meant(inner.get("items", inner)), f"{before}{name}.")


def _meant(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself: not a reference to it, nor the choice between it and nothing."""
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            return _meant(choice)
    if "$ref" in schema:
        found: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _kind(schema: dict[str, Any]) -> str | Promise:
    meant = _meant(schema)
    return KINDS[meant.get("format") or meant.get("type", "object")]
