"""What differs between two versions of a template: section by section, clause by clause, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from agreements.models import Clause, TemplatePart, TemplateVersion
from agreements.phrases import PHRASES
from agreements.template_sections import Section, has_clauses, sections_of
from papers.text.lines import one_line_per_paragraph

# Beyond this many pairs of equal words a comparison word by word takes too long; the lines then change as a whole.
MOST_PAIRS: Final = 40_000
_WORDS: Final = re.compile(r"\{\{[^{}\n]*\}\}|\s+|\w+|[^\w\s]")


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Run:
    """A stretch of text: in both versions (SAME), in the new one alone (ADDED), in the old one alone (DROPPED)."""

    change: Change
    text: str


@dataclass(frozen=True)
class SectionDifference:
    section: Section
    change: Change
    heading: list[Run]
    text: list[Run]


@dataclass(frozen=True)
class ClauseDifference:
    """A clause is the same one when its internal name is, within its part. `remarks`: what else changed, in words."""

    name: str
    change: Change
    heading: list[Run]
    text: list[Run]
    remarks: list[str]


@dataclass(frozen=True)
class PartDifference:
    """The part as the new version has it, or as the old one had it where it went. `heading` is the printed one."""

    part: TemplatePart
    change: Change
    heading: list[Run]
    clauses: list[ClauseDifference]

    @property
    def heading_differs(self) -> bool:
        return _differ(self.heading)


@dataclass(frozen=True)
class PhraseDifference:
    label: str
    words: list[Run]


@dataclass(frozen=True)
class Difference:
    """`phrases` are the fixed words that changed."""

    sections: list[SectionDifference]
    phrases: list[PhraseDifference]
    parts: list[PartDifference]

    @property
    def changed_sections(self) -> list[SectionDifference]:
        return [one for one in self.sections if one.change != Change.SAME]

    @property
    def changed_parts(self) -> list[PartDifference]:
        """The parts in which something differs."""
        return [
            one
            for one in self.parts
            if one.change != Change.SAME or any(clause.change != Change.SAME for clause in one.clauses)
        ]

    @property
    def is_empty(self) -> bool:
        return not self.changed_sections and not self.phrases and not self.changed_parts


def differences(old: TemplateVersion, new: TemplateVersion) -> Difference:
    """From the old version to the new one. Both come from `for_paper()`, and are of one kind."""
    sections = [_section(section, old, new) for section in sections_of(new.template.kind)]
    parts = list(_parts(old, new)) if has_clauses(new.template.kind) else []
    return Difference(sections=sections, phrases=list(_phrases(old, new)), parts=parts)


def words_changed(old: str, new: str) -> list[Run]:
    """Both texts in one row of stretches: line by line first, then word by word where lines changed."""
    runs: list[Run] = []
    for tag, before, after in _steps(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if tag == "equal":
            runs.append(Run(Change.SAME, "".join(before)))
            continue
        removed, added = _WORDS.findall("".join(before)), _WORDS.findall("".join(after))
        if tag == "replace" and _equal_pairs(removed, added) <= MOST_PAIRS:
            for inner, less, more in _steps(removed, added):
                runs += _runs(inner, "".join(less), "".join(more))
        else:
            runs += _runs(tag, "".join(before), "".join(after))
    return _joined(runs)


def _equal_pairs(old: Sequence[str], new: Sequence[str]) -> int:
    number = Counter(new)
    return sum(number[word] for word in old if not word.isspace())


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Spaces and empty lines go along with what they stand beside: all pairs of them would take minutes."""
    for tag, a, b, c, d in SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes():
        yield tag, old[a:b], new[c:d]


