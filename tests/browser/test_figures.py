"""A manager answers a question about a day in 2021."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from agreements.models import Agreement
from municipalities.models import Municipality
from tests.agreements.signing import signed
from tests.browser.logging_in import PASSWORD, log_in
from tests.factories import AgreementFactory, UserFactory, VisitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IN_TIME = ("Lanaken", "Genk")
TOO_LATE = "Peer"


@pytest.fixture
def manager(transactional_db: Any) -> User:
    user: User = UserFactory(email="manager@example.org", role=User.Role.MANAGER)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def limburg(transactional_db: Any) -> None:
    """The real municipalities; in Limburg two agreements signed by 26 April 2021 and one after."""
    call_command("load_reference", verbosity=0)
    for name, on in [*((name, date(2020, 3, 2)) for name in IN_TIME), (TOO_LATE, date(2021, 4, 27))]:
        municipality = Municipality.objects.get(name=name, ends_on=None)
        VisitFactory(municipality=municipality, held_on=date(2019, 5, 6))
        signed(AgreementFactory(municipality=municipality, party=Agreement.Party.MUNICIPALITY), on=on)


def test_a_manager_opens_the_list_of_a_province_on_a_day_in_2021(
    page: Page, live_server: Any, manager: User, limburg: None
) -> None:
    log_in(page, live_server.url, manager)
    page.locator("input[name=on]").fill("2021-04-26")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_role("main")).to_contain_text("26 april 2021")

    page.locator("a[href*='/figures/concluded/'][href*='province=70000']").click()

    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(1 + len(IN_TIME))
    for name in IN_TIME:
        expect(page.get_by_role("table")).to_contain_text(name)
    expect(page.get_by_role("table")).not_to_contain_text(TOO_LATE)

    page.goto(f"{live_server.url}/provinces/70000/?on=2021-04-26")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Limburg")
    expect(page.get_by_role("main")).to_contain_text("Lanaken")
