"""Merge fields, `{{ gemeente }}`: the only thing in a text that is not itself. And whatever else cannot stay in one."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.text.markdown import LONGEST_TEXT, MOST_BRACKETS, MOST_LINES, is_link, is_too_long, parsed
from papers.text.signs import code_points, seen, unprintable

# A list in a list in a list is as deep as anybody can follow on paper. Each is two levels of the parser.
DEEPEST_LIST = 3
MOST_PROBLEMS = 50
SHOWN = 40


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

    def in_words(self, where: str = "") -> str:
        """With its line, and with the name of the text where that is not beside it."""
        words = {"where": where, "line": self.line, "problem": self.message}
        return (_("%(where)s, line %(line)s: %(problem)s") if where else _("Line %(line)s: %(problem)s")) % words


# What stands in a line, the longer before the shorter: each place is reported once, as the first that fits.
SIGNS = re.compile(
    r"""
    (?P<tag>\{%.*?(?:%\}|$)|%\})
    | (?P<comment>\{\#.*?(?:\#\}|$)|\#\})
    | (?P<escaped>\\\{\{?)
    | (?P<field>\{\{(?:(?!\{\{).)*?\}\})
    | (?P<lone>\{\{|\}\})
    | (?P<single>\{[ ]*[A-Za-z_][\w.]{0,60}[ ]*\})
    | (?P<guillemets>«[^«»]{1,60}»|<<[^<>]{1,60}>>)
    | (?P<image>!\[)
    | (?P<autolink><(?:https?|mailto|ftp|file|data|javascript):[^>]{0,200}>?)
    | (?P<html></?[A-Za-z][^<>]{0,500}>?|<[!?])
    | (?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,30}|\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6});)
    | (?P<code>`+)
    | (?P<blank>(?<!\w)[xX]{3,}(?!\w)|\.{4,}|…{2,}|_{3,})
    """,
    re.VERBOSE,
)
BLOCKS: tuple[tuple[re.Pattern[str], Promise], ...] = (
    (re.compile(r"\s{0,3}\#{1,6}(\s|$)"), gettext_lazy("A heading has its own field; it cannot stand in a text.")),
    (
        re.compile(r"\s{0,3}(={3,}|-{3,}|\*{3,}|(-\s){3,}|(\*\s){3,})\s*$"),
        gettext_lazy("A line across the page cannot be printed here."),
    ),
    (re.compile(r"\s{0,3}>"), gettext_lazy("A text cannot be marked as a quotation with “>”.")),
    (re.compile(r"\s*\|.*\|\s*$"), gettext_lazy("Tables cannot be printed here; use a list.")),
    (re.compile(r"\s*~~~"), gettext_lazy("Code cannot be printed here.")),
)
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")
# What would be printed as it stands, for a heading is no Markdown.
IN_HEADING = re.compile(r"\*\*|__|(?<![\w*])\*[^\s*][^*]*\*|\]\([^)]*\)?|\[\^[^\]]*\]?|\\(?!\{)")
LINK_TARGET = re.compile(r"\]\([ ]*<?([^)\s>]*)")
IN_BRACKETS = re.compile(r"(?<!\])\[(?!\^)([^\[\]]{1,80})\](?!\()")
FOOTNOTE_CALL = re.compile(r"\[\^([^\]\s]{1,60})\]")
FOOTNOTE_TEXT = re.compile(r"[ ]{0,3}\[\^([^\]\s]{1,60})\]:")


def problems_in(text: str, *, known: Collection[str], heading: bool = False) -> list[Problem]:
    """Everything that cannot stay in a text or a heading, line by line; `known` are the names of the fields.

    A heading is plain text with fields: it knows no lists and footnotes, and no marks for them either.

    Unknown fields (with the nearest known one), template syntax, fields of other programs, HTML, images, headings,
    tables, code, addresses that are not of the web or of mail, signs that cannot be printed, and what is too much.
    """
    text = seen(text)
    if is_too_long(text):
        return [Problem(1, _too_long(text))]
    found = [
        problem for number, line in enumerate(text.split("\n"), start=1) for problem in _in_line(line, number, known)
    ]
    found += _in_heading(text) if heading else _in_whole(text)
    return sorted(found, key=lambda one: one.line)[:MOST_PROBLEMS]


def _too_long(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        words = {"length": len(text), "longest": LONGEST_TEXT}
        return _("The text is too long: %(length)s characters, at most %(longest)s fit.") % words
    words = {"length": text.count("\n") + 1, "longest": MOST_LINES}
    return _("The text is too long: %(length)s lines, at most %(longest)s fit.") % words


def nearest(name: str, known: Collection[str]) -> str:
    """The known field that looks most like the name, or ""."""
    close = get_close_matches(name.lower()[:60], sorted(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def _in_line(line: str, number: int, known: Collection[str]) -> Iterator[Problem]:
    for pattern, words in BLOCKS:
        if pattern.match(line):
            yield Problem(number, str(words))
    for match in SIGNS.finditer(line):
        message = MESSAGES[match.lastgroup or ""](match[0], known)
        if message:
            yield Problem(number, message)
    for match in LINK_TARGET.finditer(line):
        if not is_link(match[1]):
            yield Problem(number, _link(match[1]))
    for match in IN_BRACKETS.finditer(line):
        yield Problem(number, _unfilled(match[0], known))
    if signs := unprintable(line):
        yield Problem(number, _("These signs cannot be printed: %(signs)s.") % {"signs": code_points(signs)})


def _in_heading(text: str) -> Iterator[Problem]:
    words = _("“%(found)s” is printed as it stands: a heading is plain text, without mark-up.")
    # A mark that opens and closes is one thing to mend.
    for found in dict.fromkeys(match[0] for match in IN_HEADING.finditer(text)):
        yield Problem(1, words % {"found": _short(found)})


def _in_whole(text: str) -> Iterator[Problem]:
    if text.count("[") > MOST_BRACKETS:
        yield Problem(1, _("There are too many links and footnotes: at most %(most)s.") % {"most": MOST_BRACKETS})
        return
    tokens = parsed(text)
    if max((token.level for token in tokens), default=0) >= DEEPEST_LIST * 2 + 2:
        words = _("Lists stand too deep in each other: at most %(most)s.") % {"most": DEEPEST_LIST}
        yield Problem(_deep_line(text), words)
    for token in tokens:
        if token.type == "ordered_list_open" and "start" in token.attrs and token.map:
            words = _("A numbered list begins at 1. For a number that is part of a sentence, write “%(example)s”.")
            yield Problem(token.map[0] + 1, words % {"example": f"{token.attrs['start']}\\."})
    yield from _footnotes(text)


def _footnotes(text: str) -> Iterator[Problem]:
    """Each footnote has one text and one place: a note that is called in a note, or twice, is no footnote on paper."""
    calls: dict[str, int] = {}
    texts: dict[str, int] = {}
    for number, name, kind in _places_of_footnotes(text):
        if kind == "text" and name in texts:
            yield Problem(number, _("Footnote %(name)s has two texts.") % {"name": name})
        elif kind == "nested":
            yield Problem(number, _("A footnote cannot hold another one."))
        elif kind == "call" and name in calls:
            yield Problem(number, _("Footnote %(name)s is called twice.") % {"name": name})
        (texts if kind == "text" else calls).setdefault(name, number)
    for name in calls.keys() - texts.keys():
        words = _("Footnote %(name)s has no text: add “[^%(name)s]: …” below.")
        yield Problem(calls[name], words % {"name": name})
    for name in texts.keys() - calls.keys():
        words = _("Footnote %(name)s is not called anywhere in the text.")
        yield Problem(texts[name], words % {"name": name})


def _places_of_footnotes(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, name, and whether it is the text of a footnote, a call, or a call nested in a text."""
    inside = False
    for number, line in enumerate(text.split("\n"), start=1):
        opening = FOOTNOTE_TEXT.match(line)
        inside = bool(opening) or (inside and (line.startswith("    ") or not line.strip()))
        if opening:
            yield number, opening[1], "text"
        for call in FOOTNOTE_CALL.finditer(line, opening.end() if opening else 0):
            yield number, call[1], "nested" if inside else "call"


def _deep_line(text: str) -> int:
    """The line that is indented the most."""
    depths = [len(line) - len(line.lstrip(" -*+0123456789.)")) for line in text.split("\n")]
    return depths.index(max(depths)) + 1


def _field(found: str, known: Collection[str]) -> str:
    name = found[2:-2].strip(" ")
    if name in known:
        return ""
    shown = _short(found)
    if "|" in name:
        words = _("“%(found)s”: a field is its name alone, without “|”.") % {"found": shown}
        name = name.partition("|")[0].strip()
        return words if name not in known else _meant(words, name)
    if name and not FIELD_NAME.fullmatch(name.lower()):
        words = _("“%(found)s” is not a field: choose one from the list.") % {"found": shown}
        return _suggested(words, re.split(r"[^A-Za-z_]+", name)[-1] or name, known)
    words = _("There is no field “%(found)s”.") % {"found": shown}
    return _suggested(words, name, known)


def _suggested(words: str, name: str, known: Collection[str]) -> str:
    field = nearest(name, known)
    return _meant(words, field) if field else words


def _meant(words: str, field: str) -> str:
    question = _("Do you mean “%(field)s”?") % {"field": f"{{{{ {field} }}}}"}
    return f"{words} {question}"


def _unfilled(found: str, known: Collection[str]) -> str:
    words = _("“%(found)s” looks like a field that was not filled in.") % {"found": _short(found)}
    return _suggested(words, found.strip(" {}[]«»<>"), known)


def _link(target: str) -> str:
    return _("“%(target)s” cannot be linked: begin with https://, http:// or mailto:.") % {"target": _short(target)}


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _always(message: Promise) -> Callable[[str, Collection[str]], str]:
    return lambda found, _known: str(message) % {"found": _short(found)}


_BRACES = gettext_lazy("“%(found)s” belongs to a program, not to a text: only fields from the list can be used.")
_HTML = gettext_lazy("“%(found)s” is HTML, and that is printed as it stands. Use ** for bold and * for italic.")
MESSAGES: dict[str, Callable[[str, Collection[str]], str]] = {
    "tag": _always(_BRACES),
    "comment": _always(_BRACES),
    "escaped": _always(gettext_lazy("Leave out the stroke in “%(found)s”.")),
    "field": _field,
    "lone": _always(gettext_lazy("“%(found)s” stands alone: a field is written as {{ gemeente }}, on one line.")),
    "single": _unfilled,
    "guillemets": _unfilled,
    "image": _always(gettext_lazy("A picture cannot be printed here.")),
    "autolink": _always(gettext_lazy("“%(found)s”: write a link as [words](https://…).")),
    "html": _always(_HTML),
    "entity": _always(gettext_lazy("Type the sign itself in the place of “%(found)s”.")),
    "code": _always(gettext_lazy("Code cannot be printed here.")),
    "blank": _always(gettext_lazy("“%(found)s” looks like a place that was not filled in.")),
}
