"""The way from each number of an answer on screen to the list that it counts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dashboards.days import clock_query
from dashboards.figures import Figures
from dashboards.sheets import list_url as register_list_url
from municipalities.models import Province, Term
from publications.answer.blocks import Count
from publications.answer.facts import TOTAL, Facts, facts_of
from publications.answer.wording import summary
from publications.models import Publication
from publications.sheets import list_url
from publications.templatetags.numbers_said import said


@dataclass(frozen=True)
class Lists:
    """The list behind each number of an answer; the paragraph that its figures give, with its numbers as links."""

    of_figure: Callable[[str, str], str]  # by code and province; empty where there is none
    paragraph: str
    linked_paragraph: SafeString

    def of(self, count: Count) -> str:
        if count.given_in is None:
            return self.of_figure(count.code, count.province)
        return reverse("publications:publication_figure", args=[count.given_in, count.code]) if count.code else ""


def lists_of_day(found: Figures) -> Lists:
    """Those that the register counts now."""
    clocks = clock_query(found.on, found.known_at)
    places = {row.place.name: row.place for row in found.provinces if isinstance(row.place, Province)}

    def of_figure(code: str, province: str) -> str:
        return register_list_url(clocks, code, places.get(province))

    return _lists(facts_of(found), of_figure)


def lists_given(publication: Publication) -> Lists:
    """Those that were frozen with the answer."""
    term = str(Term.objects.of(publication.figures_on))
    facts = Facts(publication.figures_on, publication.known_at, term, publication.content)
    return _lists(facts, lambda code, province: list_url(publication, code, province))


def _lists(facts: Facts, of_figure: Callable[[str, str], str]) -> Lists:
    def shown(code: str, number: int) -> str:
        return said(number, of_figure(code, TOTAL) if code else "")

    linked = mark_safe(summary(facts, shown))  # noqa: S308  our own sentences with our own links in them
    return Lists(of_figure, summary(facts), linked)
