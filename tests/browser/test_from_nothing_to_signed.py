"""An agreement of all four domains, from nothing to signed, as a coordinator makes it in the browser."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import User
from agreements.models import AgencyDirector, Agreement, Clause, Final
from municipalities.models import Contact, Municipality
from tests.agreements.papers import domains
from tests.browser.logging_in import PASSWORD, log_in
from tests.factories import ContactFactory, MunicipalityFactory, RegionFactory, TermFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()
PARAGRAPH = "Elke eerste maandag is er een zitdag in {{ naam }}."


@pytest.fixture
def zulte(transactional_db: Any) -> Municipality:
    """A municipality with its people, the term of today, the four domains and the standard text."""
    TermFactory(starts_on=TODAY.replace(month=1, day=1))
    domains()
    call_command("load_templates", verbosity=0)
    municipality: Municipality = MunicipalityFactory(name="Zulte", nis="44081", region=RegionFactory(name="Leie"))
    for function, name in [
        (Contact.Function.COUNCIL_CHAIR, "Marieke Korenbloem"),
        (Contact.Function.GENERAL_DIRECTOR, "Joris Steenuil"),
        (Contact.Function.ALDERMAN, "Zita Klaproos"),
    ]:
        ContactFactory(municipality=municipality, function=function, name=name)
    AgencyDirector.objects.create(name="Wouter Waterhoen", function="algemeen directeur", starts_on=date(2019, 1, 1))
    return municipality


@pytest.fixture
def coordinator(zulte: Municipality) -> User:
    user: User = UserFactory(
        email="coordinator@example.org",
        first_name="Noor",
        last_name="Zilverreiger",
        role=User.Role.COORDINATOR,
        regions=[zulte.region],
        job_title="regiocoördinator",
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def test_an_agreement_of_four_domains_is_made_from_nothing_to_signed(
    page: Page, live_server: Any, coordinator: User, tmp_path: Path
) -> None:
    log_in(page, live_server.url, coordinator)
    agreement = start(page, live_server.url)
    at = address_of(live_server.url, agreement)

    left_out = write_the_text(page, at)
    decide_and_approve(page, at)
    make_final(page, at)
    stored = fetched(page, f"{live_server.url}{Final.objects.get().get_absolute_url()}")
    text = words_of(stored)
    assert "Elke eerste maandag is er een zitdag in Zulte." in text
    assert all(heading in text for heading in ("Marieke Korenbloem", "Joris Steenuil", "Wouter Waterhoen"))
    assert left_out not in text
    assert "ontwerp" not in text.lower()

    hand_in_the_signed_copy(page, at, stored, tmp_path)
    sign(page, at)
    assert list(Agreement.objects.in_force(on=TODAY)) == [agreement]

    # Whatever changes around it, the final is what was signed.
    Municipality.objects.update(name="Elders")
    Clause.objects.update(text="Een andere clausule.")
    agreement.contacts.update(name="Iemand Anders")
    again = fetched(page, f"{live_server.url}{Final.objects.get().get_absolute_url()}")
    assert sha256(again).hexdigest() == sha256(stored).hexdigest() == Final.objects.get().document.sha256


def address_of(server: str, agreement: Agreement) -> Callable[[str], str]:
    return lambda rest: f"{server}/agreements/{agreement.pk}/{rest}"


def fetched(page: Page, address: str) -> bytes:
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def words_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).replace("\u2010\n", "").split())


def send(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def start(page: Page, server: str) -> Agreement:
    page.goto(f"{server}/agreements/new/")
    page.get_by_label("Gemeente", exact=True).first.fill("Zulte")
    page.get_by_label("Eerste gesprek op").fill((TODAY - timedelta(days=40)).isoformat())
    page.get_by_label("gemeente", exact=True).check()
    page.get_by_label("Eerste dag van de overeenkomst").fill((TODAY - timedelta(days=5)).isoformat())
    send(page, "Overeenkomst starten")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zulte")
    return Agreement.objects.get()


def write_the_text(page: Page, at: Callable[[str], str]) -> str:
    """Four domains, an optional clause left out and a paragraph; the heading of the clause."""
    page.goto(at("text/"))
    for domain in page.locator(".text-domain-head label").all():
        domain.click()
    optional = page.locator(".text-clauses .option label").first
    clause = Clause.objects.filter(optional=True).order_by("part__position", "position").first()
    assert clause is not None
    expect(optional).to_contain_text(clause.heading)
    preview = page.locator("#preview")
    expect(preview).to_contain_text(clause.heading)
    optional.click()
    expect(preview).not_to_contain_text(clause.heading)

    paragraph = page.get_by_label(re.compile("Eigen alinea")).first
    paragraph.fill("Een {{ gemeent }}.")
    send(page, "Bewaren")
    expect(page.get_by_role("alert")).to_contain_text("gemeente")
    paragraph.fill(PARAGRAPH)
    expect(preview).to_contain_text("een zitdag in Zulte.")
    send(page, "Bewaren")
    expect(page.get_by_role("main")).to_contain_text("Verbeteren van de lokale sociale samenhang")
    page.get_by_role("link", name="Afspraak toevoegen").first.click()
    page.get_by_label("Wat is afgesproken").fill("Beide partijen maken een folder in klare taal.")
    send(page, "Bewaren")
    return clause.heading


def decide_and_approve(page: Page, at: Callable[[str], str]) -> None:
    day = (TODAY - timedelta(days=4)).isoformat()
    page.goto(at("final/"))
    page.get_by_role("link", name="De beslissing van de gemeenteraad").click()
    page.get_by_label("Datum van de beslissing").fill(day)
    send(page, "Bewaren")
    page.goto(at("final/"))
    page.get_by_role("link", name="De goedkeuring door de raad").click()
    page.get_by_label("Gebeurd op").fill(day)
    send(page, "Stap vastleggen")
    expect(page.get_by_role("main")).to_contain_text("Naar de definitieve versie")


def make_final(page: Page, at: Callable[[str], str]) -> None:
    page.get_by_role("link", name="Naar de definitieve versie").click()
    send(page, "Definitief maken")
    expect(page.get_by_role("status").or_(page.locator(".messages")).first).to_contain_text("bewaard", timeout=60_000)
    expect(page.locator("#papers")).to_contain_text(Final.objects.get().fingerprint[:8])
    page.goto(at("edit/"))
    expect(page.get_by_role("main")).to_contain_text("Vastgelegd")


def hand_in_the_signed_copy(page: Page, at: Callable[[str], str], stored: bytes, folder: Path) -> None:
    """The same text as the final: a print that was signed and scanned with its text."""
    copy = folder / "getekend.pdf"
    copy.write_bytes(stored + b"\n")
    page.goto(at("signed-copies/new/"))
    page.locator("input[type=file]").first.set_input_files(copy)
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("toevoegen")


def sign(page: Page, at: Callable[[str], str]) -> None:
    page.goto(at("sign/"))
    page.get_by_label("De gemeente ondertekende op").fill((TODAY - timedelta(days=3)).isoformat())
    page.get_by_label("Het agentschap ondertekende op").fill((TODAY - timedelta(days=1)).isoformat())
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_role("main")).to_contain_text("ondertekend")
