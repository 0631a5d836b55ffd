"""What a merger does to the register, and what stands in its way."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from municipalities.actions import merge
from municipalities.models import Municipality, PlannedMerger, Succession, Visit
from tests.dashboards.test_figures_properties import IN_ONE_WORLD
from tests.factories import (
    ContactFactory,
    MunicipalityFactory,
    PlannedMergerFactory,
    ProvinceFactory,
    RegionFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2031, 1, 1)
EVE = date(2030, 12, 31)


@pytest.fixture
def aalst(db: None) -> Municipality:
    return MunicipalityFactory(name="Aalst", nis="41002", postal_codes="9300 9308")


@pytest.fixture
def lede(db: None) -> Municipality:
    return MunicipalityFactory(name="Lede", nis="41034", postal_codes="9340 9308")


def new(**fields: Any) -> Municipality:
    """A municipality that is still to come into being."""
    return MunicipalityFactory.build(
        **{
            "name": "Aalst-Lede",
            "nis": "41099",
            "starts_on": DAY,
            "province": ProvinceFactory(),
            "region": RegionFactory(),
        }
        | fields
    )


def go(*predecessors: Municipality, into: Municipality, on: date = DAY) -> Municipality:
    return merge(on=on, predecessors=predecessors, into=into, by=UserFactory(last_name="Beheerder"))


def refused(*predecessors: Municipality, into: Municipality, on: date = DAY) -> str:
    known = Succession.objects.count()
    with pytest.raises(ValidationError) as refusal:
        go(*predecessors, into=into, on=on)
    assert Succession.objects.count() == known
    return " ".join(refusal.value.messages)


def test_the_predecessors_live_until_the_day_before_and_the_successor_from_the_day(aalst, lede):
    successor = go(aalst, lede, into=new())
    assert set(Municipality.objects.existing_on(EVE)) == {aalst, lede}
    assert set(Municipality.objects.existing_on(DAY)) == {successor}
    links = Succession.objects.filter(successor=successor)
    assert {(link.predecessor, link.took_effect_on) for link in links} == {(aalst, DAY), (lede, DAY)}


def test_the_successor_takes_over_the_postal_codes(aalst, lede):
    assert go(aalst, lede, into=new()).postal_codes == "9300 9308 9340"


def test_a_merger_is_known_from_the_moment_it_is_recorded(aalst, lede):
    before = timezone.now()
    successor = go(aalst, lede, into=new())
    assert Municipality.objects.get(recorded_at__gt=before) == successor
    assert set(Municipality.objects.existing_on(DAY, known_at=before)) == {aalst, lede}


def test_the_history_says_who_let_a_municipality_cease(aalst, lede):
    go(aalst, lede, into=new())
    last = aalst.history.first()
    assert (last.ends_on, last.history_user.last_name, last.history_change_reason) == (EVE, "Beheerder", "merger")


def test_one_that_lives_on_keeps_its_code_and_its_agency(aalst, lede):
    aalst.agency = Municipality.Agency.ATLAS
    aalst.save()
    go(lede, into=aalst)
    aalst.refresh_from_db()
    assert (aalst.nis, aalst.starts_on, aalst.ends_on, aalst.agency) == ("41002", None, None, "atlas")
    assert aalst.postal_codes == "9300 9308 9340"


def test_a_new_municipality_does_not_bring_a_city_with_its_own_agency_into_the_working_area(aalst, lede):
    aalst.agency = Municipality.Agency.AMAL
    aalst.save()
    assert not go(aalst, lede, into=new()).in_working_area


def test_visits_planned_for_later_go_along_and_the_others_stay(aalst, lede):
    later = VisitFactory(municipality=aalst, status=Visit.Status.PLANNED, held_on=DAY)
    earlier = VisitFactory(municipality=aalst, status=Visit.Status.PLANNED, held_on=EVE)
    held = VisitFactory(municipality=aalst, held_on=date(2021, 3, 1))
    contact = ContactFactory(municipality=aalst)
    successor = go(aalst, lede, into=new())
    for one in (later, earlier, held, contact):
        one.refresh_from_db()
    assert later.municipality == successor
    assert later.history.first().history_user.last_name == "Beheerder"
    assert {earlier.municipality, held.municipality, contact.municipality} == {aalst}


def test_a_new_municipality_has_two_predecessors_or_more(aalst):
    assert "Minstens twee gemeenten" in refused(aalst, into=new())


def test_one_that_lives_on_takes_in_at_least_one(aalst):
    assert "Zeg welke gemeente ophoudt te bestaan." in refused(into=aalst)


def test_a_municipality_does_not_go_into_itself(aalst, lede):
    assert "Aalst kan niet in zichzelf opgaan." in refused(aalst, lede, into=aalst)


def test_a_municipality_merges_once(aalst, lede):
    other = MunicipalityFactory(name="Erpe-Mere")
    go(aalst, lede, into=new())
    aalst.refresh_from_db()
    assert "Aalst gaat of ging op 1 januari 2031 op in Aalst-Lede." in refused(
        aalst, other, into=new(nis="41098", name="Anders")
    )


def test_a_municipality_that_takes_in_another_later_does_not_cease_before(aalst, lede):
    go(lede, into=aalst, on=date(2031, 7, 1))
    other = MunicipalityFactory(name="Erpe-Mere")
    assert "Lede gaat of ging op 1 juli 2031 op in Aalst." in refused(aalst, other, into=new())


def test_a_municipality_that_does_not_exist_the_day_before_cannot_merge(aalst):
    young = MunicipalityFactory(name="Jonggem", starts_on=DAY)
    assert "Jonggem bestaat niet op 31 december 2030" in refused(aalst, young, into=new())


def test_a_nis_code_belongs_to_one_municipality_for_ever(aalst, lede):
    gone = MunicipalityFactory(name="Ninove", ends_on=date(2019, 1, 1))
    assert "Dit is de NIS-code van Ninove." in refused(aalst, lede, into=new(nis=gone.nis))


def test_a_code_that_is_not_known_yet_has_to_be_filled_in(aalst, lede):
    assert "De NIS-code van de nieuwe gemeente is nog niet bekend." in refused(aalst, lede, into=new(nis=""))


def test_two_municipalities_of_one_day_have_two_names(aalst, lede):
    MunicipalityFactory(name="Áalst Lede", nis="41097")
    assert "(41097) heet die dag ook zo." in refused(aalst, lede, into=new())
    go(aalst, lede, into=new(name="Aalst"))  # a predecessor gives its name on


def test_the_successor_lies_in_the_province_of_a_predecessor(aalst, lede):
    elsewhere = ProvinceFactory(nis="70000", name="Limburg", abbreviation="LIM", position=2)
    assert "Geen van de voorgangers ligt in Limburg." in refused(aalst, lede, into=new(province=elsewhere))


def test_what_took_place_later_under_the_old_name_is_named(aalst, lede):
    VisitFactory(municipality=lede, held_on=date(2026, 3, 2))
    words = refused(aalst, lede, into=new(starts_on=date(2026, 1, 1)), on=date(2026, 1, 1))
    assert "Lede 2 maart 2026" in words


def test_the_database_holds_that_a_prepared_merger_has_one_successor(aalst):
    for wrong in ({"absorbed_by": aalst, "nis": "41099"}, {"absorbed_by": None}):
        with pytest.raises(IntegrityError, match="planned_merger_has_one_successor"), transaction.atomic():
            PlannedMerger.objects.create(took_effect_on=DAY, prepared_by=UserFactory(), **wrong)


def test_the_database_holds_that_a_nis_code_has_five_digits():
    with pytest.raises(IntegrityError, match="planned_merger_nis_has_five_digits"), transaction.atomic():
        PlannedMergerFactory(new=True, nis="4109")


def test_the_database_holds_that_a_merger_is_carried_out_whole():
    with pytest.raises(IntegrityError, match="planned_merger_is_carried_out_whole"), transaction.atomic():
        PlannedMergerFactory(new=True, carried_out_at=timezone.now())


@IN_ONE_WORLD
@given(
    number=st.integers(2, 5), years=st.integers(0, 9), lives_on=st.booleans(), agency=st.sampled_from(["agii", "atlas"])
)
def test_a_merger_changes_no_earlier_day_and_loses_nobody(
    db: None, number: int, years: int, lives_on: bool, agency: str
):
    day = date(2027 + years, 1, 1)
    with transaction.atomic():
        places = [MunicipalityFactory(agency=agency) for _one in range(number)]
        others = {MunicipalityFactory().pk}
        into = MunicipalityFactory() if lives_on else new(starts_on=day)
        existing = [set(ids) for ids in ids_before(day)]
        successor = go(*places, into=into, on=day)
        assert [set(ids) for ids in ids_before(day)] == existing
        assert set(Municipality.objects.existing_on(day).values_list("pk", flat=True)) == others | {successor.pk}
        assert all(Succession.objects.get(predecessor=place).successor == successor for place in places)
        transaction.set_rollback(True)


def ids_before(day: date) -> list[Any]:
    return [
        Municipality.objects.existing_on(day - timedelta(days=gap)).values_list("pk", flat=True) for gap in (1, 400)
    ]
