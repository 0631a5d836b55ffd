"""The rows behind a number: as many as it says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dashboards import facts
from dashboards.definitions import Figure, Group, Unit
from dashboards.facts import Asked
from dashboards.inheritance import Family
from dashboards.lines import DoneLine
from dashboards.standings import Standing


@dataclass(frozen=True)
class CountedRow:
    """A municipality under a figure; or one of its reviews or commitments, where those are what is counted."""

    standing: Standing
    brings: int = 0
    on: date | None = None
    review_id: int | None = None
    commitment: DoneLine | None = None

    @property
    def municipality_id(self) -> int:
        return self.standing.municipality.pk

    @property
    def by_name(self) -> str:
        return self.standing.municipality.search_key

    @property
    def by_day(self) -> date:
        return self.on or date.max


def counted_rows(figure: Figure, asked: Asked, standings: Iterable[Standing]) -> list[CountedRow]:
    """One for each municipality that counts, review or commitment; in the order of the standings."""
    counting = [one for one in standings if figure.counts(one)]
    if figure.unit == Unit.REVIEWS:
        return list(_reviews(asked, counting))
    if figure.unit == Unit.COMMITMENTS:
        return list(_commitments(asked, counting))
    days = _days(figure, asked, counting)
    return [CountedRow(one, figure.of(one) or 0, days.get(one.municipality.pk)) for one in counting]


def _reviews(asked: Asked, standings: list[Standing]) -> Iterator[CountedRow]:
    family = Family(on=asked.on, known_at=asked.known_at)
    ids = [one.municipality.pk for one in standings]
    held = facts.held_reviews(asked, {*ids, *family.ancestors(ids)})
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for pk, municipality_id, on in held.order_by("held_on", "id").values_list(
        "id", "agreement__municipality", "held_on"
    ):
        found[family.heir(municipality_id)].append((pk, on))
    for standing in standings:
        for pk, on in found[standing.municipality.pk]:
            yield CountedRow(standing, 1, on, review_id=pk)


def _commitments(asked: Asked, standings: list[Standing]) -> Iterator[CountedRow]:
    held = [(standing, one.agreement.pk) for standing in standings for one in standing.held.agreements]
    found: dict[int, list[DoneLine]] = defaultdict(list)
    for line in facts.done(asked, [pk for _standing, pk in held]):
        found[line.agreement_id].append(line)
    for standing, agreement_id in held:
        for line in found[agreement_id]:
            yield CountedRow(standing, 1, commitment=line)


def _days(figure: Figure, asked: Asked, standings: list[Standing]) -> Mapping[int, date | None]:
    """Per municipality the day of the event that makes it count, where there is one."""
    if figure.code == "visited":
        return facts.first_visits(asked, [one.municipality.pk for one in standings])
    return {one.municipality.pk: _day(figure, one) for one in standings}


def _day(figure: Figure, standing: Standing) -> date | None:
    if figure.code in {"concluded", "days_to_signature"}:
        return standing.concluded_on
    if figure.code == "contacted_only":
        return standing.last_contacted_on
    if figure.group == Group.VISITS:
        return standing.last_visited_on
    if figure.group in {Group.STAGES, Group.REASONS}:
        return standing.stage_since
    return None
