"""The lists that administrators keep: reasons for no agreement, directors of the agency."""

from datetime import date

import pytest

from agreements.models import AgencyDirector, DeclineReason
from tests.conftest import UserClient
from tests.factories import DeclineReasonFactory

REASONS = "/beheer/agreements/declinereason/"
DIRECTORS = "/beheer/agreements/agencydirector/"


def test_an_administrator_adds_a_reason_and_ends_another(administrator_client: UserClient):
    data = {"label": "Wacht op de fusie", "code": "merger", "position": 2, "starts_on": "2021-01-01", "ends_on": ""}
    administrator_client.post(f"{REASONS}add/", data)
    reason = DeclineReason.objects.get(code="merger")
    administrator_client.post(f"{REASONS}{reason.pk}/change/", {**data, "ends_on": "2024-12-31"})
    reason.refresh_from_db()
    assert reason.ends_on == date(2024, 12, 31)
    assert reason not in DeclineReason.objects.usable_on(date(2025, 1, 1))


def test_a_reason_is_never_deleted_and_keeps_its_code(administrator_client: UserClient):
    reason = DeclineReasonFactory(code="no-staff")
    assert administrator_client.post(f"{REASONS}{reason.pk}/delete/", {"post": "yes"}).status_code == 403
    data = {"label": "Te weinig mensen", "code": "other", "position": 1, "starts_on": "2019-01-01", "ends_on": ""}
    administrator_client.post(f"{REASONS}{reason.pk}/change/", data)
    reason.refresh_from_db()
    assert (reason.label, reason.code) == ("Te weinig mensen", "no-staff")


def test_an_administrator_keeps_the_directors(administrator_client: UserClient):
    data = {"name": "Ada Verzonnen", "function": "directeur", "starts_on": "2021-01-01", "ends_on": ""}
    administrator_client.post(f"{DIRECTORS}add/", data)
    assert AgencyDirector.objects.holding_on(date(2022, 1, 1)).get().name == "Ada Verzonnen"


@pytest.mark.parametrize("who", ["staff", "coordinator", "manager"])
def test_others_keep_no_lists(request: pytest.FixtureRequest, who: str):
    client: UserClient = request.getfixturevalue(f"{who}_client")
    assert client.get(REASONS).status_code != 200
    assert client.post(f"{REASONS}add/", {"label": "x"}).status_code != 200
    assert not DeclineReason.objects.exists()
