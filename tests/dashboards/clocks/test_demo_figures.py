"""The figures of the days that were asked about, in the demo world: as counted the slow and obvious way."""

from datetime import date

import pytest

from dashboards.figures import figures
from tests.conftest import DEMO_DAY
from tests.dashboards.clocks.reading import Reader
from tests.dashboards.clocks.slow_model import SlowModel, told_by

pytestmark = pytest.mark.xdist_group("demo")

PUBLISHED = (date(2019, 11, 7), date(2020, 10, 30), date(2021, 4, 26))


@pytest.mark.django_db
@pytest.mark.parametrize("day", [*PUBLISHED, date(2025, 1, 1), DEMO_DAY])
def test_every_number_of_an_asked_day_is_what_a_slow_reader_counts(demo: None, day: date) -> None:
    model = SlowModel(Reader(day).read(), day, None)
    found = figures(on=day)
    assert told_by(found.total) == model.numbers()
    for place, row in enumerate(found.provinces):
        assert told_by(row) == model.numbers(place)
