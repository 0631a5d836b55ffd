"""Every number of every page opens the list that it counts, and that counts as many."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urldefrag, urlencode, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.models import User
from agreements.models import Stage
from municipalities.models import Municipality, Region, Target, Term, Visit
from publications.models import Part
from tests.conftest import UserClient, client_of
from tests.dashboards.shown import Shown, count_of, numbers_of
from tests.dashboards.test_counted import agreed, everything
from tests.every_page import address_of, every_page
from tests.factories import (
    MunicipalityFactory,
    ProvinceFactory,
    RegionFactory,
    TermFactory,
    UserFactory,
    VisitFactory,
)
from tests.publications.giving import published, said_of
from tests.test_pages import PAGES, Rule

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("numbers")]

DAY = "2021-04-26"

# The rules of pages that are not walked. Whatever is new is.
RULES_LEFT_OUT = {
    Rule.OPEN: "the login, and data for others",
    Rule.TOKEN: "data for others",
    Rule.WRITE: "a form",
    Rule.CORRECT: "a form",
    Rule.CHECK: "a form",
    Rule.ADMIN: "a form",
}
# Pages of other rules that are not walked.
PAGES_LEFT_OUT = {
    "publications:draft_create": "a form",
    "publications:draft_update": "a form",
    "publications:draft_delete": "a form",
    "publications:draft_publish": "a form, with what the page of the draft shows",
    "publications:draft_paragraph": "words that stand in a form",
}

# Pages with figures: none of them may lose its numbers unseen.
OF_DAYS = {
    "dashboards:overview",
    "dashboards:province_detail",
    "dashboards:region_detail",
    "dashboards:trends",
    "dashboards:province_trends",
    "dashboards:region_trends",
}
WITH_FIGURES = OF_DAYS | {
    "publications:answer, full",
    "publications:draft_detail",
    "publications:publication_list",
    "publications:publication_detail, full",
    "publications:publication_detail, before the register",
    "dashboards:merger_list",
    "batches:batch_list",
    "municipalities:visit_list, as staff",
}

# Where something waits for who visits and negotiates; today, for that is when it waits.
FOR_STAFF = ("dashboards:overview", "municipalities:visit_list", "agreements:agreement_list")

# Pages that look at a day, and from a moment.
WITH_CLOCKS = OF_DAYS | {
    "dashboards:way_list",
    "dashboards:figure_detail",
    "dashboards:municipality_counted",
}


@dataclass(frozen=True)
class Walk:
    """Per page the numbers it shows, and per address of a list how many that holds."""

    pages: Mapping[str, Shown]
    lists: Mapping[str, str]

    def numbers(self) -> Iterator[tuple[str, str, str]]:
        for page, shown in self.pages.items():
            for address, number in shown.links:
                yield page, address, number


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Walk:
    """All pages of one world that is rolled back once they are read."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = _walked()
        transaction.set_rollback(True)
    return found


def _walked() -> Walk:
    TermFactory(starts_on=date(2019, 1, 1))
    TermFactory(starts_on=date(2025, 1, 1))
    region = RegionFactory(name="Regio Dender")
    owner = UserFactory(role=User.Role.STAFF, regions=[region])
    rows = every_page(region, owner=owner)
    everything(region)
    elsewhere = ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    VisitFactory(municipality=MunicipalityFactory(province=elsewhere))
    administrator = client_of(UserFactory(role=User.Role.ADMINISTRATOR, is_staff=True))
    _waiting_for(owner, region)
    Target.objects.create(region=region, term=Term.objects.of(date(2021, 4, 26)), visited=1, concluded=40)
    administrator.get("/visits/", {"export": "csv"}).getvalue()
    both = {"on": DAY, "known_on": timezone.localdate().isoformat()}
    all_pages = {page: address_of(page, rows) for page in walked_pages()} | _publications()
    waiting = {f"{page}, as staff": address_of(page, rows) for page in FOR_STAFF}
    walk = _walk(administrator, all_pages, both)
    mine = _walk(client_of(owner), waiting, {}, walk.lists)
    return Walk({**walk.pages, **mine.pages}, {**walk.lists, **mine.lists})


