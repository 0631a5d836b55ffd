"""Where each municipality stands on a day. With a token."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from dashboards.standings import Standing, standings
from municipalities.models import Municipality
from municipalities.models.municipality import MunicipalityQuerySet
from opendata.asked import AsKnown, InATerm, InPages, OfAProvince
from opendata.csv_files import csv_file
from opendata.doors import unchanged
from opendata.editions import FIGURES
from opendata.reading import address_of, page_of, reads
from opendata.schemas import StageLine, StagePage

router = Router(tags=[_("stages")])


class AskedStages(OfAProvince, AsKnown, InATerm):
    pass


class AskedPage(InPages, AskedStages):
    pass


@reads(
    router,
    "/stages",
    name="stage_list",
    answer=StagePage,
    needs_token=True,
    summary=_("Where each municipality stands on a day"),
    description=_("Visited or not, the stage of the talks, concluded, in force or inherited."),
)
def stage_list(request: HttpRequest, asked: Query[AskedPage]) -> Any:
    return unchanged(request, FIGURES, asked) or _page(request, asked)


@reads(
    router,
    "/stages.csv",
    name="stage_list_csv",
    needs_token=True,
    summary=_("Where each municipality stands on a day, as CSV"),
    description=_("All rows in one file."),
)
def stage_csv(request: HttpRequest, asked: Query[AskedStages]) -> Any:
    return unchanged(request, FIGURES, asked) or _file(request, asked)


def _page(request: HttpRequest, asked: AskedPage) -> dict[str, Any]:
    found = _found(asked)
    page = page_of(request, asked, total=found.count())
    rows = standings(on=asked.day, known_at=asked.known_at, municipalities=list(found[asked.part]))
    return page | {"on": asked.day, "known_on": asked.known_on, "rows": [_row(request, one) for one in rows]}


def _file(request: HttpRequest, asked: AskedStages) -> HttpResponse:
    chosen = _found(asked) if asked.province else None
    clocks = {"on": asked.day, "known_on": asked.known_on}
    rows = standings(on=asked.day, known_at=asked.known_at, municipalities=chosen)
    return csv_file("fasen", StageLine, [clocks | _row(request, one) for one in rows])


def _found(asked: AskedStages) -> MunicipalityQuerySet:
    return asked.within(Municipality.ever.existing_on(asked.day, known_at=asked.known_at))


def _row(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    place = standing.municipality
    return {
        "id": address_of(request, place.nis),
        "nis": place.nis,
        "name": place.name,
        "province": {"nis": place.province.nis, "name": place.province.name},
        "in_working_area": standing.in_working_area,
        "visited": standing.visited,
        "last_visited_on": standing.last_visited_on,
        "stage": standing.stage,
        "stage_name": standing.stage and str(standing.stage.label),
        "stage_since": standing.stage_since,
        "concluded": standing.concluded,
        "concluded_on": standing.concluded_on,
        "in_force": standing.in_force,
        "in_force_name": standing.in_force and str(standing.in_force.label),
    }
