"""What a coordinator hears of a file before it is sent."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from agreements.models import Agreement, SignedCopy
from papers.uploads import LARGEST
from tests.agreements.filing import address
from tests.browser.logging_in import PASSWORD, log_in
from tests.factories import AgreementFactory, UserFactory
from tests.papers.making import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agreement(transactional_db: Any, settings: Any, tmp_path: Any) -> Agreement:
    settings.MEDIA_ROOT = tmp_path
    agreement: Agreement = AgreementFactory(signed_outside=True)
    return agreement


@pytest.fixture
def coordinator(agreement: Agreement) -> User:
    region = agreement.municipality.region
    user: User = UserFactory(email="coordinator@example.org", role=User.Role.COORDINATOR, regions=[region])
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_file_that_is_too_large_says_so_beside_its_field_and_is_not_sent(
    page: Page, live_server: Any, coordinator: User, agreement: Agreement
) -> None:
    log_in(page, live_server.url, coordinator)
    page.goto(f"{live_server.url}{address(agreement)}")
    field, alert = page.locator("#id_all"), page.get_by_role("alert")
    send = page.get_by_role("main").get_by_role("button", name="Opbergen")
    field.set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": bytes(LARGEST + 1)})
    expect(alert).to_contain_text("groter dan 20 MB")
    send.click()
    expect(field).to_be_focused()
    field.set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    expect(alert).to_have_count(0)
    send.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Een getekend exemplaar opbergen")
    assert SignedCopy.objects.count() == 1
