"""The pages of figures, publications, exports and tokens: nobody is barred from them, and they fit on any screen."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from publications.verifying import verify
from tests.browser.logging_in import PASSWORD, log_in
from tests.browser.looking import barriers, width_of
from tests.every_page import address_of, every_page
from tests.factories import RegionFactory, TermFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 768)
LONG_NAME = "Oost-Vlaanderen Leie-Schelde en Meetjesland"
FIGURES = [
    "dashboards:overview",
    "dashboards:province_detail",
    "dashboards:region_detail",
    "dashboards:region_trends",
    "dashboards:figure_detail",
    "dashboards:definition_list",
    "dashboards:municipality_counted",
    "municipalities:target_update",
    "municipalities:target_history",
    "exports:export_list",
    "opendata:token_list",
    "opendata:token_create",
    "opendata:token_revoke",
]
PUBLICATIONS = [
    "publications:publication_list",
    "publications:publication_detail",
    "publications:publication_figure",
    "publications:publication_verifications",
    "publications:draft_create",
    "publications:draft_detail",
    "publications:draft_update",
    "publications:draft_publish",
    "publications:draft_delete",
    "publications:answer",
]
# Where colours say something.
COLOURED = {
    "dashboards:overview",
    "dashboards:region_trends",
    "dashboards:figure_detail",
    "publications:publication_list",
    "publications:publication_verifications",
}


@pytest.fixture
def administrator(transactional_db: Any) -> User:
    cache.clear()
    user: User = UserFactory(email="beheerder@example.org", role=User.Role.ADMINISTRATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def addresses(names: list[str], *, by: User) -> dict[str, str]:
    """Of these pages, in a register with a row behind each, where an answer no longer comes out as it was given."""
    for year in (2019, 2025):
        TermFactory(starts_on=date(year, 1, 1))
    rows = every_page(RegionFactory(name=LONG_NAME), owner=by) | {"figure": "municipalities"}  # the longest list
    verify(rows["publication"], at=timezone.now())
    return {name: address_of(name, rows) for name in names}


@pytest.mark.parametrize("names", [FIGURES, PUBLICATIONS], ids=["figures", "publications"])
def test_everyone_can_use_the_pages(page: Page, live_server: Any, administrator: User, names: list[str]) -> None:
    paths = addresses(names, by=administrator)
    coloured = {path for name, path in paths.items() if name in COLOURED}
    page.emulate_media(reduced_motion="reduce")  # no colour on its way to another
    log_in(page, live_server.url, administrator)
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    for path in paths.values():
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        answer = page.goto(f"{live_server.url}{path}")
        assert answer is not None
        assert answer.ok, path
        found += [f"{path}: {one}" for one in barriers(page)]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if (taken := width_of(page)) > width:
                found.append(f"{path}: {taken} wide on {width}")
        if path in coloured:
            page.emulate_media(color_scheme="dark")
            found += [f"{path}, dark: {one}" for one in barriers(page)]
            page.emulate_media(color_scheme="light")
    assert found == []
