"""What the figures of a day count."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Review, Stage
from dashboards.definitions import FIGURES, Group
from dashboards.figures import counted, figure_of, figures, standings
from municipalities.models import Municipality, NoTerm, Region, Visit
from tests.conftest import UserClient
from tests.dashboards.worlds import take
from tests.factories import (
    AgreementFactory,
    DeclineReasonFactory,
    MunicipalityFactory,
    ProvinceFactory,
    RegionFactory,
    UserFactory,
    VisitFactory,
)

DAY = date(2021, 4, 26)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def aalst() -> Municipality:
    return MunicipalityFactory(name="Aalst")


def agreement(municipality: Municipality, *steps: tuple[Stage, date], **fields: object) -> Agreement:
    made: Agreement = AgreementFactory(municipality=municipality, **fields)
    for stage, day in steps:
        take(made, stage, day, by=UserFactory())
    return made


def total(day: date = DAY) -> dict[str, Any]:
    return figures(on=day).total.numbers


# Visits ---------------------------------------------------------------------------------------------------------------


def test_a_visit_on_the_day_itself_counts(aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, held_on=DAY)
    assert total()["visited"] == 1
    assert total(DAY - timedelta(1))["visited"] == 0


def test_a_visit_by_video_counts(aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, kind=Visit.Kind.VIDEO)
    assert total()["visited"] == 1


@pytest.mark.parametrize("status", [Visit.Status.PLANNED, Visit.Status.CANCELLED])
def test_a_visit_that_did_not_take_place_does_not_count(aalst: Municipality, status: str) -> None:
    VisitFactory(municipality=aalst, status=status, cancel_reason="ziek")
    assert total()["visited"] == 0
    assert total()["never_visited"] == 1


def test_a_phone_call_is_a_contact_and_not_a_visit(aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, kind=Visit.Kind.PHONE)
    assert (total()["visited"], total()["contacted_only"], total()["never_visited"]) == (0, 1, 1)
    VisitFactory(municipality=aalst)
    assert (total()["visited"], total()["contacted_only"]) == (1, 0)


def test_a_new_term_begins_without_visits(aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, held_on=date(2024, 12, 31))
    assert total(date(2024, 12, 31))["visited"] == 1
    new = total(date(2025, 1, 1))
    assert (new["visited"], new["not_visited"], new["never_visited"]) == (0, 1, 0)


def test_two_visits_make_one_municipality(aalst: Municipality) -> None:
    VisitFactory.create_batch(2, municipality=aalst)
    assert total()["visited"] == 1


# Agreements -----------------------------------------------------------------------------------------------------------


def test_an_agreement_is_concluded_on_the_day_the_last_party_signs_whatever_the_paper_says(aalst: Municipality) -> None:
    agreement(aalst, (Stage.SIGNED, date(2021, 5, 3)), dated_on=date(2020, 12, 15))
    assert total(date(2021, 5, 2))["concluded"] == 0
    assert total(date(2021, 5, 3))["concluded"] == 1


def test_what_was_concluded_in_an_earlier_term_is_in_force_and_not_concluded(aalst: Municipality) -> None:
    agreement(aalst, (Stage.SIGNED, date(2020, 6, 1)))
    assert (total(date(2024, 12, 31))["concluded"], total(date(2024, 12, 31))["in_force_own"]) == (1, 1)
    assert (total(date(2025, 1, 1))["concluded"], total(date(2025, 1, 1))["in_force_own"]) == (0, 1)


def test_an_agreement_is_in_force_from_its_first_to_its_last_day(aalst: Municipality) -> None:
    agreement(aalst, (Stage.SIGNED, DAY), starts_on=date(2021, 6, 1), ends_on=date(2021, 12, 31))
    days = [date(2021, 5, 31), date(2021, 6, 1), date(2021, 12, 31), date(2022, 1, 1)]
    assert [total(day)["in_force"] for day in days] == [0, 1, 1, 0]
    assert total(date(2021, 5, 31))["state-signed"] == 1


def test_an_agreement_that_ends_early_still_binds_on_that_day_and_stays_concluded(aalst: Municipality) -> None:
    agreement(aalst, (Stage.SIGNED, date(2020, 6, 1)), (Stage.ENDED, DAY))
    assert (total()["in_force"], total()["signed"], total()["ended"]) == (1, 1, 0)
    after = total(DAY + timedelta(1))
    assert (after["in_force"], after["ended"], after["concluded"]) == (0, 1, 1)


def test_an_overdue_review_counts_until_it_is_held(aalst: Municipality) -> None:
    made = agreement(aalst, (Stage.SIGNED, date(2020, 1, 1)), starts_on=date(2020, 2, 1))
    assert total(date(2021, 2, 1))["reviews_overdue"] == 0
    assert total(date(2021, 2, 2))["reviews_overdue"] == 1
    Review.objects.create(agreement=made, due_on=date(2021, 2, 1), held_on=date(2021, 3, 1))
    assert total(date(2021, 2, 28))["reviews_overdue"] == 1
    assert total(date(2021, 3, 1))["reviews_overdue"] == 0


# The stage of a municipality ------------------------------------------------------------------------------------------


def test_the_stage_of_a_municipality_is_that_of_its_agreement_with_the_latest_step(aalst: Municipality) -> None:
    agreement(aalst, (Stage.SIGNED, date(2020, 6, 1)))
    agreement(aalst, (Stage.EXPLORING, date(2021, 2, 1)), (Stage.NEGOTIATION, date(2021, 5, 1)))
    assert total(date(2021, 1, 31))["signed"] == 1
    assert total()["exploring"] == 1
    assert total(date(2021, 5, 1))["negotiation"] == 1


def test_talks_that_are_still_open_go_over_into_the_next_term(aalst: Municipality) -> None:
    agreement(aalst, (Stage.NEGOTIATION, date(2024, 10, 1)))
    assert total(date(2026, 1, 1))["negotiation"] == 1


def test_open_talks_of_an_earlier_term_come_before_a_later_refusal_in_that_term(aalst: Municipality) -> None:
    agreement(aalst, (Stage.NEGOTIATION, date(2024, 3, 1)))
    agreement(aalst, (Stage.EXPLORING, date(2024, 5, 1)), (Stage.DECLINED, date(2024, 10, 1)))
    assert total(date(2024, 12, 31))["declined"] == 1
    assert total(date(2025, 1, 1))["negotiation"] == 1


def test_a_refusal_is_forgotten_in_the_next_term(aalst: Municipality) -> None:
    agreement(aalst, (Stage.DECLINED, date(2024, 10, 1)))
    assert total(date(2024, 12, 31))["declined"] == 1
    assert (total(date(2025, 1, 1))["declined"], total(date(2025, 1, 1))["no_talks"]) == (0, 1)


def test_refusals_are_counted_by_reason_and_not_after_talks_were_taken_up_again(aalst: Municipality) -> None:
    reason = DeclineReasonFactory(code="no-staff", label="Geen personeel")
    agreement(aalst, (Stage.DECLINED, date(2021, 1, 5)), (Stage.NEGOTIATION, date(2021, 6, 1)))
    assert (total()["declined"], total()["declined-no-staff"]) == (1, 1)
    assert total(date(2021, 6, 1))["declined"] == 0
    assert "declined-no-staff" not in total(date(2021, 6, 1))
    assert str(figure_of("declined-no-staff")) == reason.label


# The working area -----------------------------------------------------------------------------------------------------


def test_a_municipality_outside_the_working_area_is_listed_apart_and_never_counted() -> None:
    antwerpen = MunicipalityFactory(name="Antwerpen", agency=Municipality.Agency.ATLAS)
    VisitFactory(municipality=antwerpen)
    agreement(antwerpen, (Stage.SIGNED, date(2020, 6, 1)))
    found = figures(on=DAY)
    assert not any(found.total.numbers.values())
    assert [standing.municipality.name for standing in found.outside] == ["Antwerpen"]


def test_only_municipalities_of_the_day_count() -> None:
    MunicipalityFactory(ends_on=date(2021, 4, 25))
    MunicipalityFactory(starts_on=date(2021, 4, 27))
    MunicipalityFactory(starts_on=DAY, ends_on=DAY)
    assert total()["municipalities"] == 1


def test_provinces_stand_in_the_order_of_the_published_figures_also_empty_ones() -> None:
    ProvinceFactory(nis="30000", name="West-Vlaanderen", abbreviation="WVL", position=5)
    ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    rows = figures(on=DAY).provinces
    assert [row.place.name for row in rows if row.place] == ["Antwerpen", "West-Vlaanderen"]
    assert rows[0].percentage("visited") is None


def test_percentages_are_a_share_of_the_municipalities_of_the_same_row(aalst: Municipality) -> None:
    MunicipalityFactory.create_batch(3, province=aalst.province)
    VisitFactory(municipality=aalst)
    assert figures(on=DAY).total.percentage("visited") == 25


def test_a_day_without_a_term_has_no_figures() -> None:
    with pytest.raises(NoTerm, match="1 januari 1990"):
        figures(on=date(1990, 1, 1))


def test_standings_can_be_asked_of_some_municipalities_alone(aalst: Municipality) -> None:
    MunicipalityFactory()
    for some in ([aalst], Municipality.objects.filter(pk=aalst.pk)):
        assert [standing.municipality.pk for standing in standings(on=DAY, municipalities=some)] == [aalst.pk]


# Lists, queries, the command ------------------------------------------------------------------------------------------


def a_busy_day(region: Region) -> None:
    """Something to count for nearly every figure."""
    places = MunicipalityFactory.create_batch(9, region=region)
    VisitFactory(municipality=places[0])
    VisitFactory(municipality=places[1], kind=Visit.Kind.EMAIL)
    open_stages = (Stage.EXPLORING, Stage.NEGOTIATION, Stage.FINAL_NEGOTIATION, Stage.APPROVED)
    for place, stage in zip(places, (*open_stages, Stage.DECLINED, Stage.SIGNED), strict=False):
        agreement(place, (stage, date(2020, 6, 1)))
    agreement(places[6], (Stage.SIGNED, date(2020, 6, 1)), (Stage.ENDED, date(2020, 9, 1)))


def test_each_number_is_the_length_of_the_list_behind_it(manager_client: UserClient, region: Region) -> None:
    a_busy_day(region)
    MunicipalityFactory(agency=Municipality.Agency.AMAL, region=region)
    found = figures(on=DAY)
    for figure in found.definitions:
        query = {
            "on": DAY.isoformat(),
            "figure": figure.code,
            "province": region.province.nis if region.province else "",
        }
        table = manager_client.get("/municipalities/", query).context["table"]
        brought = [figure.of(row.record.standing) or 0 for row in table.rows]
        assert figure.number(brought) == found.total.numbers[figure.code], figure.code


def test_every_figure_finds_its_own_municipalities(region: Region) -> None:
    a_busy_day(region)
    found = figures(on=DAY)
    for figure in found.definitions:
        brought = [figure.of(standing) or 0 for standing in counted(found.standings, figure)]
        assert figure.number(brought) == found.total.numbers[figure.code]


def test_every_figure_has_a_code_of_its_own_a_name_and_a_sentence() -> None:
    assert len({figure.code for figure in FIGURES}) == len(FIGURES)
    assert all(str(figure) and str(figure.explanation).endswith(".") for figure in FIGURES)


def test_the_figures_ask_the_same_number_of_queries_for_any_number_of_rows(
    region: Region, django_assert_num_queries: CaptureQueriesContext
) -> None:
    a_busy_day(region)
    with django_assert_num_queries(17):  # type: ignore[operator]
        figures(on=DAY)
    for _round in range(3):
        a_busy_day(RegionFactory())
    with django_assert_num_queries(17):  # type: ignore[operator]
        figures(on=DAY)


def test_the_command_prints_the_same_numbers_as_json(region: Region) -> None:
    a_busy_day(region)
    out = StringIO()
    call_command("figures", "--on", "2021-04-26", "--json", stdout=out)
    printed = json.loads(out.getvalue())
    found = figures(on=DAY)
    assert printed["on"] == "2021-04-26"
    assert [row["name"] for row in printed["provinces"]] == ["Oost-Vlaanderen"]
    assert printed["total"]["declined_because"] == {"no-staff": 1}
    for figure in FIGURES:
        if figure.group != Group.STATES:
            assert printed["total"][figure.code] == found.total.numbers[figure.code]


def test_the_command_prints_a_line_for_each_figure(aalst: Municipality) -> None:
    VisitFactory(municipality=aalst)
    out = StringIO()
    call_command("figures", "--on", "2021-04-26", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "26 april 2021"
    assert ["Bezocht", "1", "(100", "%)", "1", "(100", "%)"] in [line.split() for line in lines]


@pytest.mark.parametrize("day", ["1990-01-01", "2021-13-01", "gisteren"])
def test_the_command_refuses_a_day_that_it_cannot_count(day: str) -> None:
    with pytest.raises(CommandError):
        call_command("figures", "--on", day, stdout=StringIO())
