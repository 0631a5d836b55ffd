"""An administrator makes a new version of the standard text: insert a field, be refused, mend, look at it, use it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import User
from agreements.models import TemplateVersion
from tests.agreements.wordings import clause_of, in_use
from tests.browser.logging_in import PASSWORD, log_in
from tests.browser.looking import barriers, width_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_attempts_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def administrator(transactional_db: Any) -> User:
    user: User = UserFactory(email="beheerder@example.org", role=User.Role.ADMINISTRATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_from_a_version_in_use_to_its_successor(page: Page, live_server: Any, administrator: User):
    former = in_use(introduction="Wij werken samen in .")
    log_in(page, live_server.url, administrator)
    page.get_by_role("link", name="Sjablonen").first.click()
    page.get_by_role("link", name="versie 1").first.click()
    page.get_by_role("link", name="Nieuwe versie maken").click()
    page.get_by_label("Wat er nieuw is").fill("De inleiding noemt de gemeente.")
    page.get_by_role("main").get_by_role("button", name="Nieuwe versie maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Standaard, versie 2")

    # A field comes where the cursor is, by mouse and by keyboard, and is told to who does not see it.
    page.get_by_role("link", name="Teksten bewerken").click()
    text = page.locator("#id_introduction")
    text.click()
    text.evaluate("(text) => text.setSelectionRange(20, 20)")
    page.get_by_role("button", name="{{ gemeente }}", exact=True).click()
    expect(text).to_have_value("Wij werken samen in {{ gemeente }}.")
    assert page.evaluate("document.activeElement.id") == "id_introduction"
    expect(page.locator("[data-announcer]")).to_have_text("{{ gemeente }} is ingevoegd in Inleiding")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("Wij werken samen in .")
    page.get_by_role("button", name="{{ gemeente }}", exact=True).press("Enter")
    expect(text).to_have_value("Wij werken samen in {{ gemeente }}.")
    assert barriers(page) == []

    # What cannot be printed is refused with a suggestion; what was typed is still there.
    text.fill("Wij werken samen.\n\nIn {{ gemeentte }} wonen veel mensen.")
    page.get_by_role("main").get_by_role("button", name="Bewaren").click()
    expect(page.locator(".error-summary")).to_contain_text("Regel 3")
    expect(page.locator(".error-summary")).to_contain_text("{{ gemeente }}")
    assert barriers(page) == []
    text.fill(text.input_value().replace("gemeentte", "gemeente"))
    page.get_by_role("main").get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("main")).to_contain_text("In de stad Aalst wonen veel mensen.")
    assert barriers(page) == []

    preview = page.request.get(page.url + "preview/")
    assert preview.headers["content-type"] == "application/pdf"
    assert preview.body().startswith(b"%PDF")

    page.get_by_role("link", name="In gebruik nemen").click()
    expect(page.get_by_role("main")).to_contain_text("Versie 1 is nu in gebruik")
    page.get_by_role("link", name="Wat verschilt").click()
    expect(page.locator("ins").first).to_contain_text("{{ gemeente }}")
    assert barriers(page) == []
    page.go_back()
    page.get_by_role("main").get_by_role("button", name="In gebruik nemen").click()
    expect(page.get_by_role("main")).to_contain_text("in gebruik")
    former.refresh_from_db()
    assert former.state == "retired"
    assert TemplateVersion.objects.in_use().get().number == 2
    assert page.get_by_role("link", name="Teksten bewerken").count() == 0


def test_without_scripts_the_fields_can_be_read_and_clauses_change_places(
    browser: Any, live_server: Any, administrator: User
):
    version = in_use()
    version.put_in_use_at = None
    version.save()
    page = browser.new_context(
        java_script_enabled=False, locale="nl-BE", viewport={"width": 360, "height": 740}
    ).new_page()
    log_in(page, live_server.url, administrator)
    page.goto(f"{live_server.url}/template-versions/{version.pk}/edit/")
    expect(page.locator(".merge-fields")).to_contain_text("{{ gemeente }}")
    assert page.locator(".merge-fields button").count() == 0
    page.goto(f"{live_server.url}/template-versions/{version.pk}/")
    page.get_by_role("button").filter(has_text="Omhoog: onthaal").click()
    expect(page).to_have_url(re.compile("#clause-"))
    assert clause_of(version).position == 1


def test_on_a_phone_the_fields_fold_away_and_nothing_sticks_out(page: Page, live_server: Any, administrator: User):
    version = in_use()
    version.put_in_use_at = None
    version.save()
    page.set_viewport_size({"width": 360, "height": 740})
    log_in(page, live_server.url, administrator)
    page.goto(f"{live_server.url}/template-versions/{version.pk}/edit/")
    field = page.get_by_role("button", name="{{ naam }}", exact=True)
    expect(field).to_be_hidden()
    page.locator("#id_closing").click()
    page.get_by_text("Invulvelden").click()
    field.click()
    assert "{{ naam }}" in page.locator("#id_closing").input_value()
    assert barriers(page) == []
    for path in (f"/template-versions/{version.pk}/", f"/clauses/{clause_of(version).pk}/edit/", "/templates/"):
        page.goto(f"{live_server.url}{path}")
        assert width_of(page) <= 360
        assert barriers(page) == []
