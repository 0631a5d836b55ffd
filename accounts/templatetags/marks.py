"""States have a word and a shape, never a colour alone. Here are the shapes."""

from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Drawn on 16 × 16 in the colour of the text around them.
_RING: Final = '<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/>'
_DISC: Final = '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
_CHECK: Final = '<path class="mark-cut" d="M4.7 8.3l2.3 2.3 4.4-4.9" fill="none" stroke-width="1.8"/>'

SHAPES: Final[dict[str, str]] = {
    "dashed": '<circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-dasharray="2.2 2.7"/>',
    "ring": _RING,
    "quarter": _RING + '<path d="M8 8V3.6A4.4 4.4 0 0 1 12.4 8z" fill="currentColor"/>',
    "half": _RING + '<path d="M8 3.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor"/>',
    "three-quarters": _RING + '<path d="M8 3.6A4.4 4.4 0 1 1 3.6 8H8z" fill="currentColor"/>',
    "full": _RING + '<circle cx="8" cy="8" r="4.4" fill="currentColor"/>',
    "check": _DISC + _CHECK,
    "cross": '<path d="M3.2 3.2l9.6 9.6M12.8 3.2l-9.6 9.6" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "stop": '<rect x="2" y="2" width="12" height="12" rx="1.5" fill="currentColor"/>'
    '<path class="mark-cut" d="M5 8h6" fill="none" stroke-width="2"/>',
    "square": '<rect x="2.5" y="2.5" width="11" height="11" rx="1.5" fill="none" stroke="currentColor" '
    'stroke-width="1.5"/><path d="M5 8h6" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "inherited": _DISC
    + '<path class="mark-cut" d="M8 3.8v7.4M4.8 8.2L8 11.4l3.2-3.2" fill="none" stroke-width="1.6"/>',
    "inherited-part": '<path d="M8 1a7 7 0 0 0 0 14z" fill="currentColor"/>'
    '<path d="M8 1.75a6.25 6.25 0 0 1 0 12.5" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-dasharray="2.2 2.2"/>',
    "diamond": '<path d="M8 1.8L14.2 8 8 14.2 1.8 8z" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "warning": '<path d="M8 1.2l7 13H1z" fill="currentColor" stroke="currentColor" stroke-linejoin="round"/>'
    '<path class="mark-cut" d="M8 5.6v4.2M8 11.2v1.6" fill="none" stroke-width="1.7"/>',
    "clock": _RING + '<path d="M8 4.4V8l2.4 1.7" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "info": _DISC + '<path class="mark-cut" d="M8 7v5M8 4v1.7" fill="none" stroke-width="1.8"/>',
    "dot": '<circle cx="8" cy="8" r="3" fill="currentColor"/>',
    "merge": '<path d="M3 2.5v2.2C3 7 8 7 8 9.4v4M13 2.5v2.2C13 7 8 7 8 9.4M5.6 11.2L8 13.6l2.4-2.4" fill="none" '
    'stroke="currentColor" stroke-width="1.5"/>',
    "plus": '<path d="M8 2.2v11.6M2.2 8h11.6" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "wave": '<path d="M2 9.6c2-4.2 4-4.2 6-1.6s4 2.6 6-1.6" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "up": '<path d="M8 3l5 9H3z" fill="currentColor"/>',
    "down": '<path d="M8 13L3 4h10z" fill="currentColor"/>',
}

# What each state of the register looks like: its shape, and a tone that only underlines it.
STATES: Final[dict[str, tuple[str, str]]] = {
    "": ("dashed", "quiet"),
    # the stages of an agreement
    "exploring": ("quarter", "open"),
    "negotiation": ("half", "open"),
    "final_negotiation": ("three-quarters", "open"),
    "approved": ("full", "open"),
    "signed": ("check", "good"),
    "declined": ("cross", "bad"),
    "ended": ("stop", "quiet"),
    "lapsed": ("square", "quiet"),
    # an agreement in force
    "in_force": ("check", "good"),
    "own": ("check", "good"),
    "inherited_whole": ("inherited", "good"),
    "inherited_part": ("inherited-part", "good"),
    # visits
    "planned": ("diamond", "open"),
    "held": ("check", "good"),
    "cancelled": ("cross", "quiet"),
    "visited": ("check", "good"),
    "contacted": ("half", "open"),
    "never_visited": ("dashed", "quiet"),
    # commitments
    "to_do": ("ring", "open"),
    "under_way": ("half", "open"),
    "done": ("check", "good"),
    "dropped": ("cross", "quiet"),
    # what an addendum changes
    "added": ("plus", "good"),
    "changed": ("wave", "open"),
    # papers on their way
    "concept": ("quarter", "open"),
    "decided": ("half", "open"),
    "final": ("full", "open"),
    "withdrawn": ("stop", "quiet"),
    # reviews and days
    "due": ("clock", "open"),
    "overdue": ("warning", "bad"),
    "not_held": ("stop", "quiet"),
    # the versions of a template; a concept is as above
    "in_use": ("check", "good"),
    "retired": ("square", "quiet"),
    # messages
    "success": ("check", "good"),
    "info": ("info", "open"),
    "warning": ("warning", "warn"),
    "error": ("warning", "bad"),
    "debug": ("dot", "quiet"),
    # events on a timeline
    "merger": ("merge", "quiet"),
    "decision": ("full", "open"),
    "review": ("clock", "open"),
    "contact": ("dot", "quiet"),
    "event": ("dot", "quiet"),
}


@register.simple_tag
def mark(state: object) -> SafeString:
    """The shape of a state (or a shape by its own name) as inline SVG; the word beside it must say the same."""
    name = str(state or "")
    shape, tone = STATES.get(name, (name if name in SHAPES else "dot", "quiet"))
    return format_html(
        '<svg class="mark mark-{}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{}</svg>',
        tone,
        mark_safe(SHAPES[shape]),  # noqa: S308  our own drawings
    )


@register.filter
def tone(state: object) -> str:
    """The tone of a state: quiet, open, good, warn or bad."""
    return STATES.get(str(state or ""), ("", "quiet"))[1]
