"""The municipalities: their codes and names, and what they came from and went into. Public."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, P, PathEx, Query, Router

from municipalities.models import Municipality, Succession
from municipalities.models.municipality import MunicipalityQuerySet
from opendata.asked import InPages, OfAProvince, OnADay
from opendata.csv_files import csv_file
from opendata.doors import unchanged
from opendata.editions import PLACES
from opendata.reading import address_of, context_of, page_of, reads
from opendata.schemas import MunicipalityDetail, MunicipalityOut, MunicipalityPage

router = Router(tags=["municipalities"])
Nis = PathEx[str, P(description=_("The NIS code of the municipality, five digits."))]


class AskedMunicipalities(OfAProvince, OnADay):
    ever: bool = Field(False, description=_("true: all that the register knows, also those of other days."))


class AskedPage(InPages, AskedMunicipalities):
    pass


@reads(
    router,
    "/municipalities",
    name="municipality_list",
    answer=MunicipalityPage,
    summary=_("Municipalities on a day"),
    description=_("The municipalities that exist on the day, by name, with the mergers they came from or go into."),
)
def municipality_list(request: HttpRequest, asked: Query[AskedPage]) -> Any:
    return unchanged(request, PLACES, asked) or _page(request, asked)


@reads(
    router,
    "/municipalities.csv",
    name="municipality_list_csv",
    summary=_("Municipalities on a day, as CSV"),
    description=_("All rows in one file."),
)
def municipality_csv(request: HttpRequest, asked: Query[AskedMunicipalities]) -> Any:
    return unchanged(request, PLACES, asked) or csv_file(
        "gemeenten", MunicipalityOut, described(request, _found(asked))
    )


@reads(
    router,
    "/municipalities/{nis}",
    name="municipality_detail",
    answer=MunicipalityDetail,
    summary=_("One municipality"),
    description=_("By its NIS code, whether or not it still exists."),
)
def municipality_detail(request: HttpRequest, nis: Nis) -> Any:
    found = get_object_or_404(Municipality.objects.select_related("province"), nis=nis)
    return unchanged(request, PLACES) or {"context": context_of(request), **described(request, [found])[0]}


def _page(request: HttpRequest, asked: AskedPage) -> dict[str, Any]:
    found = _found(asked)
    page = page_of(request, asked, total=found.count())
    return page | {"on": None if asked.ever else asked.day, "rows": described(request, found[asked.part])}


def _found(asked: AskedMunicipalities) -> MunicipalityQuerySet:
    rows = Municipality.objects.all() if asked.ever else Municipality.objects.existing_on(asked.day)
    return asked.within(rows).select_related("province")


def described(request: HttpRequest, municipalities: Iterable[Municipality]) -> list[dict[str, Any]]:
    """Each with its mergers, in one query for all of them."""
    rows = list(municipalities)
    mergers = _Mergers(request)
    return [
        {
            **mergers.link(one),
            "kbo": one.kbo_number or None,
            "ovo": one.ovo_code or None,
            "title": one.title,
            "province": {"nis": one.province.nis, "name": one.province.name},
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
            "in_working_area": one.in_working_area,
            "origins": mergers.origins(one),
            "destiny": mergers.destiny(one),
        }
        for one in rows
    ]


class _Mergers:
    """All mergers that the register knows, from both sides."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.before: dict[int, dict[Any, list[Succession]]] = {}
        self.after: dict[int, Succession] = {}
        links = Succession.objects.select_related("predecessor", "successor")
        for link in links.order_by("took_effect_on", "predecessor__name"):
            self.after[link.predecessor_id] = link
            self.before.setdefault(link.successor_id, {}).setdefault(link.took_effect_on, []).append(link)

    def link(self, municipality: Municipality) -> dict[str, Any]:
        return {
            "id": address_of(self.request, municipality.nis),
            "nis": municipality.nis,
            "name": municipality.name,
        }

    def origins(self, municipality: Municipality) -> list[dict[str, Any]]:
        return [
            {"took_effect_on": day, "predecessors": [self.link(link.predecessor) for link in links]}
            for day, links in self.before.get(municipality.pk, {}).items()
        ]

    def destiny(self, municipality: Municipality) -> dict[str, Any] | None:
        link = self.after.get(municipality.pk)
        return None if link is None else {"took_effect_on": link.took_effect_on, "successor": self.link(link.successor)}
