"""Markdown of a small subset to HTML: paragraph, bold, italic, lists, links, footnotes.

The parser knows nothing else, so all other mark-up stays the text that it is. The HTML is written here, every text
in it escaped, and then cleaned: nothing but the allowed tags comes through, whatever the parser may do.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from html import unescape
from itertools import zip_longest

import nh3
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from papers.text.sentences import begins_a_sentence, with_a_capital
from papers.text.signs import breakable, marked, seen

LONGEST_TEXT = 20_000
# Each bracket makes the parser look for its partner; nobody needs so many links in one text.
MOST_BRACKETS = 200
DEEPEST = 20
MOST_LINES = 500
# The tokens of a text take up to 300 times its length in memory, so long ones are parsed anew each time.
LONGEST_KEPT = 2_000
UNENDED_WORD = re.compile(r"[^\s\u200b]*$")

FIELD = re.compile(r"\{\{[ ]*([a-z][a-z0-9_]*)[ ]*\}\}")
# A host, an address: no more than looks like one. Fields have no place in it.
LINK = re.compile(r"(?:https?://[^\s/?#{}]+|mailto:[^\s@{}]+@[^\s@{}]+)[^\s{}]*", re.IGNORECASE)

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "span"}
FOOTNOTE = re.compile(r'<span class="footnote">(.*?)</span>')
BLOCK_ENDS = re.compile(r"</?(?:p|ul|ol|li)\b[^>]*>")
CLASSES = {"span": {"day", "gap", "footnote", "merged"}, "p": {"lead-in"}}
ATTRIBUTES = {"a": {"href"}}


def to_html(
    text: str,
    *,
    values: Mapping[str, str],
    heading: bool = False,
    running: bool = False,
    absent: Collection[str] = (),
) -> SafeString:
    """The text with its merge fields filled in, capital first where a field begins a sentence. Never raises.

    `heading`: one line of plain text, without Markdown; `running`: one that goes on from other words, so that no
    field at its start takes a capital. The values are escaped here unless they are safe strings; an unknown field
    stays as it was typed. `absent` names fields without a value: a paragraph or list item that consists of nothing
    else is left out.
    """
    text = seen(text)
    if is_too_long(text):
        return _too_long(text)
    if heading:
        writer = _Writer(values, absent, {})
        return _cleaned(writer.inline(list(_plain(" ".join(text.split()))), before="," if running else ""))
    tokens = parsed(text)
    start = next((place for place, one in enumerate(tokens) if one.type == "footnote_block_open"), len(tokens))
    return _cleaned(_Writer(values, absent, _notes(tokens[start:])).blocks(tokens[:start]))


def as_read(html: str) -> str:
    """The words of what `to_html` made, as the printer sets them: a blank line between blocks, the footnotes last."""
    blocks = [*BLOCK_ENDS.split(FOOTNOTE.sub("", html)), *FOOTNOTE.findall(html)]
    lines = (re.sub(r"[ \n]+", " ", block).replace("<br>", "\n") for block in blocks)
    return "\n\n".join(filter(None, (unescape(_without_tags(block)).strip() for block in lines)))


def is_too_long(text: str) -> bool:
    return len(text) > LONGEST_TEXT or text.count("\n") >= MOST_LINES


def parsed(text: str) -> tuple[Token, ...]:
    """The text as tokens of markdown-it, footnotes at the end. Read them, do not change them."""
    return _kept(text) if len(text) <= LONGEST_KEPT else _parsed(text)


def _parsed(text: str) -> tuple[Token, ...]:
    return tuple(_parser(links=text.count("[") <= MOST_BRACKETS).parse(text))


_kept = lru_cache(maxsize=256)(_parsed)


class _Writer:
    """Writes the HTML of one text, and follows what was said in the block to know where a sentence begins."""

    def __init__(self, values: Mapping[str, str], absent: Collection[str], notes: dict[int, list[Token]]) -> None:
        self.values = values
        self.absent = absent
        self.notes = notes
        self.before = ""

    def blocks(self, tokens: Sequence[Token]) -> str:
        written = []
        for block, following in _with_next(_children(tokens)):
            if block[0].type == "paragraph_open":
                written.append(self._paragraph(block[1], leads=following is not None and _is_list(following[0])))
            elif _is_list(block[0]):
                written.append(self._list(block))
        return "".join(written)

    def inline(self, tokens: Sequence[Token], *, before: str = "") -> str:
        self.before = before
        return self._inline(tokens)

    def _paragraph(self, inline: Token, *, leads: bool) -> str:
        if self._is_left_out(inline):
            return ""
        words = self.inline(inline.children or [])
        leads = leads and self.before.rstrip().endswith(":")
        return f'<p class="lead-in">{words}</p>' if leads else f"<p>{words}</p>"

    def _list(self, tokens: Sequence[Token]) -> str:
        items = "".join(self._item(item[1:-1]) for item in _children(tokens[1:-1]))
        return f"<{tokens[0].tag}>{items}</{tokens[0].tag}>" if items else ""

    def _item(self, tokens: Sequence[Token]) -> str:
        """Without paragraphs inside: on paper those would be tagged outside the body of the item."""
        written = ""
        for block in _children(tokens):
            if block[0].type == "paragraph_open" and not self._is_left_out(block[1]):
                words = self.inline(block[1].children or [])
                written += f"<br>{words}" if written else words
            elif _is_list(block[0]):
                written += self._list(block)
        return f"<li>{written}</li>" if written else ""

    def _is_left_out(self, inline: Token) -> bool:
        name = FIELD.fullmatch(inline.content.strip().strip("*_").rstrip(".;,"))
        return name is not None and name[1] in self.absent

    def _inline(self, tokens: Sequence[Token]) -> str:
        written, link = [], None
        for place, token in enumerate(tokens):
            if token.type == "link_open":
                link = place
            elif token.type == "link_close" and link is not None:
                written.append(self._link(tokens[link], tokens[link + 1 : place]))
                link = None
            elif link is None:
                written.append(self._sign(token))
        return "".join(written)

    def _sign(self, token: Token) -> str:
        match token.type:
            case "field":
                return self._say(self._value(token))
            case "footnote_ref":
                return self._footnote(token)
            case "softbreak":
                return self._say(" ")
            case "hardbreak":
                self.before += " "
                return "<br>"
            case "em_open" | "strong_open":
                return f"<{token.tag}>"
            case "em_close" | "strong_close":
                return f"</{token.tag}>"
        return self._say(marked(self._broken(token.content)))

    def _broken(self, text: str) -> str:
        """With places to break a word that has no end, also one that goes on from what was said before."""
        unended = UNENDED_WORD.search(self.before)
        return breakable(text, said=len(unended[0]) if unended else 0)

    def _say(self, html: str) -> str:
        self.before = (self.before + _without_tags(html))[-80:]
        return html

    def _value(self, token: Token) -> SafeString:
        if token.meta["name"] not in self.values:
            return marked(token.content)
        value = conditional_escape(self.values[token.meta["name"]])
        if begins_a_sentence(self.before):
            return with_a_capital(value)
        return format_html("{}{}", self._broken("-")[:-1], value)

    def _link(self, opening: Token, tokens: Sequence[Token]) -> str:
        """Flat: an element inside a link is not allowed in a tagged PDF."""
        href = str(opening.attrs["href"])
        words = ""
        for token in tokens:
            if token.type in {"field", "softbreak"} or token.content:
                words += _without_tags(self._sign(token)) if token.type != "footnote_ref" else ""
        return f'<a href="{escape(href)}">{words.strip() or escape(href)}</a>'

    def _footnote(self, token: Token) -> str:
        """The note where it is called, once; WeasyPrint sets it at the foot of the page."""
        note = self.notes.pop(token.meta["id"], None)
        if note is None:
            return self._say(escape(f"[^{token.meta['label']}]"))
        outside, notes, self.notes = self.before, self.notes, {}
        words = " ".join(self.inline(one.children or []) for one in note)
        self.before, self.notes = outside, notes
        return f'<span class="footnote">{words}</span>'


def _notes(tokens: Sequence[Token]) -> dict[int, list[Token]]:
    """The lines of each footnote by its number."""
    notes: dict[int, list[Token]] = {}
    current: list[Token] = []
    for token in tokens:
        if token.type == "footnote_open":
            current = notes[token.meta["id"]] = []
        elif token.type == "inline":
            current.append(token)
    return notes


def _children(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens cut into blocks that stand beside each other, each from its opening to its closing."""
    start = depth = 0
    for place, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield tokens[start : place + 1]
            start = place + 1


