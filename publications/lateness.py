"""The published figures that a change of the register touches."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import DeclineReason
from dashboards.definitions import Figure, in_tables, with_reasons
from dashboards.standings import standings
from municipalities.lineage import heir_of
from municipalities.models import Municipality, Term
from publications.models import Publication

# What the answers from before the register told of each municipality.
TOLD_BEFORE = frozenset({"visited", "concluded"})

Key = tuple[date, str, str]  # the day, the municipality, the code of the figure


def published_figures(municipalities: Collection[Municipality], since: date) -> "PublishedFigures | None":
    """One query when nothing was given out of that day or later. A day without a term is no day of figures."""
    term = Term.objects.filter(starts_on__lte=OuterRef("figures_on"), ends_on__gte=OuterRef("figures_on"))
    standing = Publication.objects.standing().filter(Exists(term), figures_on__gte=since)
    given = list(standing.defer("frozen"))
    return PublishedFigures(municipalities, given) if given else None


class PublishedFigures:
    """What these municipalities, or what became of them, bring to the figures of each published day."""

    def __init__(self, municipalities: Collection[Municipality], publications: Collection[Publication]) -> None:
        self.municipalities = [one.pk for one in municipalities]
        self.figures = _figures()
        self.publications: dict[date, list[Publication]] = defaultdict(list)
        for publication in publications:
            self.publications[publication.figures_on].append(publication)
        self.before = self._counted()

    def changes(self) -> list[str]:
        after = self._counted()
        moved: dict[tuple[date, str], list[str]] = defaultdict(list)
        for code in self.figures:
            for day, name in sorted({(day, name) for day, name, _code in (*self.before, *after)}):
                if self.before.get((day, name, code)) != after.get((day, name, code)):
                    moved[day, name].append(code)
        return [words for (day, name), codes in moved.items() for words in self._in_words(day, name, codes)]

    def _counted(self) -> dict[Key, int]:
        present = list(Municipality.objects.filter(pk__in=self.municipalities))  # a merger changes until when they live
        return {
            (day, standing.municipality.name, code): number
            for day in sorted(self.publications)
            for standing in standings(on=day, municipalities=_heirs(present, day))
            for code, figure in self.figures.items()
            if (number := figure.of(standing)) is not None
        }

    def _in_words(self, day: date, name: str, codes: list[str]) -> Iterator[str]:
        """For each publication of the day that told one of the figures."""
        for publication in self.publications[day]:
            told = [code for code in codes if not publication.before_register or code in TOLD_BEFORE]
            if told:
                words = {
                    "publication": publication.title,
                    "day": date_format(day),
                    "municipality": name,
                    "figures": ", ".join(self.figures[code].full_name for code in told),
                }
                yield _("%(publication)s, figures of %(day)s: %(municipality)s (%(figures)s)") % words


def _heirs(municipalities: Collection[Municipality], day: date) -> list[Municipality]:
    found = (heir_of(municipality, on=day) for municipality in municipalities)
    return [heir for heir in found if heir is not None]


def _figures() -> dict[str, Figure]:
    """All that is given out, by code."""
    return {figure.code: figure for figure in in_tables(with_reasons(DeclineReason.objects.all()))}
