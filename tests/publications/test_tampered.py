"""A publication that was changed past the register is shown nowhere, and every page says so."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from publications.models import Clock, Publication, Verification
from tests.conftest import UserClient
from tests.factories import MunicipalityFactory, VisitFactory
from tests.publications.giving import DAY, draft, published
from tests.publications.tampering import tamper, with_figure

pytestmark = pytest.mark.usefixtures("terms")

SAYS_SO = "past niet meer bij haar zegel"
FORGED = "987654321"  # in no hash by chance

Tampering = Callable[[Publication], dict[str, str]]
WAYS: dict[str, Tampering] = {
    "a figure changed": lambda one: {"frozen": with_figure(one, "visited", int(FORGED))},
    "a figure that is no number": lambda one: {"frozen": with_figure(one, "visited", f"<b>{FORGED}</b>")},
    "a name for another": lambda one: {"frozen": json.dumps(one.frozen).replace("Aalst", FORGED)},
    "emptied": lambda one: {"frozen": "{}"},
    "a list": lambda one: {"frozen": f"[{FORGED}]"},
    "a number": lambda one: {"frozen": FORGED},
    "nothing": lambda one: {"frozen": "null"},
    "another hash": lambda one: {"sha256": "0" * 64},
    "other words": lambda one: {"text": FORGED},
    "another paragraph": lambda one: {"paragraph": FORGED},
    "a kind that there is not": lambda one: {"kind": "raadsel"},
    "a day without a term": lambda one: {"figures_on": "1950-01-01"},
    "parts that are none": lambda one: {"parts": FORGED},
}
if connection.vendor == "sqlite":  # PostgreSQL refuses these whoever asks
    WAYS |= {
        "not JSON": lambda one: {"frozen": f"{FORGED}'"},
        "half a sign": lambda one: {"frozen": r'"\ud800"'},
    }
ways = pytest.mark.parametrize("way", list(WAYS))
some_ways = pytest.mark.parametrize("way", ["emptied", "a figure changed", "other words"])


@pytest.fixture
def given() -> Publication:
    MunicipalityFactory(name="Aalst")
    return published()


def text_of(client: UserClient, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == HTTPStatus.OK, address
    return response.getvalue().decode(errors="replace")


def addresses_of(one: Publication) -> list[str]:
    """The page of a publication, and everything that is taken from it."""
    page, figure = one.get_absolute_url(), reverse("publications:publication_figure", args=[one.pk, "visited"])
    papers = [reverse(f"publications:publication_{kind}", args=[one.pk]) for kind in ("pdf", "odt")]
    return [page, f"{page}?export=csv", f"{page}?export=xlsx", figure, f"{figure}?export=csv", *papers]


@ways
def test_nothing_of_it_is_shown_and_everything_says_why(staff_client: UserClient, given: Publication, way: str):
    tamper(given, **WAYS[way](given))
    for address in addresses_of(given):
        text = text_of(staff_client, address)
        assert SAYS_SO in text, address
        assert FORGED not in text, address


@ways
def test_the_list_goes_by_the_last_verification(staff_client: UserClient, given: Publication, way: str):
    published(number="nr. 1")
    tamper(given, **WAYS[way](given))
    assert "zegel verbroken</span>" not in text_of(staff_client, "/publications/")
    with pytest.raises(SystemExit):
        call_command("verify_publications", verbosity=0)
    for address in ("/publications/", "/publications/?sort=visited", "/publications/?export=csv"):
        text = text_of(staff_client, address)
        assert "zegel verbroken" in text
        assert FORGED not in text
    found = staff_client.get("/publications/?state=seal-broken").context["table"].rows
    assert [row.record.pk for row in found] == [given.pk]
    others = staff_client.get("/publications/?state=reproduces").context["table"].rows
    assert [row.record.number for row in others] == ["nr. 1"]


@some_ways
def test_the_overview_and_the_verifications_say_so(staff_client: UserClient, given: Publication, way: str):
    tamper(given, **WAYS[way](given))
    with pytest.raises(SystemExit):
        call_command("verify_publications", verbosity=0)
    assert "zegel verbroken, de inhoud kan niet getoond worden" in text_of(staff_client, "/")
    history = reverse("publications:publication_verifications", args=[given.pk])
    assert "niet wat verzegeld werd" in text_of(staff_client, history)
    assert "nachtelijke controle" in text_of(staff_client, given.get_absolute_url())


@ways
def test_an_answer_cannot_be_compared_with_it(staff_client: UserClient, given: Publication, way: str):
    tamper(given, **WAYS[way](given))
    later = DAY + timedelta(days=30)
    asked = f"/publications/answer/?on={later}&parts=changes"
    for address in (asked, f"{asked}&beside={given.pk}"):
        assert "hiermee kan niet vergeleken worden" in text_of(staff_client, address)
    prepared = draft(number="nr. 2", figures_on=later, answered_on=later)
    assert "hiermee kan niet vergeleken worden" in text_of(staff_client, prepared.get_absolute_url())


@some_ways
def test_a_correction_of_it_takes_nothing_over(manager_client: UserClient, given: Publication, way: str):
    tamper(given, **WAYS[way](given))
    text = text_of(manager_client, f"/publications/new/?corrects={given.pk}")
    assert FORGED not in text
    made = published(succeeds=given, reason="Er werd in de databank geknoeid.", number="nr. 275 (2020-2021)")
    assert made.is_intact
    assert "Verbeterd door" in text_of(manager_client, given.get_absolute_url())


def test_the_document_is_what_stands_there_now(staff_client: UserClient, given: Publication):
    tamper(given, text="Vervalst.")
    address = reverse("publications:publication_document", args=[given.pk])
    assert "Vervalst." in text_of(staff_client, address)
    assert address in text_of(staff_client, given.get_absolute_url())


def test_the_page_says_when_it_was_found_last(staff_client: UserClient, given: Publication):
    """A seal that was broken before, and put back, is another story."""
    tamper(given, text="Vervalst.")
    for day in (1, 20):
        at = timezone.make_aware(datetime(2026, 3, day, 4, 0))
        Verification.objects.create(
            publication=given, clock=Clock.NOW, is_intact=False, is_same=True, found_at=at, confirmed_at=at
        )
    text = text_of(staff_client, given.get_absolute_url())
    assert "20 maart 2026" in text
    assert "1 maart 2026" not in text


def test_what_is_put_back_shows_again(staff_client: UserClient, given: Publication):
    tamper(given, text="Vervalst.")
    tamper(given, text="")
    assert SAYS_SO not in text_of(staff_client, given.get_absolute_url())


def test_a_correction_says_when_what_it_corrects_was_sealed_anew(staff_client: UserClient, given: Publication):
    second = published(succeeds=given, reason="Een bezoek was vergeten.")
    tamper(given, sha256="0" * 64)
    assert SAYS_SO in text_of(staff_client, second.get_absolute_url())


def test_a_day_without_a_term_keeps_nobody_from_recording_a_visit(coordinator_client: UserClient, given: Publication):
    tamper(given, figures_on="2099-01-01", answered_on="2099-01-02")
    place = MunicipalityFactory(region=coordinator_client.user.regions.get())
    visit = VisitFactory(municipality=place, held_on=DAY, status="planned")
    answer = coordinator_client.post(
        reverse("municipalities:visit_cancel", args=[visit.pk]), {"version": 0, "cancel_reason": "De schepen was ziek"}
    )
    assert answer.status_code == HTTPStatus.FOUND
