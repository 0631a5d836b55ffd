"""What only a browser shows: reach, weight, focus, and that nothing breaks the content policy."""

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import ConsoleMessage, Page, Response, expect

from accounts.models import User
from tests.browser.looking import barriers, width_of
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.accounts.pages"),
    pytest.mark.django_db(transaction=True),
]

PASSWORD = "zes appels in een mand"
STYLE = "/test/style/"
MADE = re.compile(r"/test/people/\d+/$")


@pytest.fixture(autouse=True)
def no_attempts_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser writes on its console: refused styles and scripts, mistakes in ours."""
    written: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 404" not in message.text:
            written.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: written.append(str(error)))
    return written


@pytest.fixture
def amina(transactional_db: Any) -> User:
    user = UserFactory(email="amina@example.org", role=User.Role.ADMINISTRATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def inside(page: Page, live_server: Any, amina: User) -> Page:
    """Logged in, at the page with every part."""
    for number in range(60):
        UserFactory(email=f"iemand{number}@example.org", username=f"iemand{number}")
    page.goto(f"{live_server.url}/account/login/?next={STYLE}")
    page.get_by_label("E-mailadres").fill(amina.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(f"**{STYLE}")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_everyone_can_use_every_part(inside, live_server, complaints, width, scheme):
    inside.set_viewport_size({"width": width, "height": 800})
    inside.emulate_media(color_scheme=scheme)
    for path in [STYLE, f"{STYLE}?wrong=1&email=iemand", "/test/forbidden/", "/account/password/change/"]:
        inside.goto(f"{live_server.url}{path}")
        assert barriers(inside) == []
        assert width_of(inside) <= width
    assert [one for one in complaints if "403" not in one] == []


@pytest.mark.parametrize("path", ["/account/login/?next=/visits/", "/account/password/reset/", "/account/signup/"])
def test_everyone_can_use_the_doors(page, live_server, complaints, path):
    page.goto(f"{live_server.url}{path}")
    assert barriers(page) == []
    assert complaints == []


def test_the_first_page_weighs_less_than_150_kb_apart_from_fonts(page, live_server, amina):
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type != "font" and response.ok:
            weights[response.url] = len(gzip.compress(response.body()))

    page.on("response", weigh)
    page.goto(f"{live_server.url}/account/login/", wait_until="networkidle")
    assert len(weights) > 5
    assert sum(weights.values()) < 150_000


def test_a_double_click_makes_one_thing(inside, live_server):
    inside.goto(f"{live_server.url}/test/people/new/")
    inside.locator("#id_email").fill("nieuw@example.org")
    inside.locator("#id_first_name").fill("Noor")
    inside.locator("#id_username").fill("nieuw")
    inside.get_by_role("button", name="Bewaren").dblclick()
    inside.wait_for_url(MADE)
    assert User.objects.filter(email="nieuw@example.org").count() == 1


def test_back_and_again_makes_one_thing(inside, live_server):
    inside.goto(f"{live_server.url}/test/people/new/")
    inside.locator("#id_email").fill("nieuw@example.org")
    inside.locator("#id_username").fill("nieuw")
    inside.locator("#id_first_name").fill("Noor")
    inside.get_by_role("button", name="Bewaren").click()
    inside.wait_for_url(MADE)
    made = inside.url
    inside.go_back()
    inside.locator("#id_email").fill("anders@example.org")
    inside.locator("#id_username").fill("anders")
    inside.get_by_role("button", name="Bewaren").click()
    inside.wait_for_url(MADE)
    assert inside.url == made
    assert not User.objects.filter(email="anders@example.org").exists()


def test_the_focus_moves_to_what_is_wrong_and_from_there_to_the_field(inside, live_server):
    inside.goto(f"{live_server.url}/test/people/new/")
    inside.get_by_role("button", name="Bewaren").click()
    inside.wait_for_selector(".error-summary:focus")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Enter")
    expect(inside.locator("#id_email")).to_be_focused()


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(inside, live_server):
    inside.goto(f"{live_server.url}/test/people/new/")
    inside.keyboard.press("Tab")
    assert inside.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    inside.keyboard.press("Enter")
    expect(inside.locator("#main")).to_be_focused()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(inside):
    inside.set_viewport_size({"width": 320, "height": 700})
    entry = inside.get_by_role("link", name="Bezoeken", exact=True)
    expect(entry).to_be_hidden()
    inside.locator(".menu-button").press("Enter")
    expect(entry).to_be_visible()
    inside.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    assert inside.evaluate("document.activeElement.textContent") == "Menu"


def test_the_list_follows_its_filters_and_says_how_long_it_is(inside, complaints):
    count = inside.locator(".pages-count")
    expect(count).to_have_text("1–50 van 61")
    inside.locator(".filter").get_by_label("E-mailadres").fill("iemand1")
    inside.keyboard.press("Tab")
    expect(count).to_have_text("1–11 van 11")
    expect(inside).to_have_url(re.compile("email=iemand1"))
    expect(inside.locator("[data-announcer]")).to_have_text("1–11 van 11")
    expect(inside.locator(".chip")).to_contain_text("E-mailadres: iemand1")
    inside.get_by_role("link", name="Alles wissen").click()
    expect(count).to_have_text("1–50 van 61")
    expect(inside.locator(".filter").get_by_label("E-mailadres")).to_have_value("")
    assert complaints == []


def test_it_all_works_without_scripts(browser, live_server, amina):
    page = browser.new_context(
        java_script_enabled=False, locale="nl-BE", viewport={"width": 320, "height": 700}
    ).new_page()
    page.goto(f"{live_server.url}/account/login/?next={STYLE}")
    page.get_by_label("E-mailadres").fill(amina.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.locator(".menu-button").click()
    expect(page.get_by_role("link", name="Bezoeken", exact=True)).to_be_visible()
    page.locator(".filter summary").click()
    page.locator(".filter").get_by_label("E-mailadres").fill("amina")
    page.get_by_role("button", name="Filteren").click()
    expect(page.locator(".pages-count")).to_have_text("1–1 van 1")


def test_the_admin_site_keeps_the_content_policy_and_bars_nobody(inside, live_server, complaints):
    for path in ["/beheer/", "/beheer/accounts/user/", "/beheer/accounts/user/add/"]:
        inside.goto(f"{live_server.url}{path}", wait_until="networkidle")
        assert complaints == []
        assert barriers(inside) == []
        complaints.clear()  # axe itself tries a style on the page
