"""An answer as plain data, to be frozen with its figures and read back when it is shown again."""

from dataclasses import asdict
from typing import Any

from publications.answer.blocks import Block, Column, Count, Names, Section, Table, Terms, Text
from publications.answer.content import Answer
from publications.models import Part


def as_data(answer: Answer) -> dict[str, Any]:
    return {
        "title": answer.title,
        "sections": [
            {
                "part": section.part.value,
                "heading": section.heading,
                "blocks": [{"kind": block.kind, **asdict(block)} for block in section.blocks],
            }
            for section in answer.sections
        ],
    }


def from_data(kept: dict[str, Any]) -> Answer:
    sections = (
        Section(Part(one["part"]), one["heading"], tuple(_block(block) for block in one["blocks"]))
        for one in kept["sections"]
    )
    return Answer(kept["title"], tuple(sections))


def _block(kept: dict[str, Any]) -> Block:
    match kept["kind"]:
        case Text.kind:
            return Text(kept["words"])
        case Table.kind:
            columns = tuple(Column(**column) for column in kept["columns"])
            counts = tuple(tuple(map(_count, line)) for line in kept.get("counts", ()))
            return Table(kept["caption"], columns, tuple(map(tuple, kept["rows"])), tuple(kept["total"]), counts)
        case Names.kind:
            provinces = tuple((province, tuple(names)) for province, names in kept["provinces"])
            return Names(kept["caption"], provinces, _count(kept.get("count")))
        case Terms.kind:
            return Terms(tuple((term, meaning) for term, meaning in kept["terms"]))
    raise ValueError(kept["kind"])


def _count(kept: list[Any] | None) -> Count | None:
    """Answers from before this was kept have none."""
    return Count(*kept) if kept else None
