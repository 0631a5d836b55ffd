"""A staff member, on the road with a phone: from login to a logged visit."""

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import User
from municipalities.models import Contact, Municipality, Visit
from tests.browser.looking import width_of
from tests.factories import ContactFactory, DomainFactory, MunicipalityFactory, RegionFactory, TermFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "een-goed-wachtwoord"
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def noor(transactional_db: None) -> User:
    TermFactory(starts_on=date(timezone.localdate().year - 3, 1, 1))
    noor = UserFactory(first_name="Noor", last_name="Verzonnen", regions=[RegionFactory(name="Regio Dender")])
    noor.set_password(PASSWORD)
    noor.save()
    DomainFactory(name="Regie door het lokaal integratiebeleid", short_name="Regie")
    return noor


@pytest.fixture
def aalst(noor: User) -> Municipality:
    return MunicipalityFactory(name="Aalst", nis="41002", region=noor.regions.get(), fixed_contact=noor)


@pytest.fixture
def kaat(aalst: Municipality) -> Contact:
    return ContactFactory(municipality=aalst, name="Kaat Bedacht")


@pytest.fixture
def phone(page: Page, live_server: Any, noor: User) -> Page:
    """The list of visits on a phone, after login."""
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/visits/")
    page.get_by_label("E-mailadres").fill(noor.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bezoeken", level=1)).to_be_visible()
    return page


def test_from_login_to_a_logged_visit(phone: Page, noor: User, aalst: Municipality, kaat: Contact) -> None:
    phone.get_by_role("link", name="Bezoek registreren").first.click()
    expect(phone.get_by_label("Gemeente")).to_be_visible()
    assert width_of(phone) <= PHONE["width"]
    phone.get_by_label("Gemeente").fill("aalst")
    phone.get_by_label("Gemeente").press("Tab")
    phone.get_by_label("Kaat Bedacht").check()
    phone.get_by_label("Verslag").fill("Kennisgemaakt met de nieuwe dienst.")
    phone.get_by_role("button", name="Bezoek bewaren").click()
    expect(phone.locator(".message-success")).to_contain_text("Het bezoek is vastgelegd.")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Aalst")
    assert width_of(phone) <= PHONE["width"]
    visit = Visit.objects.get()
    assert (visit.municipality, visit.held_on, visit.is_effective) == (aalst, timezone.localdate(), True)
    assert (list(visit.agency_people.all()), list(visit.contacts.all())) == ([noor], [kaat])
    phone.get_by_role("link", name="Bezoeken").first.click()
    expect(phone.get_by_role("row").filter(has_text="Aalst")).to_be_visible()
    assert width_of(phone) <= PHONE["width"]


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(phone: Page, aalst: Municipality) -> None:
    phone.get_by_role("link", name="Bezoek registreren").first.click()
    phone.get_by_label("Gemeente").fill("Alst")
    phone.get_by_label("Verslag").fill("Lang verslag")
    phone.get_by_role("button", name="Bezoek bewaren").click()
    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Geen gemeente heet").click()
    expect(phone.get_by_label("Gemeente")).to_be_focused()
    expect(phone.get_by_label("Verslag")).to_have_value("Lang verslag")
    assert width_of(phone) <= PHONE["width"]
    assert not Visit.objects.exists()


def test_only_the_questions_of_the_answer_are_asked(phone: Page, live_server: Any, aalst: Municipality) -> None:
    visit = Visit.objects.create(municipality=aalst, held_on=date(timezone.localdate().year, 1, 1), status="planned")
    phone.goto(f"{live_server.url}/visits/{visit.pk}/outcome/")
    phone.get_by_label("Het is afgelast").check()
    expect(phone.get_by_label("Verslag")).to_be_hidden()
    phone.get_by_label("Waarom is het afgelast?").fill("De schepen was ziek")
    phone.get_by_role("button", name="Bewaren").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Aalst")
    visit.refresh_from_db()
    assert (visit.status, visit.cancel_reason) == ("cancelled", "De schepen was ziek")


def test_everyone_can_use_the_pages_of_visits(
    phone: Page, live_server: Any, noor: User, aalst: Municipality, kaat: Contact
) -> None:
    visit = Visit.objects.create(
        municipality=aalst,
        held_on=date(timezone.localdate().year, 1, 1),
        status="planned",
        next_step="Cijfers bezorgen",
    )
    visit.agency_people.set([noor])
    one = f"/visits/{visit.pk}/"
    pages = ["/visits/", "/visits/?kind=video", "/visits/new/", "/visits/new/?municipality=41002", one]
    for path in [*pages, *(f"{one}{verb}/" for verb in ("edit", "outcome", "cancel", "history"))]:
        phone.goto(f"{live_server.url}{path}")
        assert width_of(phone) <= PHONE["width"], path
        violations = Axe().run(phone).response["violations"]
        assert not violations, (path, [(one["id"], one["nodes"][0]["html"]) for one in violations])
