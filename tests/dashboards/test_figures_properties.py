"""What holds of the figures in every world: generated municipalities, mergers, visits and agreements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings

from dashboards.figures import Figures, figures
from dashboards.standings import Standing
from tests.dashboards.worlds import (
    LAST,
    AgreementEvent,
    Event,
    VisitEvent,
    World,
    agreements,
    concluded_by_hand,
    events,
    exists,
    force_by_hand,
    lineage,
    stage_by_hand,
    telling_days,
    visited_by_hand,
    visits,
)

# One world for all examples of a test: what happens in an example is undone at its end.
IN_ONE_WORLD = settings(
    max_examples=40,
    suppress_health_check=[*settings.default.suppress_health_check, HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def world(db: None) -> World:
    return World()


@contextmanager
def happened(world: World, what: list[Event]) -> Iterator[None]:
    with transaction.atomic():
        world.happen(*what)
        yield
        transaction.set_rollback(True)


def told(standing: Standing) -> tuple[Any, ...]:
    """All that a standing says, without the rows behind it."""
    return (
        standing.visited,
        standing.contacted_only,
        standing.last_visited_on,
        standing.concluded,
        standing.in_force,
        standing.stage,
        standing.stage_since,
        standing.reviews_overdue,
        standing.state,
    )


def told_of_all(found: Figures) -> dict[str, tuple[Any, ...]]:
    return {standing.municipality.name: told(standing) for standing in found.standings}


def numbers(found: Figures) -> list[dict[str, Any]]:
    return [row.numbers for row in (*found.provinces, *found.regions, found.total)]


@IN_ONE_WORLD
@given(what=events, day=telling_days)
def test_each_standing_is_what_a_reader_of_the_log_finds_by_hand(world: World, what: list[Event], day: date) -> None:
    with happened(world, what):
        for standing in figures(on=day).standings:
            name = standing.municipality.name
            assert exists(name, day)
            assert standing.visited == visited_by_hand(name, what, day)
            assert standing.concluded == concluded_by_hand(name, what, day)
            assert standing.in_force == force_by_hand(name, what, day)
            assert standing.stage in stage_by_hand(name, what, day)


@IN_ONE_WORLD
@given(what=events, later=visits | agreements(), day=telling_days)
def test_what_happens_later_never_changes_an_earlier_day(
    world: World, what: list[Event], later: Event, day: date
) -> None:
    if isinstance(later, AgreementEvent):
        later = later.postponed(max(0, (day - later.day).days + 1))
    assume(later.day > day)
    with happened(world, what):
        before = figures(on=day)
        world.happen(later)
        after = figures(on=day)
        assert told_of_all(after) == told_of_all(before)
        assert numbers(after) == numbers(before)


@IN_ONE_WORLD
@given(what=events, backdated=visits | agreements(), day=telling_days)
def test_what_is_filed_late_touches_only_its_municipality_and_its_successors(
    world: World, what: list[Event], backdated: Event, day: date
) -> None:
    with happened(world, what):
        before = told_of_all(figures(on=day))
        world.happen(backdated)
        after = told_of_all(figures(on=day))
        changed = {name for name in before if before[name] != after[name]}
        assert changed <= lineage(backdated.place)
        if isinstance(backdated, VisitEvent):
            assert changed <= {backdated.place}  # a visit stays with the municipality that had it


@IN_ONE_WORLD
@given(what=events, day=telling_days)
def test_a_visit_filed_late_counts_from_its_own_day_until_the_term_is_over(
    world: World, what: list[Event], day: date
) -> None:
    with happened(world, what):
        visit = VisitEvent("Ieke", day)
        world.happen(visit)
        of_term = [on for on in (day, day + timedelta(1), date(2024, 12, 31), LAST) if on >= day]
        for on in of_term:
            (ieke,) = [one for one in figures(on=on).standings if one.municipality.name == "Ieke"]
            assert ieke.visited or (day.year < 2025 <= on.year)


@IN_ONE_WORLD
@given(what=events, day=telling_days)
def test_each_municipality_counts_once_so_that_parts_make_wholes(world: World, what: list[Event], day: date) -> None:
    with happened(world, what):
        found = figures(on=day)
        names = [standing.municipality.name for standing in found.standings]
        assert sorted(names) == sorted(name for name in world.places if exists(name, day))
        for code in (figure.code for figure in found.definitions if figure.adds_up):
            total = found.total.numbers[code]
            assert sum(row.numbers[code] or 0 for row in found.provinces) == total
            assert sum(row.numbers[code] or 0 for row in found.regions) == total
        _check_parts(found.total.numbers)


def _check_parts(total: dict[str, Any]) -> None:
    stages = ("no_talks", "exploring", "negotiation", "final_negotiation", "approved", "signed", "declined", "ended")
    assert sum(total[stage] for stage in stages) == total["municipalities"]
    assert sum(n for code, n in total.items() if code.startswith("state-")) == total["municipalities"]
    assert sum(n for code, n in total.items() if code.startswith("declined-")) == total["declined"]
    assert total["in_force_own"] + total["inherited_whole"] + total["inherited_part"] == total["in_force"]
    assert total["visited"] + total["not_visited"] == total["municipalities"]
    assert max(total["contacted_only"], total["never_visited"]) <= total["not_visited"]
