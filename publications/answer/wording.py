"""The sentences of an answer. A sentence about a figure that was not told is left out."""

from collections.abc import Callable

from django.template.defaultfilters import floatformat
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publications.answer.facts import TALKS, TOTAL, Facts

Shown = Callable[[str, int], str]  # how the number of a figure stands in a sentence


IN_TALKS = ""  # no figure: the sum of the stages that are named beside it


def as_it_is(code: str, number: int) -> str:
    return str(number)


@translation.override("nl")
def summary(facts: Facts, shown: Shown = as_it_is) -> str:
    """The answer in words: who was visited, with whom there is an agreement, how the talks stand."""
    if not facts.number("municipalities"):
        return _("On %(day)s there were no local governments to count.") % {"day": date_format(facts.on)}
    sentences = (tell(facts, shown) for tell in (_visited, _concluded, _in_force, _talks, _declined))
    return " ".join(sentence for sentence in sentences if sentence)


def share(facts: Facts, code: str, province: str = TOTAL) -> str:
    """A percentage, rounded as on every page: "84 %"; nothing where there is nothing to share."""
    value = facts.share(code, province)
    return "" if value is None else f"{floatformat(value, 0)}\N{NO-BREAK SPACE}%"


def _visited(facts: Facts, shown: Shown) -> str:
    number = facts.number("visited")
    if number is None:
        return ""
    if not number:
        sentence = _("On %(day)s none of the %(all)s local governments had been visited yet.")
    else:
        sentence = ngettext(
            "On %(day)s %(number)s of the %(all)s local governments was visited (%(share)s).",
            "On %(day)s %(number)s of the %(all)s local governments were visited (%(share)s).",
            number,
        )
    return sentence % {
        "day": date_format(facts.on),
        "number": shown("visited", number),
        "all": shown("municipalities", facts.number("municipalities") or 0),
        "share": share(facts, "visited"),
    }


def _concluded(facts: Facts, shown: Shown) -> str:
    number = facts.number("concluded")
    if number is None:
        return ""
    if not number:
        sentence = _("In the term %(term)s no collaboration agreement was concluded yet.")
    else:
        sentence = ngettext(
            "In the term %(term)s there was %(number)s collaboration agreement, with %(share)s of them.",
            "In the term %(term)s there were %(number)s collaboration agreements, with %(share)s of them.",
            number,
        )
    return sentence % {
        "term": facts.term,
        "number": shown("concluded", number),
        "share": share(facts, "concluded"),
    }


def _in_force(facts: Facts, shown: Shown) -> str:
    number = facts.number("in_force")
    if number is None:
        return ""
    if not number:
        return _("No agreement was in force on that day.")
    sentence = ngettext(
        "On that day an agreement was in force in %(number)s local government.",
        "On that day an agreement was in force in %(number)s local governments.",
        number,
    )
    return sentence % {"number": shown("in_force", number)}


def _talks(facts: Facts, shown: Shown) -> str:
    numbers = {code: facts.number(code) or 0 for code in TALKS if facts.number(code) is not None}
    if not numbers:
        return ""
    total = sum(numbers.values())
    if not total:
        return _("No talks were going on.")
    sentence = ngettext(
        "With %(number)s local government the talks were going on: %(stages)s.",
        "With %(number)s local governments the talks were going on: %(stages)s.",
        total,
    )
    stages = [in_stage(code) % {"number": shown(code, number)} for code, number in numbers.items() if number]
    return sentence % {"number": shown(IN_TALKS, total), "stages": get_text_list(stages, _("and"))}


def in_stage(code: str) -> str:
    """How many are in a stage of the talks, with a place for the number."""
    return {
        "approved": _("%(number)s approved by the council and still to be signed"),
        "final_negotiation": _("%(number)s in final negotiation"),
        "negotiation": _("%(number)s in negotiation"),
        "exploring": _("%(number)s in exploratory talks"),
    }[code]


def _declined(facts: Facts, shown: Shown) -> str:
    number = facts.number("declined")
    if number is None:
        return ""
    if not number:
        return _("With none of them it was decided to do without an agreement.")
    sentence = ngettext(
        "With %(number)s local government it was decided to do without an agreement for now.",
        "With %(number)s local governments it was decided to do without an agreement for now.",
        number,
    )
    return sentence % {"number": shown("declined", number)}
