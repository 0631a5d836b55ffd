"""Every number of every page opens the list that it counts, and that counts as many."""

import re
from typing import Any

import pytest

from accounts.models import User
from municipalities.models import Region
from tests.conftest import UserClient
from tests.dashboards.test_counted import everything
from tests.every_page import address_of, every_page
from tests.factories import MunicipalityFactory, ProvinceFactory, UserFactory, VisitFactory
from tests.test_pages import PAGES, Rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

DAY = "2021-04-26"
LINK = re.compile(r'<a data-number href="([^"]+)">(\d+)</a>')
TABLE = re.compile(r'<table class="table rows[^"]* (?:figures|places)[ "].*?</table>', re.DOTALL)
CELL = re.compile(r'<td class="number[^>]*>(.*?)</td>', re.DOTALL)
FROZEN = "/publications/"  # its numbers and its lists were frozen together
BESIDE = re.compile(r'<span class="share">.*?</span>|<[^>]+>', re.DOTALL)

# Pages with figures. Any other page that marks a number is walked as well.
WITH_FIGURES = {
    "dashboards:overview",
    "dashboards:province_detail",
    "dashboards:region_detail",
    "dashboards:trends",
    "dashboards:province_trends",
    "dashboards:region_trends",
}


@pytest.fixture
def pages(region: Region, manager_client: UserClient) -> dict[str, str]:
    """By name what a manager reads on the day on each page that marks a number."""
    rows = every_page(region, owner=UserFactory(role=User.Role.STAFF, regions=[region]))
    everything(region)
    elsewhere = ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    VisitFactory(municipality=MunicipalityFactory(province=elsewhere))
    found = {page: _read(manager_client, page, rows) for page, rule in PAGES.items() if rule is Rule.READ}
    return {page: text for page, text in found.items() if "data-number" in text}


def _read(client: UserClient, page: str, rows: dict[str, Any]) -> str:
    response = client.get(address_of(page, rows), {"on": DAY})
    if response.streaming:
        response.getvalue()  # Django's test client closes the file once it is read
        return ""
    return response.text if response.headers["Content-Type"].startswith("text/html") else ""


def test_every_number_of_every_page_equals_its_list(manager_client: UserClient, pages: dict[str, str]) -> None:
    assert set(pages) >= WITH_FIGURES
    found = {link for text in pages.values() for link in LINK.findall(text)}
    numbers = {(address, number) for address, number in found if not address.startswith(FROZEN)}
    counts = {address: _counted(manager_client, address) for address, _number in numbers}
    assert {(address, number) for address, number in numbers if counts[address] != number} == set()
    assert len(numbers) > 100


def _counted(client: UserClient, address: str) -> str:
    found = re.search(r'data-count="(\d+)"', client.get(address.replace("&amp;", "&")).text)
    return found[1] if found else ""


def test_no_number_in_a_table_of_figures_is_without_its_list(pages: dict[str, str]) -> None:
    for page in WITH_FIGURES:
        tables = " ".join(TABLE.findall(pages[page]))
        cells = CELL.findall(tables)
        assert any(LINK.search(cell) for cell in cells), page
        alone = {BESIDE.sub("", cell).strip() for cell in cells if not LINK.search(cell)}
        assert alone <= {"0", "–", ""}, page
