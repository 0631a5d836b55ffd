"""The other way round: where one municipality counts on a day, where it does not, and why."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Stage
from dashboards.verdicts import Verdict
from municipalities.models import Municipality, Region
from tests.conftest import UserClient
from tests.dashboards.test_counted import CODES, agreed, everything, inherit, recorded
from tests.factories import MunicipalityFactory, VisitFactory

DAY = "2021-04-26"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def aalst(region: Region) -> Municipality:
    place: Municipality = MunicipalityFactory(nis="41002", name="Aalst", region=region)
    return place


def page(client: UserClient, place: Municipality, **query: str) -> str:
    response = client.get(f"/municipalities/{place.nis}/counted/", {"on": DAY, **query})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def verdict(client: UserClient, place: Municipality, code: str, **query: str) -> tuple[bool, str]:
    """Whether it counts under the figure, and the reasons in one text."""
    verdicts: list[Verdict] = client.get(f"/municipalities/{place.nis}/counted/", {"on": DAY, **query}).context[
        "verdicts"
    ]
    for one in verdicts:
        codes = {counts.figure.code: True for counts in one.counts} | {figure.code: False for figure in one.not_counts}
        if code in codes:
            return codes[code], " ".join(f"{reason.on or ''} {reason.what}" for reason in one.reasons)
    raise AssertionError(f"nothing is said of {code}")


def test_it_says_of_each_figure_whether_it_counts_and_why(manager_client: UserClient, aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, held_on=date(2019, 5, 1))
    assert verdict(manager_client, aalst, "visited") == (True, "2019-05-01 Bezoek ter plaatse")
    assert verdict(manager_client, aalst, "not_visited") == (False, "2019-05-01 Bezoek ter plaatse")
    concluded, why = verdict(manager_client, aalst, "concluded")
    assert not concluded
    assert "Geen eigen ondertekening in de bestuursperiode 2019–2024" in why


def test_not_visited_says_when_the_last_visit_was(manager_client: UserClient, aalst: Municipality) -> None:
    VisitFactory(municipality=aalst, held_on=date(2018, 5, 1))
    assert "2018-05-01 Bezoek ter plaatse" in verdict(manager_client, aalst, "visited")[1]


def test_it_counts_exactly_where_the_lists_have_it(manager_client: UserClient, region: Region) -> None:
    everything(region)
    standings = manager_client.get("/", {"on": DAY}).context["found"].standings
    some = [one.municipality for one in standings if one.in_force or one.stage == Stage.DECLINED]
    for code in ("in_force", "inherited_part", "declined", "reviews_held"):
        table = manager_client.get(f"/figures/{code}/", {"on": DAY}).context["table"]
        listed = {row.record.standing.municipality.pk for row in table.rows}
        assert listed
        assert {one.pk for one in some if verdict(manager_client, one, code)[0]} == listed


def test_every_figure_is_spoken_of(manager_client: UserClient, aalst: Municipality) -> None:
    for code in CODES:
        if not code.startswith("declined-"):
            assert verdict(manager_client, aalst, code)[1]


def test_a_colour_of_the_map_is_told_from_a_figure_of_the_same_name(
    manager_client: UserClient, aalst: Municipality
) -> None:
    shown = page(manager_client, aalst)
    visits, colour = (shown.index(f'<th scope="row">{group}</th>') for group in ("Bezoeken", "Kleur op de kaart"))
    assert visits < shown.index("Nog niet bezocht") < colour < shown.rindex("Nog niet bezocht")
    assert shown.count('<td data-label="Telt mee bij">') == shown.count('<td data-label="Telt niet mee bij">')


def test_it_says_it_as_it_was_known(manager_client: UserClient, aalst: Municipality) -> None:
    recorded(VisitFactory(municipality=aalst), timezone.now() - timedelta(days=3))
    known_on = {ago: (timezone.localdate() - timedelta(days=ago)).isoformat() for ago in (1, 9)}
    assert verdict(manager_client, aalst, "visited", known_on=known_on[1])[0]
    assert not verdict(manager_client, aalst, "visited", known_on=known_on[9])[0]
    assert f"on=2021-04-26&amp;known_on={known_on[1]}" in page(manager_client, aalst, known_on=known_on[1])


def test_a_municipality_that_is_gone_says_so(manager_client: UserClient, aalst: Municipality) -> None:
    inherit(aalst, MunicipalityFactory(starts_on=date(2021, 1, 1)))
    assert "Aalst bestaat niet op 26 april 2021." in page(manager_client, aalst)


def test_outside_the_working_area_nothing_counts(manager_client: UserClient) -> None:
    gent = MunicipalityFactory(name="Gent", agency=Municipality.Agency.AMAL)
    VisitFactory(municipality=gent)
    assert verdict(manager_client, gent, "municipalities") == (False, " Heeft een eigen agentschap: Amal")
    assert "Bezocht" not in page(manager_client, gent)


def test_a_day_without_a_term_gets_a_message(manager_client: UserClient, aalst: Municipality) -> None:
    assert "geen bestuursperiode bekend" in page(manager_client, aalst, on="1990-01-01")


def test_the_lists_and_the_page_of_a_municipality_lead_here(manager_client: UserClient, aalst: Municipality) -> None:
    here = "/municipalities/41002/counted/"
    assert f'href="{here}"' in manager_client.get(aalst.get_absolute_url()).text
    assert f'href="{here}?on=2021-04-26"' in manager_client.get("/figures/not_visited/", {"on": DAY}).text


def test_the_page_asks_the_same_number_of_queries_whatever_happened(
    manager_client: UserClient, aalst: Municipality
) -> None:
    found = []
    for year in (2019, 2020):
        agreed(aalst, (Stage.SIGNED, date(year, 2, 1)))
        VisitFactory.create_batch(9, municipality=aalst, held_on=date(year, 3, 1))
        page(manager_client, aalst)
        with CaptureQueriesContext(connection) as queries:
            page(manager_client, aalst)
        found.append(len(queries))
    assert found == [56, 56]
