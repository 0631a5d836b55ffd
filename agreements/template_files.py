"""Standard texts as files: one TOML file per template, with the wording of its first version."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from agreements.models import Clause, PaperKind, PaperTemplate, TemplatePart, TemplateVersion
from agreements.models.template import SECTIONS
from agreements.phrases import LONGEST, PHRASES, problems_of
from agreements.wording import names_of
from municipalities.models import Domain
from papers.text.fields import problems_in
from papers.text.lines import one_line_per_paragraph

# The code of a domain (None for what always holds) with its clauses, each the fields of a Clause.
Part = tuple[str | None, list[dict[str, Any]]]
CLAUSE_KEYS = {"name", "heading", "text", "optional", "settles"}


class BrokenTemplate(Exception):
    """A file that cannot be loaded. The message names the file and the place in it."""

    def __init__(self, path: Path, place: str, problem: str) -> None:
        super().__init__(f"{path.name}, {place}: {problem}" if place else f"{path.name}: {problem}")


@dataclass
class TemplateFile:
    """A file that was read and found right. `texts` are the fields of TemplateVersion, `phrases` go by their keys."""

    path: Path
    name: str
    kind: str
    texts: dict[str, str]
    phrases: dict[str, str]
    parts: list[Part] = field(default_factory=list)


def read_templates(directory: Path) -> list[TemplateFile]:
    """All templates of the directory by file name. Raises BrokenTemplate."""
    return [_Reader(path).read() for path in sorted(directory.glob("*.toml"))]


@transaction.atomic
def make_template(file: TemplateFile) -> TemplateVersion:
    """The template with its first version, in use, the standard of its kind where that has none.

    Where a file breaks off its lines is for whoever reads the file: the editor gets a paragraph per line. Raises
    BrokenTemplate for a domain that the register lacks.
    """
    texts = {field: one_line_per_paragraph(text) for field, text in file.texts.items()}
    is_standard = not PaperTemplate.objects.standard().filter(kind=file.kind).exists()
    template = PaperTemplate.objects.create(name=file.name, kind=file.kind, is_standard=is_standard)
    version = TemplateVersion.objects.create(
        template=template, number=1, put_in_use_at=timezone.now(), phrases=file.phrases, **texts
    )
    domains = {domain.code: domain for domain in Domain.objects.all()}
    for position, (code, clauses) in enumerate(file.parts, start=1):
        if code is not None and code not in domains:
            raise BrokenTemplate(
                file.path, f"part {position}", f'there is no domain "{code}". Run load_reference first.'
            )
        domain = domains[code] if code is not None else None
        heading = domain.name if domain else ""
        part = TemplatePart.objects.create(version=version, domain=domain, position=position, heading=heading)
        rows = [
            Clause(part=part, position=place, **clause | {"text": one_line_per_paragraph(clause["text"])})
            for place, clause in enumerate(clauses, start=1)
        ]
        bulk_create_with_history(rows, Clause)
    return version


class _Reader:
    """Reads one file, and says where it is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise self.broken("", str(error)) from error

    def broken(self, place: str, problem: str) -> BrokenTemplate:
        return BrokenTemplate(self.path, place, problem)

    def read(self) -> TemplateFile:
        kind = self.content.get("kind")
        if kind not in PaperKind.values:
            raise self.broken("kind", f"should be one of {', '.join(PaperKind.values)}.")
        self.refuse_others("", self.content, {"name", "kind", "note", "title", "parts", "phrases", *SECTIONS[kind]})
        name = self.words(self.content, "name", "", longest=120)
        texts = {"title": self.words(self.content, "title", "", longest=200)}
        texts["note"] = self.words(self.content, "note", "", longest=250, required=False)
        for section in SECTIONS[kind][1:]:
            texts |= self.section(section)
        parts = self.parts()
        for place, text in [*texts.items(), *_texts_of(parts)]:
            heading = place.endswith(("title", "heading"))
            for problem in problems_in(text, known=names_of(kind), heading=heading):
                raise self.broken(f"{place}, line {problem.line}", problem.message)
        return TemplateFile(self.path, name, kind, texts, self.phrases(kind), parts)

    def section(self, name: str) -> dict[str, str]:
        content = self.content.get(name, {})
        if not isinstance(content, dict):
            raise self.broken(name, "should be a table with a heading and a text.")
        self.refuse_others(name, content, {"heading", "text"})
        return {
            f"{name}_heading": self.words(content, "heading", name, longest=120, required=False),
            "no_commitments" if name == "commitments" else name: self.words(content, "text", name, required=False),
        }

    def phrases(self, kind: str) -> dict[str, str]:
        content = self.content.get("phrases", {})
        if not isinstance(content, dict):
            raise self.broken("phrases", "should be a table.")
        self.refuse_others("phrases", content, {one.key for one in PHRASES[kind]})
        found = {one.key: self.words(content, one.key, "phrases", longest=LONGEST) for one in PHRASES[kind]}
        for one in PHRASES[kind]:
            for problem in problems_of(one, found[one.key]):
                raise self.broken(f"phrases, {one.key}", problem)
        return found

    def parts(self) -> list[Part]:
        found = [self.part(content, f"part {number}") for number, content in self.tables(self.content, "parts", "")]
        codes = [code for code, _clauses in found]
        for number, code in enumerate(codes, start=1):
            if codes.index(code) != number - 1:
                raise self.broken(f"part {number}", f"stands there already as part {codes.index(code) + 1}.")
        return found

    def part(self, content: dict[str, Any], place: str) -> Part:
        self.refuse_others(place, content, {"domain", "clauses"})
        code = self.words(content, "domain", place, required=False) or None
        clauses: list[dict[str, Any]] = []
        for number, table in self.tables(content, "clauses", place):
            clause = self.clause(table, f"{place}, clause {number}")
            if clause["name"] in [one["name"] for one in clauses]:
                raise self.broken(f"{place}, clause {number}", f'there is a clause "{clause["name"]}" already.')
            clauses.append(clause)
        return code, clauses

    def clause(self, content: dict[str, Any], place: str) -> dict[str, Any]:
        self.refuse_others(place, content, CLAUSE_KEYS)
        settles = content.get("settles", "")
        if settles and settles not in Clause.Settles.values:
            raise self.broken(f"{place}, settles", f"should be one of {', '.join(Clause.Settles.values)}.")
        if not isinstance(content.get("optional", False), bool):
            raise self.broken(f"{place}, optional", "should be true or false.")
        return {
            "name": self.words(content, "name", place, longest=80),
            "heading": self.words(content, "heading", place, longest=120),
            "text": self.words(content, "text", place),
            "optional": content.get("optional", False),
            "settles": settles,
        }

    def tables(self, content: dict[str, Any], key: str, place: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The tables of a list, numbered from 1."""
        tables = content.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise self.broken(f"{place}, {key}" if place else key, f"should be tables, each under [[{key}]].")
        yield from enumerate(tables, start=1)

    def words(
        self, content: dict[str, Any], key: str, place: str, *, longest: int | None = None, required: bool = True
    ) -> str:
        value, where = content.get(key, ""), f"{place}, {key}" if place else key
        if not isinstance(value, str):
            raise self.broken(where, "should be a text between quotes.")
        value = value.strip()
        if required and not value:
            raise self.broken(where, "is empty.")
        if longest is not None and len(value) > longest:
            raise self.broken(where, f"has {len(value)} characters, at most {longest} fit.")
        return value

    def refuse_others(self, place: str, content: dict[str, Any], known: set[str]) -> None:
        if others := sorted(set(content) - known):
            raise self.broken(place, f'does not know "{others[0]}"; it knows {", ".join(sorted(known))}.')


def _texts_of(parts: list[Part]) -> Iterator[tuple[str, str]]:
    for code, clauses in parts:
        for clause in clauses:
            for key in ("heading", "text"):
                yield f"{code or 'what always holds'}, clause {clause['name']}, {key}", clause[key]
