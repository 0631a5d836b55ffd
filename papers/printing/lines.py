"""A line that was set before is not set again.

All agreements share one standard text, and a draft is printed again for one changed sentence: nearly every line has
been broken and shaped before. WeasyPrint offers no place to remember them, so two of its functions are wrapped: the
one that takes the first line from a text, and the one that draws a line. Both give the same for the same text, style
and width; for a document that is not printed with `RememberingFonts` both do what they did. Tests hold that a print
from memory has the bytes of one without, and that we know each property that WeasyPrint looks at.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.layout import inline, preferred
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout

# Of the style of a text, all that decides how it is broken and shaped.
PROPERTIES = (
    "direction",
    "font_family",
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_size",
    "font_stretch",
    "font_style",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "font_weight",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "hyphens",
    "lang",
    "letter_spacing",
    "overflow_wrap",
    "tab_size",
    "text_decoration_line",
    "white_space",
    "word_break",
    "word_spacing",
)
LINES_KEPT = 20_000
LONGEST_KEPT = 2_000

_split_first_line = inline.split_first_line
_draw_first_line = drawing.draw_first_line


class RememberingFonts(FontConfiguration):
    """The fonts of a press, with the lines that were set in them."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: dict[str, int] = {}
        self.broken: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.drawn: dict[tuple[Any, ...], list[_Step]] = {}
        self.alive: dict[int, Any] = {}

    def style_of(self, style: Any) -> int:
        """A number for all styles that set a text alike."""
        known: int | None = style.__dict__.get("_number")
        if known is None:
            words = repr([style[name] for name in PROPERTIES])
            known = style.__dict__["_number"] = self.styles.setdefault(words, len(self.styles))
        return known


class Line(Layout):
    """A broken line. Pango sets it again only when it has not been drawn before."""

    awake = False

    def reactivate(self, style: Any) -> None:
        self.style = style

    def deactivate(self) -> None:
        if self.awake:
            super().deactivate()
            self.awake = False

    def wake(self) -> None:
        super().reactivate(self.style)
        self.awake = True


_Step = tuple[str, tuple[Any, ...]]


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Any, ...]:
    """WeasyPrint's function of that name, remembered."""
    fonts = style.font_config
    arguments = (text, style, context, max_width, justification_spacing, is_line_start, minimum)
    if not isinstance(fonts, RememberingFonts) or len(text) > LONGEST_KEPT:
        return _split_first_line(*arguments)
    key = (text, fonts.style_of(style), max_width, justification_spacing, is_line_start, minimum)
    if (found := fonts.broken.get(key)) is None:
        layout, *measures = _split_first_line(*arguments)
        line = Line.__new__(Line)
        line.__dict__.update(layout.__dict__)
        found = (line, *measures)
        _keep(fonts.broken, key, found)
    return found


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """WeasyPrint's function of that name, remembered."""
    line = textbox.pango_layout
    if not isinstance(line, Line):
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    fonts, steps = textbox.style.font_config, None
    key = (line.text, textbox.text, fonts.style_of(textbox.style), line.justification_spacing)
    if text_overflow != "ellipsis" and block_ellipsis == "none" and (steps := fonts.drawn.get(key)) is None:
        line.wake()
        recorder = _Recorder(stream, lambda font: _keep_alive(fonts, font, line))
        emojis = _draw_first_line(recorder, textbox, text_overflow, block_ellipsis, matrix)
        if not emojis and not recorder.borrowed:
            steps = recorder.steps
            _keep(fonts.drawn, key, steps)
    if steps is None:
        line.wake()
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    _replay(steps, stream, matrix)
    return []


class _Recorder:
    """Stands in for a stream and writes down what is drawn, and which signs and widths that teaches each font."""

    def __init__(self, stream: Any, keep: Callable[[Any], None]) -> None:
        self._stream = stream
        self._keep = keep
        self.steps: list[_Step] = []
        self.borrowed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        font, size = self._stream.add_font(pango_font)
        font = copy(font)
        font.to_unicode, font.widths = {}, {}
        font.get_unused_glyph_id = self._borrow
        self._keep(pango_font)
        self.steps.append(("add_font", (pango_font, font.to_unicode, font.widths)))
        return font, size

    def _borrow(self, codepoint: int) -> int:
        self.borrowed = True
        return 0

    def set_text_matrix(self, *values: float) -> None:
        self.steps.append(("set_text_matrix", ()))

    def set_font_size(self, *values: Any) -> None:
        self.steps.append(("set_font_size", values))

    def set_text_rise(self, *values: Any) -> None:
        self.steps.append(("set_text_rise", values))

    def show_text(self, *values: Any) -> None:
        self.steps.append(("show_text", values))


def _replay(steps: list[_Step], stream: Any, matrix: Any) -> None:
    for name, values in steps:
        if name == "add_font":
            pango_font, signs, widths = values
            font, _size = stream.add_font(pango_font)
            for known, learned in ((font.to_unicode, signs), (font.widths, widths)):
                for glyph, value in learned.items():
                    known.setdefault(glyph, value)
        elif name == "set_text_matrix":
            stream.set_text_matrix(*matrix.values)
        else:
            getattr(stream, name)(*values)


def _keep(memory: dict[tuple[Any, ...], Any], key: tuple[Any, ...], value: Any) -> None:
    if len(memory) >= LINES_KEPT:
        memory.clear()
    memory[key] = value


def _keep_alive(fonts: RememberingFonts, pango_font: Any, line: Line) -> None:
    """Pango lets go of a font with the last layout that uses it; a remembered line may still name it."""
    fonts.alive.setdefault(int(ffi.cast("intptr_t", pango_font)), line.layout)


inline.split_first_line = preferred.split_first_line = split_first_line
drawing.draw_first_line = draw_first_line
