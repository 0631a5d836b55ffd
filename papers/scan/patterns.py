"""Signs and words that no finished paper shows. Every pattern runs in a time that grows with the text alone."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from papers.scan.place import Place

FIELD: Final = _("unfilled field")
SPACES: Final = re.compile("[ \u00a0\u2007\u202f]+")
WIDE: Final = re.compile("(?<=[^\\s.!?…•])[ \u00a0\u2007\u202f]{2,}(?=[\\w(€“‘\"'])")

STRETCHED: Final = 4  # gaps

# What each finds, and its patterns. The longest at a place wins.
PATTERNS: Final[list[tuple[str | Promise, re.Pattern[str]]]] = [
    (kind, re.compile(pattern))
    for kind, pattern in [
        (FIELD, r"\{\{[^{}]{0,200}\}\}|\{\{|\}\}"),
        (FIELD, r"\{%[^{}]{0,200}%\}|\{%|%\}"),
        (FIELD, r"\$?\n?\{\n?[^\W\d][\w .-]{0,80}\n?\}"),
        # Not [1], [12, 13], [a], [x], […]: notes, boxes and what was left out of a quotation.
        (FIELD, r"\[(?=[^\[\]]{0,200}[^\W\d_])(?![^\W_]\]|sic\])[^\[\]]{2,200}\]"),
        (FIELD, r"«[^«»]{0,200}»|[«»]"),
        (FIELD, r"<<[^<>]{0,200}>>|<<|>>|<[^\W\d][\w ]{0,60}>"),
        (FIELD, r"%[A-Za-z_]{3,40}%"),
        (FIELD, r"(?<!\w)[xX]{3,}(?!\w)|(?<!\w)[xX]{2}([./-])[xX]{2}(?!\w)(?:\1\w{2,4})?"),
        (FIELD, r"(?<!\w)[dD]{1,2}([ ./-])[mM]{1,2}\1[jJyY]{2,4}(?!\w)"),
        (FIELD, r"_(?:[ \n]?_){2,}"),
        (
            _("value missing, as a program writes it"),
            r"(?<![\w.@/'’-])(?:None|NaN|NaT|nan|null|NULL|undefined)(?![\w@/'’-]|\.\w)|\[object Object\]",
        ),
        (
            _("error of a spreadsheet"),
            r"#(?:REF!|VERW!|VALUE!|WAARDE!|NAME\?|NAAM\?|NUM!|GETAL!|NULL!|LEEG!|DIV/0!|DEEL/0!|N/A|N/B)|#{3,}",
        ),
        (_("error of a word processor"), r"(?<!\w)(?:Error|Fout|Erreur|Fehler)[ \u00a0\n]?![^.!?]{0,80}"),
        (
            FIELD,
            r"(?<!\w)(?:MERGE(?:FIELD|FORMAT)|FORM(?:TEXT|CHECKBOX|DROPDOWN)|DOCPROPERTY|PAGEREF|NUMPAGES)(?!\w)(?:\s\w+)?",
        ),
        (FIELD, r"(?i:(?<!\w)klik(?:\sof\stik)?\s(?:hier\s)?(?:om|als\su)\s(?:een\s)?(?:tekst|datum)(?!\w))"),
        (FIELD, r"(?i:(?<!\w)(?:click(?:\sor\stap)?\shere\sto\senter|kies\seen\sitem|choose\san\sitem)(?!\w))"),
        (_("filler text"), r"(?i:(?<!\w)(?:lorem\s+ipsum|dolor\s+sit\s+amet)(?!\w))"),
        (_("note of a writer"), r"(?<!\w)(?:TODO|TO\sDO|FIXME|TBD|TBC|NTB|N\.T\.B\.)(?!\w)|\?{2,}"),
        (_("space before a comma or a full stop"), r"(?<=[^\s.…])\s+[,;.](?=[\s)]|$)(?!\s?[.…])"),
        (_("doubled comma"), r"[,;]\s*[,;](?!\w)|[,;]\s*\.(?=\s|$)"),
        (_("empty brackets"), r"\(\s*\)|\[\s*\]|\{\s*\}|“\s*”|\(\s*[,;.](?=\s)"),
        (_("nothing between “van” and “tot”"), r"(?i:(?<!\w)van\s+tot(?:\sen\smet)?(?!\w|\snu(?!\w)))"),
        (_("amount missing"), r"(?<!\d)(?<!\d\s)€(?:\s*[,.;](?!\d)|\s+(?:per|voor|aan|en)(?!\w))"),
    ]
]

DOTS: Final = re.compile(r"[.…](?:[ \u00a0\n]?[.…])+")
# What a font without a list of its signs gives, and signs that steer a printer.
UNREADABLE: Final = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff\x00-\x08\x0e-\x1f\x7f-\x9f]+")
PAGE_NUMBER: Final = re.compile(r"\s*(\d{1,4})(?=\n|$)")


def marks(block: str, *, kind: str | Promise, pattern: re.Pattern[str]) -> Iterator[Place]:
    for found in pattern.finditer(block):
        yield Place(found.start(), found.end(), kind)


def unreadable_signs(block: str) -> Iterator[Place]:
    """Signs that have no meaning, but for a private one that begins a line: the bullet of a word processor."""
    for found in UNREADABLE.finditer(block):
        begins_line = found.start() == 0 or block[found.start() - 1] == "\n"
        is_bullet = begins_line and len(found[0]) == 1 and "\ue000" <= found[0] <= "\uf8ff"
        if not (is_bullet and not block[found.end() : found.end() + 1].strip()):
            yield Place(found.start(), found.end(), _("sign that cannot be read"))


def doubled_spaces(block: str) -> Iterator[Place]:
    """Inside a sentence; not in a line that is stretched to the margin, where every gap is read as two."""
    for line in re.finditer("[^\\n]+", block):
        wide = list(WIDE.finditer(block, line.start(), line.end()))
        if wide and (len(wide) < STRETCHED or 2 * len(wide) <= len(SPACES.findall(line[0]))):
            yield from (Place(found.start(), found.end(), _("doubled space")) for found in wide)


def dotted_lines(block: str, *, pages: int) -> Iterator[Place]:
    """Dots to write on, and doubled full stops; not an ellipsis, nor the leader to a number in a list of contents."""
    for found in DOTS.finditer(block):
        dots = "".join(found[0].split())
        number = PAGE_NUMBER.match(block, found.end())
        is_leader = number and 1 <= int(number[1]) <= pages and block[: found.start()].strip()
        if dots == "..":
            if found[0] == dots:
                yield Place(found.start(), found.end(), _("doubled full stop"))
        elif dots not in {"...", "….", ".…"} and not is_leader:
            yield Place(found.start(), found.end(), FIELD)