def _with_next(blocks: Iterator[Sequence[Token]]) -> Iterator[tuple[Sequence[Token], Sequence[Token] | None]]:
    kept = list(blocks)
    yield from zip_longest(kept, kept[1:])


def _is_list(token: Token) -> bool:
    return token.type in {"bullet_list_open", "ordered_list_open"}


def _plain(text: str) -> Iterator[Token]:
    """A line of plain text with fields, as tokens."""
    parts = FIELD.split(text)
    for place, part in enumerate(parts):
        if place % 2:
            yield Token("field", "", 0, content=f"{{{{ {part} }}}}", meta={"name": part})
        elif part:
            yield Token("text", "", 0, content=part)


def _too_long(text: str) -> SafeString:
    return format_html(
        '<p>{}… <span class="gap">[te lang: de rest van deze tekst is niet afgedrukt]</span></p>',
        " ".join(text[:1000].split()),
    )


def _without_tags(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def _cleaned(html: str) -> SafeString:
    return mark_safe(_cleaner().clean(html))  # noqa: S308  # every text in it is escaped, and this is the cleaner


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=set(),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=None,
    )


@cache
def _parser(*, links: bool) -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": DEEPEST})
    parser.enable(["list", "newline", "escape", "emphasis"])
    parser.inline.ruler.before("escape", "field", _field)
    if links:
        parser.enable("link")
        parser.use(footnote_plugin, inline=False)
        parser.validateLink = is_link  # type: ignore[method-assign,assignment]
    return parser


def is_link(address: str) -> bool:
    return LINK.fullmatch(address) is not None and not re.search("%7[bd]", address, re.IGNORECASE)


def _field(state: StateInline, silent: bool) -> bool:
    match = FIELD.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("field", "", 0)
        token.content, token.meta = match[0], {"name": match[1]}
    state.pos = match.end()
    return True
