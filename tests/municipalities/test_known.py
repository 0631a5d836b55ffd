"""What the register knew at a moment: a merger recorded later had not happened yet."""

from datetime import UTC, date, datetime

import pytest

from municipalities.models import Municipality, Succession
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

MERGER = date(2031, 1, 1)
RECORDED = datetime(2030, 5, 1, 9, tzinfo=UTC)
BEFORE, AFTER = datetime(2030, 4, 30, 9, tzinfo=UTC), datetime(2030, 5, 2, 9, tzinfo=UTC)


@pytest.fixture
def merged() -> list[str]:
    """Two municipalities that go into a third, recorded here."""
    successor = MunicipalityFactory(name="Samen", starts_on=MERGER, recorded_at=RECORDED)
    for name in ("Een", "Twee"):
        predecessor = MunicipalityFactory(name=name, ends_on=date(2030, 12, 31))
        Succession.objects.create(
            predecessor=predecessor, successor=successor, took_effect_on=MERGER, recorded_at=RECORDED
        )
    return ["Een", "Twee"]


def names(known_at: datetime | None) -> list[str]:
    return [one.name for one in Municipality.objects.existing_on(MERGER, known_at=known_at)]


def test_a_merger_counts_from_the_moment_it_was_recorded(merged: list[str]) -> None:
    assert names(BEFORE) == merged
    assert names(AFTER) == ["Samen"]
    assert names(None) == ["Samen"]


def test_a_succession_is_known_from_the_moment_it_was_recorded(merged: list[str]) -> None:
    known = [Succession.objects.by(MERGER, known_at=at).count() for at in (BEFORE, AFTER, None)]
    assert known == [0, 2, 2]


@pytest.mark.usefixtures("merged")
def test_what_an_authority_published_was_known_all_along() -> None:
    Municipality.objects.update(recorded_at=None)
    Succession.objects.update(recorded_at=None)
    assert names(BEFORE) == ["Samen"]
