"""The table of pages, page by page: who may is let in, who may not is told so, whatever the page does besides."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from municipalities.models import Region
from tests.conftest import UserClient, client_of
from tests.every_page import address_of, every_page, rows_of
from tests.factories import RegionFactory, UserFactory
from tests.test_pages import PAGES, Rule

pytestmark = pytest.mark.usefixtures("terms")

Rows = dict[str, Any]
OPENED = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED}  # the last: there is only a button
POSTED = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.CONFLICT}


@pytest.fixture
def owner(region: Region) -> UserClient:
    """Staff of the region, who asked for the batch."""
    return client_of(UserFactory(role=User.Role.STAFF, regions=[region]))


@pytest.fixture
def rows(region: Region, owner: UserClient) -> Rows:
    return every_page(region, owner=owner.user)


@pytest.fixture
def elsewhere(db: None) -> UserClient:
    """A coordinator, of another region."""
    return client_of(UserFactory(role=User.Role.COORDINATOR, regions=[RegionFactory()]))


def asked(client: Client, method: str, rows: Rows, *rules: Rule) -> Iterator[tuple[str, int]]:
    """The status of each page under these rules; what a post changes is forgotten."""
    for page, rule in PAGES.items():
        if rule in rules:
            address = address_of(page, rows)
            with transaction.atomic():
                response = getattr(client, method)(address)
                transaction.set_rollback(True)
            if response.streaming:
                response.getvalue()  # Django's test client closes the file once it is read
            yield page, response.status_code


def wrong(statuses: Iterator[tuple[str, int]], *right: int) -> list[tuple[str, int]]:
    return [(page, status) for page, status in statuses if status not in right]


def refusals(method: str) -> list[int]:
    """Where there is only a button, nobody opens a page."""
    buttons = [HTTPStatus.METHOD_NOT_ALLOWED] if method == "get" else []
    return [HTTPStatus.FORBIDDEN, *buttons]


CLOSED = [rule for rule in Rule if rule not in {Rule.OPEN, Rule.TOKEN}]


def test_without_login_every_page_leads_to_the_login(client: Client, rows: Rows):
    for method in ("get", "post"):
        assert wrong(asked(client, method, rows, *CLOSED), HTTPStatus.FOUND) == []
    assert wrong(asked(client, "get", rows, Rule.OPEN), HTTPStatus.OK) == []


def test_what_needs_a_token_says_so_and_sends_nobody_to_the_login(client: Client, rows: Rows):
    assert wrong(asked(client, "get", rows, Rule.TOKEN), HTTPStatus.UNAUTHORIZED) == []
    assert wrong(asked(client, "post", rows, Rule.TOKEN), HTTPStatus.METHOD_NOT_ALLOWED) == []


def test_everyone_reads_what_is_there_to_read_and_posts_nothing_there(manager_client: UserClient, rows: Rows):
    assert wrong(asked(manager_client, "get", rows, Rule.READ), HTTPStatus.OK) == []


def test_nobody_posts_to_a_page_to_read(administrator_client: UserClient, rows: Rows):
    posted = asked(administrator_client, "post", rows, Rule.READ, Rule.OVERSEE, Rule.LOOK)
    assert wrong(posted, HTTPStatus.METHOD_NOT_ALLOWED) == []


def test_administrators_alone_look_at_what_is_theirs(
    administrator_client: UserClient,
    coordinator_client: UserClient,
    owner: UserClient,
    manager_client: UserClient,
    rows: Rows,
):
    assert wrong(asked(administrator_client, "get", rows, Rule.LOOK), HTTPStatus.OK) == []
    for client in (coordinator_client, owner, manager_client):
        for method in ("get", "post", "put", "delete"):
            assert wrong(asked(client, method, rows, Rule.LOOK), HTTPStatus.FORBIDDEN) == []


def test_managers_and_administrators_oversee_what_others_did(
    manager_client: UserClient, administrator_client: UserClient, coordinator_client: UserClient, rows: Rows
):
    for client in (manager_client, administrator_client):
        assert wrong(asked(client, "get", rows, Rule.OVERSEE), HTTPStatus.OK) == []
    assert wrong(asked(coordinator_client, "get", rows, Rule.OVERSEE), HTTPStatus.FORBIDDEN) == []


def test_managers_publish_and_nobody_of_a_region_does(
    manager_client: UserClient, coordinator_client: UserClient, rows: Rows
):
    for method in ("get", "post"):
        assert wrong(asked(manager_client, method, rows, Rule.PUBLISH), HTTPStatus.OK, HTTPStatus.FOUND) == []
        assert wrong(asked(coordinator_client, method, rows, Rule.PUBLISH), *refusals(method)) == []


def test_a_manager_writes_nothing_else(manager_client: UserClient, rows: Rows):
    for method in ("get", "post"):
        pages = asked(manager_client, method, rows, Rule.WRITE, Rule.CORRECT, Rule.CHECK, Rule.ADMIN)
        assert wrong(pages, *refusals(method)) == []


def test_who_works_elsewhere_writes_nothing_here(elsewhere: UserClient, rows: Rows):
    """Pages without a row ask for a municipality of the own region in their form."""
    of_no_place = {page for page in PAGES if not rows_of(page)}
    for method in ("get", "post"):
        pages = asked(elsewhere, method, rows, Rule.WRITE, Rule.CORRECT, Rule.CHECK, Rule.ADMIN)
        found = [(page, status) for page, status in pages if page not in of_no_place or PAGES[page] is Rule.ADMIN]
        assert wrong(iter(found), *refusals(method)) == []


def test_staff_write_in_their_region_and_neither_correct_nor_settle(owner: UserClient, rows: Rows):
    assert wrong(asked(owner, "get", rows, Rule.WRITE, Rule.CHECK), *OPENED) == []
    assert wrong(asked(owner, "post", rows, Rule.WRITE), *POSTED) == []
    assert wrong(asked(owner, "post", rows, Rule.CHECK), HTTPStatus.FORBIDDEN) == []
    for method in ("get", "post"):
        assert wrong(asked(owner, method, rows, Rule.CORRECT, Rule.ADMIN), *refusals(method)) == []


def test_coordinators_correct_and_settle_in_their_region(coordinator_client: UserClient, rows: Rows):
    for method, right in (("get", OPENED), ("post", POSTED)):
        assert wrong(asked(coordinator_client, method, rows, Rule.WRITE, Rule.CORRECT, Rule.CHECK), *right) == []
        assert wrong(asked(coordinator_client, method, rows, Rule.ADMIN), *refusals(method)) == []


def test_administrators_do_everything_everywhere(administrator_client: UserClient, rows: Rows):
    rules = (Rule.WRITE, Rule.CORRECT, Rule.CHECK, Rule.ADMIN, Rule.OWN, Rule.PUBLISH)
    for method, right in (("get", OPENED), ("post", POSTED)):
        found = asked(administrator_client, method, rows, *rules)
        only_read = {"batches:batch_list", "batches:batch_detail", "batches:batch_progress", "batches:batch_file"}
        assert wrong((one for one in found if method == "get" or one[0] not in only_read), *right) == []


def test_what_is_somebody_elses_is_not_there(
    owner: UserClient, elsewhere: UserClient, manager_client: UserClient, rows: Rows
):
    assert wrong(asked(owner, "get", rows, Rule.OWN), *OPENED) == []
    found = dict(asked(elsewhere, "get", rows, Rule.OWN))
    assert {page for page, status in found.items() if status == HTTPStatus.NOT_FOUND} == {
        page for page in found if rows_of(page)
    }
    seen = dict(asked(manager_client, "get", rows, Rule.OWN))
    assert {page for page, status in seen.items() if status == HTTPStatus.FORBIDDEN} == {"batches:batch_cancel"}
    assert dict(asked(manager_client, "post", rows, Rule.OWN))["batches:batch_cancel"] == HTTPStatus.FORBIDDEN
