"""A coordinator takes an agreement from the first talk to the signature, and prints it."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import User
from agreements.models import Agreement
from municipalities.models import Contact, Municipality
from tests.agreements.papers import domains
from tests.browser.logging_in import PASSWORD, log_in
from tests.factories import ContactFactory, MunicipalityFactory, RegionFactory, TermFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def zulte(transactional_db: Any) -> Municipality:
    """A municipality with its people, the term of today, the four domains and the standard texts."""
    TermFactory(starts_on=timezone.localdate().replace(month=1, day=1) - timedelta(days=365))
    domains()
    call_command("load_templates", verbosity=0)
    municipality: Municipality = MunicipalityFactory(name="Zulte", nis="44081", region=RegionFactory(name="Leie"))
    for function, name in [
        (Contact.Function.COUNCIL_CHAIR, "Marieke Korenbloem"),
        (Contact.Function.GENERAL_DIRECTOR, "Joris Steenuil"),
        (Contact.Function.ALDERMAN, "Zita Klaproos"),
    ]:
        ContactFactory(municipality=municipality, function=function, name=name)
    return municipality


@pytest.fixture
def coordinator(zulte: Municipality) -> User:
    user: User = UserFactory(
        email="coordinator@example.org",
        role=User.Role.COORDINATOR,
        regions=[zulte.region],
        job_title="regiocoördinator",
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def draft_text(page: Page, address: str, agreement: Agreement) -> str:
    """The text of the draft, fetched as the logged-in user of the page."""
    answer = page.request.get(f"{address}/agreements/{agreement.pk}/pdf/")
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def test_from_a_new_agreement_to_a_printed_draft_and_the_signatures(
    page: Page, live_server: Any, coordinator: User, zulte: Municipality
) -> None:
    today = timezone.localdate()
    log_in(page, live_server.url, coordinator)
    page.get_by_role("link", name="Overeenkomsten").first.click()
    page.get_by_role("link", name=re.compile("overeenkomst starten", re.IGNORECASE)).first.click()
    page.get_by_label("Gemeente", exact=True).first.fill("Zulte")
    page.get_by_label("Eerste gesprek op").fill((today - timedelta(days=40)).isoformat())
    page.get_by_label("gemeente", exact=True).check()
    page.get_by_label("Eerste dag van de overeenkomst").fill((today - timedelta(days=5)).isoformat())
    page.get_by_label("Dienstverlening aan personen").check()
    page.get_by_role("main").get_by_role("button", name="Overeenkomst starten").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Zulte")
    agreement = Agreement.objects.get()
    text = draft_text(page, live_server.url, agreement)
    assert "Ontwerp" in text
    assert "de gemeente Zulte" in text

    # Without a final there is nothing to sign here; test_from_nothing_to_signed makes one.
    Agreement.objects.update(signed_outside=True)
    decide(page, agreement, on=(today - timedelta(days=6)).isoformat())
    page.goto(f"{live_server.url}/agreements/{agreement.pk}/sign/")
    page.get_by_label("De gemeente ondertekende op").fill((today - timedelta(days=3)).isoformat())
    page.get_by_label("Het agentschap ondertekende op").fill((today - timedelta(days=1)).isoformat())
    page.get_by_role("main").get_by_role("button").last.click()

    expect(page.get_by_role("main")).to_contain_text("ondertekend")
    assert list(Agreement.objects.in_force(on=today)) == [agreement]
    assert not Agreement.objects.in_force(on=today - timedelta(days=2)).exists()


def decide(page: Page, agreement: Agreement, *, on: str) -> None:
    page.goto(re.sub(r"/agreements/.*", f"/agreements/{agreement.pk}/decisions/new/", page.url))
    page.get_by_label("Datum van de beslissing").fill(on)
    page.get_by_role("main").get_by_role("button").last.click()
