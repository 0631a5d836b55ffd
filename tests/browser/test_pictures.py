"""The pictures of the figures: a map that moves through time, and drawings that everyone can read."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from accounts.models import User
from agreements.models import Agreement
from municipalities.models import Municipality
from tests.agreements.signing import signed
from tests.browser.logging_in import PASSWORD, log_in
from tests.browser.looking import barriers, width_of
from tests.factories import AgreementFactory, UserFactory, VisitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/?on=2021-04-26", "/trends/?on=2025-06-01", "/provinces/70000/trends/?on=2021-04-26")


@pytest.fixture(autouse=True)
def no_attempts_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def manager(transactional_db: Any) -> User:
    """Among the real municipalities, of which one was visited and concluded an agreement."""
    call_command("load_reference", verbosity=0)
    genk = Municipality.objects.get(name="Genk")
    VisitFactory(municipality=genk, held_on=date(2019, 5, 6))
    signed(AgreementFactory(municipality=genk, party=Agreement.Party.MUNICIPALITY), on=date(2020, 3, 2))
    user: User = UserFactory(email="manager@example.org", role=User.Role.MANAGER)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def complaints(page: Page) -> list[str]:
    written: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            written.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: written.append(str(error)))
    return written


def test_a_manager_slides_the_map_through_time(page, live_server, manager, complaints):
    log_in(page, live_server.url, manager)
    page.goto(f"{live_server.url}/?on=2019-07-01")
    page.locator("#map-slider").press("ArrowRight")
    expect(page.locator("#map-day")).to_have_text("1 januari 2020")
    page.locator("#map-slider").press("ArrowRight")
    expect(page.locator(".answer")).to_contain_text("1 in die periode een overeenkomst")
    expect(page).to_have_url(re.compile(r"\?on=2020-07-01$"))
    expect(page.locator("#map-slider")).to_be_focused()
    expect(page.locator("[data-announcer]")).to_contain_text("1 in die periode een overeenkomst")
    page.go_back()
    expect(page.locator("#map-day")).to_have_text("1 juli 2019")
    assert complaints == []


def test_without_scripts_each_day_of_the_map_is_a_link(browser: Browser, live_server, manager):
    page = browser.new_context(java_script_enabled=False, locale="nl-BE").new_page()
    log_in(page, live_server.url, manager)
    page.goto(f"{live_server.url}/provinces/70000/")
    assert not page.locator("#map-slider").is_visible()
    page.get_by_role("link", name="1 januari · fusies").first.click()
    expect(page).to_have_url(re.compile(r"/provinces/70000/\?on=2019-01-01$"))
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_everyone_can_read_the_pictures(page, live_server, manager, complaints, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    log_in(page, live_server.url, manager)
    for path in PAGES:
        page.goto(f"{live_server.url}{path}")
        assert complaints == []  # axe itself tries a style on the page
        assert barriers(page) == []
        assert width_of(page) <= width
        complaints.clear()
