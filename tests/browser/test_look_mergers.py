"""The pages about mergers: nobody is barred from them, and they fit on a narrow screen, light and dark."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from accounts.models import User
from municipalities.models import Municipality, Region, Succession
from tests.agreements.addenda import running_agreement
from tests.browser.logging_in import PASSWORD, log_in
from tests.browser.looking import barriers, width_of
from tests.factories import MunicipalityFactory, PlannedMergerFactory, RegionFactory, TermFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_NAME = "Sint-Katelijne-Waver-aan-de-Benedenschelde"


@pytest.fixture
def administrator(transactional_db: Any) -> User:
    cache.clear()
    user: User = UserFactory(email="beheerder@example.org", role=User.Role.ADMINISTRATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def mergers(region: Region) -> list[str]:
    """One that took place and is undecided, one that can be carried out, and one that cannot."""
    agreement, day = running_agreement(region), date(2025, 1, 1)
    Municipality.objects.filter(pk=agreement.municipality_id).update(ends_on=date(2024, 12, 31))
    successor = MunicipalityFactory(name=LONG_NAME, region=region, starts_on=day)
    succession = Succession.objects.create(predecessor=agreement.municipality, successor=successor, took_effect_on=day)
    ready = PlannedMergerFactory(new=True, region=region, took_effect_on=date(2030, 1, 1))
    blocked = PlannedMergerFactory(new=True, nis="", predecessors=[agreement.municipality, successor])
    return [
        "/mergers/",
        "/mergers/2025-01-01/",
        f"/successions/{succession.pk}/agreements/{agreement.pk}/decide/",
        "/mergers/planned/new/",
        "/mergers/planned/new/?absorption",
        *(f"/mergers/planned/{ready.pk}/{page}" for page in ("", "edit/", "delete/")),
        f"/mergers/planned/{blocked.pk}/",
    ]


def test_everyone_can_use_the_pages_about_mergers(page: Page, live_server: Any, administrator: User) -> None:
    for first_day in (date(2019, 1, 1), date(2025, 1, 1)):
        TermFactory(starts_on=first_day)
    log_in(page, live_server.url, administrator)
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    for path in mergers(RegionFactory(name="Leie")):
        page.set_viewport_size({"width": 320, "height": 800})
        answer = page.goto(f"{live_server.url}{path}")
        assert answer is not None
        assert answer.ok, path
        if (width := width_of(page)) > 320:
            found.append(f"{path}: {width} wide")
        page.set_viewport_size({"width": 1280, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.reload()
            found += [f"{path}, {scheme}: {one}" for one in barriers(page)]
    assert found == []
