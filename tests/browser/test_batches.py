"""A coordinator prints a list: the bar runs to the end by itself, and the ZIP comes down whole."""

import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from accounts.models import User
from batches.models import Batch, Worker
from tests.batches.making import agreement_with, final_of, work_off
from tests.browser.logging_in import PASSWORD, log_in
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coordinator(transactional_db: Any) -> User:
    user: User = UserFactory(email="coordinator@example.org", role=User.Role.COORDINATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def worker(transactional_db: Any) -> Iterator[Callable[[], None]]:
    """Begins to work, beside the browser, when it is told to."""
    thread = threading.Thread(target=_work)
    yield thread.start
    if thread.ident:
        thread.join()


def _work() -> None:
    try:
        while not Batch.objects.filter(finished_at__isnull=False).exists():
            work_off()
            time.sleep(0.1)
    finally:
        connections.close_all()


def test_a_coordinator_prints_a_list_and_takes_the_zip(
    page: Page, live_server: Any, coordinator: User, worker: Callable[[], None]
) -> None:
    finals = [final_of(agreement_with(name)) for name in ("Aalst", "Zulte")]
    agreement_with("Peer")
    log_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}/agreements/?sort=municipality")
    page.get_by_role("link", name="Deze lijst afdrukken").click()
    page.get_by_text("hebben er geen").first.wait_for(state="attached")
    page.get_by_label("Definitieve versies: 2 papieren, van 2 van de 3 overeenkomsten").check()
    page.get_by_role("button", name="Maak de bundel").click()

    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("value", "0")
    expect(page.get_by_role("main")).to_contain_text("Er werkt nu niets op de achtergrond.")
    Worker.objects.create(name="tester")
    expect(page.get_by_role("main")).not_to_contain_text("Er werkt nu niets op de achtergrond.")  # it asked anew
    worker()

    take = page.get_by_role("link", name="Haal het zipbestand op")
    expect(take).to_be_visible(timeout=30_000)
    expect(bar).to_have_count(0)
    with page.expect_download() as downloading:
        take.click()
    assert downloading.value.suggested_filename.startswith("bundel-")
    with zipfile.ZipFile(downloading.value.path()) as archive:
        assert archive.testzip() is None
        assert [name[:4] for name in archive.namelist()] == ["00-i", "001_", "003_"]
        for name, final in zip(archive.namelist()[1:], finals, strict=True):
            assert len(archive.read(name)) == final.document.size
    page.reload()
    expect(page.get_by_role("complementary")).to_contain_text(str(coordinator))
    expect(page.get_by_role("main")).to_contain_text("Er is nog geen definitieve versie gemaakt.")
