"""An administrator gives out a token, a program uses it, and nobody is barred from the pages about the open data."""

from typing import Any

import pytest
from playwright.sync_api import APIRequestContext, ConsoleMessage, Page, expect

from accounts.models import User
from tests.browser.logging_in import PASSWORD, log_in
from tests.browser.looking import barriers, width_of
from tests.factories import TermFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def administrator(transactional_db: Any) -> User:
    TermFactory()
    user: User = UserFactory(email="beheerder@example.org", role=User.Role.ADMINISTRATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def status(program: APIRequestContext, address: str, token: str) -> int:
    return program.get(f"{address}/api/v1/figures?on=2021-04-26", headers={"Authorization": f"Bearer {token}"}).status


def test_a_token_opens_the_figures_until_it_is_revoked(page: Page, live_server: Any, administrator: User):
    log_in(page, live_server.url, administrator)
    page.get_by_role("link", name="Open data").click()
    page.get_by_role("link", name="Sleutels").click()
    page.get_by_role("link", name="Sleutel uitgeven").click()
    page.get_by_label("Gebruikt door").fill("Statistiek Bedacht")
    page.get_by_label("Gebruikt voor").fill("een kaart")
    page.get_by_role("button", name="Sleutel maken").click()
    token = page.get_by_role("main").locator("code").first.inner_text()
    assert status(page.request, live_server.url, token) == 200

    page.get_by_role("link", name="Naar de sleutels").click()
    page.get_by_role("link", name="Statistiek Bedacht").click()
    page.get_by_role("button", name="Intrekken").click()
    expect(page.get_by_role("main")).to_contain_text("ingetrokken op")
    assert status(page.request, live_server.url, token) == 401


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_everyone_can_read_about_the_open_data(page: Page, live_server: Any, transactional_db, width, scheme):
    complaints: list[ConsoleMessage] = []
    page.on("console", lambda message: complaints.append(message) if message.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/api/v1/")
    page.get_by_text("De namen in het antwoord").first.click()
    assert barriers(page) == []
    assert width_of(page) <= width
    assert complaints == []
