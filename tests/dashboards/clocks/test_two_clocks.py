"""The figures of any day, as known at any moment, in a thousand worlds: as counted the slow and obvious way."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from dashboards.figures import figures
from tests.dashboards.clocks.slow_model import SlowModel, told_by
from tests.dashboards.clocks.stories import Story, days, moments, stories
from tests.dashboards.clocks.writing import Frame, Writer

# FIGURES_WORLDS=20000 make test-fast ARGS=tests/dashboards/clocks looks longer.
WORLDS = int(os.environ.get("FIGURES_WORLDS", "1000"))

IN_ONE_FRAME = settings(
    max_examples=WORLDS,
    suppress_health_check=[*settings.default.suppress_health_check, HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def frame(db: None) -> Frame:
    return Frame()


@contextmanager
def told(frame: Frame, story: Story) -> Iterator[None]:
    with transaction.atomic():
        Writer(frame, story).write()
        yield
        transaction.set_rollback(True)


@IN_ONE_FRAME
@given(story=stories(), day=days, known=moments)
def test_every_number_is_what_a_slow_reader_of_the_story_counts(
    frame: Frame, story: Story, day: date, known: datetime | None
) -> None:
    model = SlowModel(story, day, known)
    with told(frame, story):
        found = figures(on=day, known_at=known)
        assert told_by(found.total) == model.numbers()
        for place, row in enumerate(found.provinces):
            assert told_by(row) == model.numbers(place)
