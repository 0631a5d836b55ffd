"""A session that ends over a text or a reason loses none of it: after the login the form stands there as it was."""

import pytest
from django.urls import reverse

from accounts.models import User
from municipalities.models import Region
from tests.conftest import UserClient, client_of
from tests.every_page import every_page
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("terms")

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = "Hier zat iemand een uur op te typen"

# Page, the row behind it, the field in which somebody types.
FORMS = [
    ("agreement_text", "talks", "paragraph"),
    ("agreement_update", "talks", "note"),
    ("final_take_back", "settled", "reason"),
    ("signed_copy_set_aside", "copy", "reason"),
    ("template_version_edit", "version", "introduction"),
    ("clause_create", "part", "text"),
    ("clause_update", "clause", "text"),
    ("contact_change_create", "agreement_contact", "name"),
    ("contact_change_update", "change", "name"),
    ("addendum_create", "ended", "subject"),
    ("addendum_update", "addendum", "subject"),
    ("addendum_commitment_create", "addendum", "text"),
    ("addendum_commitment_update", "added_commitment", "text"),
    ("addendum_signatory_create", "addendum", "name"),
    ("addendum_correct", "signed_addendum", "reason"),
    ("addendum_take_back", "settled_addendum", "reason"),
    ("addendum_withdraw", "addendum", "reason"),
]


@pytest.fixture
def user(db: None) -> User:
    return UserFactory(role=User.Role.ADMINISTRATOR)


def interrupted(user: User, address: str, field: str, **headers: str) -> UserClient:
    """Somebody back from the login, after a form that was sent when the session had ended."""
    client = client_of(user)
    page = client.get(address)
    if field == "paragraph":
        field = next(name for name in page.context["form"].fields if name.startswith(field))
    del client.cookies["sessionid"]
    to = f"{address}preview/" if headers else address
    client.post(to, {field: TYPED, "version": 0}, headers=headers)
    client.force_login(user, backend=BACKEND)
    return client


def test_what_was_typed_in_a_form_of_the_paper_comes_back(user: User, region: Region):
    rows = every_page(region, owner=user)
    lost = []
    for name, row, field in FORMS:
        address = reverse(f"agreements:{name}", args=[rows[row].pk])
        page = interrupted(user, address, field).get(address)
        if page.status_code != 200 or TYPED not in page.content.decode():
            lost.append((name, page.status_code))
    assert lost == []


def test_also_when_the_preview_was_the_first_to_notice(user: User, region: Region):
    address = reverse("agreements:agreement_text", args=[every_page(region, owner=user)["talks"].pk])
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"}
    assert TYPED in interrupted(user, address, "paragraph", **headers).get(address).content.decode()
