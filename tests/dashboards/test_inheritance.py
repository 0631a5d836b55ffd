"""What a merger does to the agreements in force."""

from datetime import date

import pytest

from agreements.models import Agreement, Stage
from dashboards.inheritance import Force
from dashboards.standings import Standing, standings
from municipalities.models import Municipality, Succession
from tests.dashboards.worlds import take
from tests.factories import AgreementFactory, MunicipalityFactory, UserFactory

MERGER = date(2025, 1, 1)
EVE = date(2024, 12, 31)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


def merge(*predecessors: Municipality, into: Municipality, on: date = MERGER) -> Municipality:
    for predecessor in predecessors:
        Succession.objects.create(predecessor=predecessor, successor=into, took_effect_on=on)
    return into


def before(name: str, *, until: date = EVE) -> Municipality:
    place: Municipality = MunicipalityFactory(name=name, ends_on=until)
    return place


def in_force(
    municipality: Municipality, *, signed_on: date = date(2020, 1, 1), ends_on: date = date(2025, 12, 31)
) -> Agreement:
    agreement: Agreement = AgreementFactory(municipality=municipality, ends_on=ends_on)
    take(agreement, Stage.SIGNED, signed_on, by=UserFactory())
    return agreement


def standing_of(municipality: Municipality, day: date = MERGER) -> Standing:
    (standing,) = standings(on=day, municipalities=[municipality])
    return standing


def test_a_successor_inherits_whole_when_every_predecessor_had_one() -> None:
    beveren, kruibeke = before("Beveren"), before("Kruibeke")
    new = merge(beveren, kruibeke, into=MunicipalityFactory(starts_on=MERGER))
    agreements = {in_force(beveren), in_force(kruibeke)}
    assert standing_of(new).in_force == Force.INHERITED_WHOLE
    assert {one.agreement.pk for one in standing_of(new).held.agreements} == {one.pk for one in agreements}
    assert not standing_of(new).concluded


def test_a_successor_inherits_in_part_when_some_had_one() -> None:
    beveren, kruibeke = before("Beveren"), before("Kruibeke")
    new = merge(beveren, kruibeke, into=MunicipalityFactory(starts_on=MERGER))
    in_force(kruibeke)
    assert standing_of(new).in_force == Force.INHERITED_PART


def test_a_successor_inherits_nothing_from_predecessors_without() -> None:
    new = merge(before("Beveren"), before("Kruibeke"), into=MunicipalityFactory(starts_on=MERGER))
    assert standing_of(new).in_force is None


def test_what_is_inherited_lasts_until_the_last_day_of_the_agreement() -> None:
    only = before("Beveren")
    new = merge(only, into=MunicipalityFactory(starts_on=MERGER))
    in_force(only, ends_on=date(2025, 6, 30))
    assert standing_of(new, date(2025, 6, 30)).in_force == Force.INHERITED_WHOLE
    assert standing_of(new, date(2025, 7, 1)).in_force is None


def test_an_agreement_of_its_own_takes_the_place_of_what_was_inherited() -> None:
    only = before("Beveren")
    new = merge(only, into=MunicipalityFactory(starts_on=MERGER))
    in_force(only)
    own = in_force(new, signed_on=date(2025, 5, 1))
    assert standing_of(new, date(2025, 4, 30)).in_force == Force.INHERITED_WHOLE
    assert [one.agreement.pk for one in standing_of(new, date(2025, 5, 1)).held.agreements] == [own.pk]


def test_a_chain_of_mergers_hands_on_what_was_inherited_whole() -> None:
    first, second, third = (
        before("Een", until=date(2020, 12, 31)),
        before("Twee", until=date(2020, 12, 31)),
        before("Drie"),
    )
    middle = merge(
        first, second, into=MunicipalityFactory(starts_on=date(2021, 1, 1), ends_on=EVE), on=date(2021, 1, 1)
    )
    last = merge(middle, third, into=MunicipalityFactory(starts_on=MERGER))
    in_force(first)
    assert standing_of(last).in_force == Force.INHERITED_PART
    in_force(third)
    assert standing_of(last).in_force == Force.INHERITED_PART
    in_force(second)
    assert standing_of(middle, EVE).in_force == Force.INHERITED_WHOLE
    assert standing_of(last).in_force == Force.INHERITED_WHOLE


def test_a_successor_that_kept_its_code_has_its_own_earlier_agreement() -> None:
    antwerpen = merge(before("Borsbeek"), into=MunicipalityFactory(name="Antwerpen"))
    in_force(antwerpen)
    assert standing_of(antwerpen).in_force == Force.OWN


def test_a_successor_that_kept_its_code_without_agreement_inherits_in_part() -> None:
    borsbeek = before("Borsbeek")
    antwerpen = merge(borsbeek, into=MunicipalityFactory(name="Antwerpen", agency=Municipality.Agency.ATLAS))
    in_force(borsbeek)
    assert standing_of(antwerpen, EVE).in_force is None
    assert standing_of(antwerpen).in_force == Force.INHERITED_PART
    assert not standing_of(antwerpen).in_working_area


def test_a_successor_that_takes_in_another_later_keeps_what_it_inherited_first() -> None:
    first, later = before("Een", until=date(2020, 12, 31)), before("Twee")
    place = merge(first, into=MunicipalityFactory(starts_on=date(2021, 1, 1)), on=date(2021, 1, 1))
    in_force(first)
    merge(later, into=place)
    assert standing_of(place, EVE).in_force == Force.INHERITED_WHOLE
    assert standing_of(place).in_force == Force.INHERITED_PART
    in_force(later)
    assert standing_of(place).in_force == Force.INHERITED_WHOLE


def test_the_reviews_of_an_inherited_agreement_are_owed_by_the_successor() -> None:
    only = before("Beveren")
    new = merge(only, into=MunicipalityFactory(starts_on=MERGER))
    in_force(only)
    assert standing_of(new, date(2025, 3, 1)).reviews_overdue == 5


def test_a_visit_to_a_predecessor_is_not_one_to_the_successor() -> None:
    new = merge(before("Beveren"), into=MunicipalityFactory(starts_on=MERGER))
    assert standing_of(new).never_visited
