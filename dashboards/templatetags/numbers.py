"""The way from a number in a sentence to the list that it counts."""

from django import template

from dashboards import sheets
from dashboards.definitions import state_code
from dashboards.places import Place
from dashboards.standings import State

register = template.Library()

register.simple_tag(sheets.list_url)


@register.simple_tag
def state_url(clocks: str, state: State, place: Place | None) -> str:
    """The list of the municipalities in a state; empty outside the working area, which no figure counts."""
    return "" if state == State.OUTSIDE else sheets.list_url(clocks, state_code(state), place)
