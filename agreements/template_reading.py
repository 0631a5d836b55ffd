"""A version as it reads: in the order of the paper, with an example in the place of each merge field."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from agreements.models import Clause, TemplatePart, TemplateVersion
from agreements.phrases import PHRASES, Phrase
from agreements.template_sections import Section, has_clauses, sections_of
from agreements.wording import fields_of
from papers.text.markdown import to_html


@dataclass(frozen=True)
class ReadSection:
    section: Section
    heading: SafeString
    text: SafeString
    with_parts: bool  # the clauses come here


@dataclass(frozen=True)
class ReadClause:
    clause: Clause
    heading: SafeString
    text: SafeString
    first: bool
    last: bool


@dataclass(frozen=True)
class ReadPart:
    part: TemplatePart
    clauses: list[ReadClause]
    first: bool
    last: bool


@dataclass(frozen=True)
class Reading:
    sections: list[ReadSection]
    parts: list[ReadPart]
    phrases: list[tuple[Phrase, str]]  # the fixed words as they were typed


def reading_of(version: TemplateVersion) -> Reading:
    """All of a version, ready to show. Needs it from `for_paper()`."""
    kind = version.template.kind
    examples = {field.name: format_html('<span class="merged">{}</span>', field.example) for field in fields_of(kind)}
    sections = sections_of(kind)
    names = [section.name for section in sections]
    before_clauses = "domains" if "domains" in names else "introduction"

    def heading(text: str) -> SafeString:
        return to_html(text, values=examples, heading=True)

    def clauses(part: TemplatePart) -> list[ReadClause]:
        rows = list(part.clauses.all())
        return [
            ReadClause(
                clause=row,
                heading=heading(row.heading),
                text=to_html(row.text, values=examples),
                first=row == rows[0],
                last=row == rows[-1],
            )
            for row in rows
        ]

    parts = sorted(version.parts.all(), key=lambda part: part.domain_id is not None)
    domains = [part for part in parts if part.domain_id is not None]
    return Reading(
        sections=[
            ReadSection(
                section=section,
                heading=heading(getattr(version, section.heading)),
                text=to_html(getattr(version, section.text), values=examples) if section.text else SafeString(""),
                with_parts=has_clauses(kind) and section.name == before_clauses,
            )
            for section in sections
        ],
        parts=[ReadPart(part, clauses(part), first=part in domains[:1], last=part in domains[-1:]) for part in parts],
        phrases=[(one, version.phrases.get(one.key, "")) for one in PHRASES[kind]],
    )
