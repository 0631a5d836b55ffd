"""The term 2019–2024, in which the published figures hold."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings

from agreements.actions import stages
from agreements.demo import texts
from agreements.demo.world import World
from agreements.models import Agreement
from municipalities.models import Municipality, Visit

TERM_BEGINS = date(2019, 1, 1)
TERM_ENDS = date(2024, 12, 31)
LAST_DAY = date(2025, 12, 31)


@dataclass(frozen=True)
class Published:
    """What was said to parliament: so many visited and so many agreements by a day."""

    on: date
    visited: int
    agreements: int


def published_series() -> list[Published]:
    with (settings.FIXTURES_DIR / "published_figures.csv").open(encoding="utf-8", newline="") as file:
        return [
            Published(date.fromisoformat(row["question_date"]), int(row["visited"]), int(row["agreements"]))
            for row in csv.DictReader(file)
        ]


def published_list() -> list[str]:
    """NIS codes of the municipalities with an agreement on the last published day."""
    with (settings.FIXTURES_DIR / "agreements_2021-04-26.csv").open(encoding="utf-8", newline="") as file:
        return [row["nis"] for row in csv.DictReader(file)]


def build(world: World) -> None:
    series = published_series()
    municipalities = list(
        Municipality.objects.existing_on(TERM_BEGINS)
        .in_working_area()
        .select_related("region", "province")
        .order_by("nis")
    )
    listed = set(published_list())
    concluding = [one for one in municipalities if one.nis in listed]
    others = [one for one in municipalities if one.nis not in listed]
    world.rng.shuffle(concluding)
    world.rng.shuffle(others)

    first_visits = _first_visits(world, concluding, others, series)
    signed = _sign_the_published(world, concluding, first_visits, series)
    for municipality, on in first_visits.items():
        world.visit(municipality, on, kind=_kind_of(world, on))
    _later_visits(world, list(first_visits))
    late = others[:14]
    signed += _sign_after_the_series(world, late, first_visits)
    _decline_some(world, others[14:60], first_visits)
    _reviews(world, signed)
    _end_two(world, signed)


def _kind_of(world: World, on: date) -> Visit.Kind:
    locked_down = date(2020, 3, 14) <= on <= date(2021, 6, 1)
    return Visit.Kind.VIDEO if locked_down or world.rng.random() < 0.1 else Visit.Kind.ON_THE_SPOT


def _first_visits(
    world: World, concluding: list[Municipality], others: list[Municipality], series: list[Published]
) -> dict[Municipality, date]:
    """Who was visited first and when: as many by each published day as was said then.

    The first to sign come first; between the last two published days nobody new was visited.
    """
    first, second, third = series
    early = concluding[: first.agreements]
    rest = concluding[first.agreements :] + others[: second.visited - len(concluding)]
    world.rng.shuffle(rest)
    order = early + rest
    visits = {one: world.between(TERM_BEGINS + timedelta(days=20), date(2019, 6, 28)) for one in early}
    visits |= {
        one: world.between(TERM_BEGINS + timedelta(days=20), first.on) for one in order[len(early) : first.visited]
    }
    # A signature needs some months of talks before the next published day.
    visits |= {one: world.between(first.on + timedelta(days=1), date(2020, 6, 30)) for one in order[first.visited :]}
    after = others[second.visited - len(concluding) :]
    for municipality in after[: len(after) * 3 // 4]:
        visits[municipality] = world.between(third.on + timedelta(days=10), date(2023, 12, 20))
    return visits


def _sign_the_published(
    world: World, concluding: list[Municipality], first_visits: dict[Municipality, date], series: list[Published]
) -> list[Agreement]:
    agreements = []
    begin = Published(TERM_BEGINS, 0, 0)
    for before, published in pairwise([begin, *series]):
        for municipality in concluding[before.agreements : published.agreements]:
            talk_on = first_visits[municipality]
            earliest = max(before.on, talk_on + timedelta(days=60)) + timedelta(days=1)
            agreements.append(_sign(world, municipality, talk_on, world.between(earliest, published.on)))
    return agreements


def _sign(world: World, municipality: Municipality, talk_on: date, signed_on: date) -> Agreement:
    starts_on = max(date(2020, 1, 1), signed_on.replace(day=1))
    return world.sign(municipality, talk_on=talk_on, signed_on=signed_on, period=(starts_on, LAST_DAY))


def _sign_after_the_series(
    world: World, municipalities: list[Municipality], first_visits: dict[Municipality, date]
) -> list[Agreement]:
    return [
        _sign(world, municipality, first_visits[municipality], world.between(date(2021, 5, 3), date(2022, 11, 30)))
        for municipality in municipalities
        if municipality in first_visits
    ]


def _later_visits(world: World, visited: list[Municipality]) -> None:
    """Follow-up visits and calls; one or two a year."""
    for municipality in visited:
        for year in (2021, 2022, 2023, 2024):
            if world.rng.random() < 0.45:
                # From May: before that day the published number of visited municipalities did not grow.
                on = world.between(date(year, 5, 3), date(year, 12, 18))
                kind = world.rng.choice([*[Visit.Kind.ON_THE_SPOT] * 5, Visit.Kind.VIDEO, Visit.Kind.PHONE])
                world.visit(municipality, on, kind=kind)


def _decline_some(world: World, municipalities: list[Municipality], first_visits: dict[Municipality, date]) -> None:
    for number, municipality in enumerate(municipalities):
        talk_on = first_visits.get(municipality)
        if talk_on is None:
            continue
        agreement = world.talk(municipality, on=talk_on, period=(max(talk_on, date(2020, 1, 1)), LAST_DAY))
        declined_on = world.between(talk_on + timedelta(days=40), talk_on + timedelta(days=300))
        world.decline(agreement, on=declined_on, try_again_on=date(2025, 3, 1) if number % 3 == 0 else None)


def _reviews(world: World, agreements: list[Agreement]) -> None:
    for agreement in agreements:
        for due_on in agreement.anniversaries(until=LAST_DAY):
            if world.rng.random() < 0.8:
                world.review(agreement, due_on=due_on)


def _end_two(world: World, agreements: list[Agreement]) -> None:
    for agreement in agreements[-2:]:
        stages.end(
            agreement,
            effective_on=date(2025, 6, 30),
            reason=texts.ENDINGS[0],
            by=world.teams[agreement.municipality.region][0],
        )