def _runs(tag: str, before: str, after: str) -> list[Run]:
    if tag == "equal":
        return [Run(Change.SAME, before)]
    both = [Run(Change.DROPPED, before), Run(Change.ADDED, after)]
    return [one for one in both if one.text]


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of one sort as one; between two changes a lone space counts as changed, so that phrases stay whole."""
    whole: list[Run] = []
    removed = added = ""
    for place, run in enumerate(runs):
        lone = run.change == Change.SAME and run.text == " " and 0 < place < len(runs) - 1
        if run.change != Change.ADDED and (run.change == Change.DROPPED or lone):
            removed += run.text
        if run.change != Change.DROPPED and (run.change == Change.ADDED or lone):
            added += run.text
        if run.change == Change.SAME and not lone:
            whole += [*_runs("replace", removed, added), run]
            removed = added = ""
    return [*whole, *_runs("replace", removed, added)]


def _phrases(old: TemplateVersion, new: TemplateVersion) -> Iterator[PhraseDifference]:
    for one in PHRASES[new.template.kind]:
        before, after = (version.phrases.get(one.key, "") for version in (old, new))
        if before != after:
            yield PhraseDifference(str(one.label), words_changed(before, after))


def _section(section: Section, old: TemplateVersion, new: TemplateVersion) -> SectionDifference:
    before, after = _words(section, old), _words(section, new)
    return SectionDifference(
        section=section,
        change=_change(any(before), any(after), before == after),
        heading=words_changed(before[0], after[0]),
        text=words_changed(before[1], after[1]),
    )


def _words(section: Section, version: TemplateVersion) -> tuple[str, str]:
    heading = getattr(version, section.heading) if section.heading else ""
    return heading, one_line_per_paragraph(getattr(version, section.text)) if section.text else ""


def _change(was: bool, remains: bool, same: bool) -> Change:
    if same:
        return Change.SAME
    if was and remains:
        return Change.CHANGED
    return Change.ADDED if remains else Change.DROPPED


def _parts(old: TemplateVersion, new: TemplateVersion) -> Iterator[PartDifference]:
    """The parts of the new version in its order, then those that it dropped."""
    before = {part.domain_id: part for part in old.parts.all()}
    after = {part.domain_id: part for part in new.parts.all()}
    moved = out_of_order([key for key in before if key in after], [key for key in after if key in before])
    for key, part in after.items():
        change = Change.ADDED if key not in before else Change.MOVED if key in moved else Change.SAME
        heading = words_changed(before[key].heading if key in before else "", part.heading)
        if change == Change.SAME and _differ(heading):
            change = Change.CHANGED
        yield PartDifference(part, change, heading, _clauses(before.get(key), part))
    for key, part in before.items():
        if key not in after:
            yield PartDifference(part, Change.DROPPED, words_changed(part.heading, ""), _clauses(part, None))


def _clauses(old: TemplatePart | None, new: TemplatePart | None) -> list[ClauseDifference]:
    """The clauses of the new part in its order, then those that it dropped."""
    before = {clause.name: clause for clause in old.clauses.all()} if old else {}
    after = {clause.name: clause for clause in new.clauses.all()} if new else {}
    moved = out_of_order([name for name in before if name in after], [name for name in after if name in before])
    names = [*after, *(name for name in before if name not in after)]
    return [_clause(before.get(name), after.get(name), moved=name in moved) for name in names]


def _clause(old: Clause | None, new: Clause | None, *, moved: bool) -> ClauseDifference:
    heading = words_changed(old.heading if old else "", new.heading if new else "")
    text = words_changed(*(one_line_per_paragraph(one.text) if one else "" for one in (old, new)))
    remarks = _remarks(old, new) if old and new else []
    if not old or not new:
        change = Change.ADDED if new else Change.DROPPED
    elif remarks or _differ([*heading, *text]):
        change = Change.CHANGED
    else:
        change = Change.MOVED if moved else Change.SAME
    if moved and change == Change.CHANGED:
        remarks.append(_("It stands in another place."))
    return ClauseDifference((new or old).name, change, heading, text, remarks)  # type: ignore[union-attr]


def _differ(runs: list[Run]) -> bool:
    return any(run.change != Change.SAME for run in runs)


def _remarks(old: Clause, new: Clause) -> list[str]:
    remarks = []
    if old.optional != new.optional:
        remarks.append(
            _("An agreement can now leave it out.") if new.optional else _("An agreement can no longer leave it out.")
        )
    if old.settles != new.settles:
        remarks.append(
            _("It now settles: %(what)s.") % {"what": new.get_settles_display()}
            if new.settles
            else _("It no longer settles: %(what)s.") % {"what": old.get_settles_display()}
        )
    return remarks


def out_of_order(before: Sequence[object], after: Sequence[object]) -> set[object]:
    """Of the same things in two orders, the fewest that explain the difference as moves."""
    kept: set[object] = set()
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        kept.update(before[block.a : block.a + block.size])
    return set(before) - kept
