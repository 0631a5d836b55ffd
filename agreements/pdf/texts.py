"""The texts of a version of a template on one paper, their fields filled in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from agreements.models import TemplatePart, TemplateVersion
from agreements.models.template import SECTIONS
from agreements.pdf.values import Values
from agreements.phrases import PHRASES
from papers.text.markdown import to_html


@dataclass(frozen=True)
class Section:
    """A heading and the text under it. One of both can be empty."""

    heading: SafeString
    text: SafeString


class Texts:
    """Fills in the texts of a version, in the order in which they are asked for. Without a version all are empty."""

    def __init__(self, version: TemplateVersion | None, values: Values) -> None:
        self.version = version
        self.values = values

    def title(self) -> SafeString:
        return self._heading(self._words("title"))

    def section(self, name: str) -> Section:
        """One of SECTIONS other than the title."""
        text = "no_commitments" if name == "commitments" else name
        return Section(self._heading(self._words(f"{name}_heading")), self.markdown(self._words(text)))

    def clauses(self, part: TemplatePart | None, *, left_out: Collection[int] = ()) -> list[Section]:
        """The clauses of a part, without the optional ones whose keys are in `left_out`."""
        return [
            Section(self._heading(one.heading), self.markdown(one.text))
            for one in (part.kept_clauses(left_out) if part else ())
        ]

    def heading_of(self, part: TemplatePart | None) -> SafeString:
        """What stands above the clauses of a part; empty without one."""
        return self._heading(part.heading) if part else SafeString("")

    def markdown(self, text: str) -> SafeString:
        return to_html(text, values=self.values, absent=self.values.absent)

    def _heading(self, text: str) -> SafeString:
        return to_html(text, values=self.values, heading=True)

    def _words(self, field: str) -> str:
        return getattr(self.version, field) if self.version else ""


def plain(heading: SafeString) -> str:
    """Its words alone, as a document names itself."""
    return " ".join(strip_tags(heading).split())


def run_in(section: Section) -> SafeString:
    """The heading in bold at the start of the first line of its text."""
    if not section.heading:
        return section.text
    point = "" if section.heading.endswith((".", "?", "!", ":")) else "."
    heading = format_html("<strong>{}{}</strong>", section.heading, point)
    if section.text.startswith("<p>"):
        return mark_safe(f"<p>{heading} {section.text.removeprefix('<p>')}")  # noqa: S308  # both are clean
    return format_html("<p>{}</p>{}", heading, section.text)


def parts_by_domain(version: TemplateVersion | None) -> dict[int | None, TemplatePart]:
    """The parts in their order, by the key of their domain; None is what always holds."""
    return {part.domain_id: part for part in version.parts.all()} if version else {}


def texts_as_data(version: TemplateVersion | None, *, left_out: Collection[int] = ()) -> dict[str, Any] | None:
    """The version word for word, as far as a paper prints it."""
    if version is None:
        return None
    return {
        "name": version.template.name,
        "version": version.number,
        "texts": {
            field: getattr(version, field)
            for section in SECTIONS[version.template.kind]
            for field in _fields(section)
            if getattr(version, field)
        },
        "phrases": {one.key: version.phrases.get(one.key, "") for one in PHRASES[version.template.kind]},
        "parts": [
            {
                "domain": part.domain.code if part.domain else None,
                "heading": part.heading,
                "clauses": clauses_as_data(part, left_out=left_out),
            }
            for part in version.parts.all()
        ],
    }


def clauses_as_data(part: TemplatePart | None, *, left_out: Collection[int] = ()) -> list[dict[str, str]]:
    """The clauses that a paper prints of a part, word for word."""
    return [
        {"name": one.name, "heading": one.heading, "text": one.text}
        for one in (part.kept_clauses(left_out) if part else ())
    ]


def _fields(section: str) -> Iterable[str]:
    if section == "title":
        return ["title"]
    return [f"{section}_heading", "no_commitments" if section == "commitments" else section]