def _walk(
    client: UserClient, addresses: Mapping[str, str], query: Mapping[str, str], known: Collection[str] = ()
) -> Walk:
    """The lists that are known are not counted again."""
    texts = {page: (_read(client, address, query), address) for page, address in addresses.items()}
    pages = {page: numbers_of(text, address) for page, (text, address) in texts.items() if text}
    lists = {address for shown in pages.values() for address, _number in shown.links} - set(known)
    return Walk(pages, {address: _counted(client, address) for address in lists})


def walked_pages() -> list[str]:
    return [page for page, rule in PAGES.items() if rule not in RULES_LEFT_OUT and page not in PAGES_LEFT_OUT]


def _read(client: UserClient, address: str, query: Mapping[str, str]) -> str:
    """Empty for what is no page."""
    separator = "&" if "?" in address else "?"
    response = client.get(f"{address}{separator}{urlencode(query)}")
    if response.streaming:
        response.getvalue()  # Django's test client closes the file once it is read
        return ""
    is_page = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
    return response.text if is_page else ""


def _counted(client: UserClient, address: str) -> str:
    path, fragment = urldefrag(address)
    return count_of(client.get(path).text, fragment)


def test_every_number_of_every_page_equals_its_list(walk: Walk) -> None:
    assert {one for one in walk.numbers() if walk.lists[one[1]] != one[2]} == set()
    assert len(set(walk.numbers())) > 100


def test_every_number_that_stands_on_its_list_counts_that_list(walk: Walk) -> None:
    found = [(page, *pair) for page, shown in walk.pages.items() for pair in shown.here]
    assert [one for one in found if one[1] != one[2]] == []
    assert found


def test_no_number_is_without_its_list(walk: Walk) -> None:
    assert {page: shown.loose for page, shown in walk.pages.items() if shown.loose} == {}


def test_every_way_from_a_page_with_two_clocks_to_another_keeps_both(walk: Walk) -> None:
    ways = [(page, way) for page in WITH_CLOCKS for way in walk.pages[page].ways if _page_of(way) in WITH_CLOCKS]
    assert len(ways) > 100
    assert [one for one in ways if not _keeps_both(one[1])] == []


def _page_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _keeps_both(address: str) -> bool:
    query = parse_qs(urlsplit(address).query)
    return "on" in query and query.get("known_on") == [timezone.localdate().isoformat()]


def test_every_number_looks_at_the_day_of_its_page(walk: Walk) -> None:
    """But for the trend, which has a number for each of its days."""
    pages = WITH_CLOCKS - {page for page in WITH_CLOCKS if "trends" in page}
    found = [(page, address) for page, address, _number in walk.numbers() if page in pages]
    assert [one for one in found if f"on={DAY}" not in one[1]] == []
    assert found


def test_the_pages_with_figures_have_numbers(walk: Walk) -> None:
    assert all(walk.pages[page].links for page in WITH_FIGURES)


def _publications() -> dict[str, str]:
    """One with everything that there is to count, and one from before the register, which came without most lists."""
    published(number="nr. 200 (2019-2020)", figures_on=date(2020, 6, 30))
    given = published(number="nr. 277 (2020-2021)").get_absolute_url()
    before = said_of(Municipality.objects.exclude(name="")[0]).get_absolute_url()
    return {
        "publications:answer, full": f"/publications/answer/?{urlencode({'parts': Part.values}, doseq=True)}",
        "publications:publication_detail, full": given,
        "publications:publication_figure, of reviews": f"{given}figures/reviews_held/",
        "publications:publication_figure, of days": f"{given}figures/days_to_signature/",
        "publications:publication_detail, before the register": before,
    }


def _waiting_for(owner: User, region: Region) -> None:
    """Something in each list of what waits for one person."""
    place = MunicipalityFactory(region=region, fixed_contact=owner)
    planned = VisitFactory(status=Visit.Status.PLANNED, held_on=date(2021, 3, 1), municipality=place)
    planned.agency_people.add(owner)
    agreed(place, (Stage.SIGNED, date(2020, 2, 1)), starts_on=date(2024, 1, 1), ends_on=date(2030, 12, 31))
