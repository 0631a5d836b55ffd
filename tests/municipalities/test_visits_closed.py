"""Who may write about visits, and what no row may break."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from municipalities.models import Visit
from tests.conftest import UserClient
from tests.factories import (
    MunicipalityFactory,
    RegionFactory,
    UserFactory,
    VisitFactory,
)
from tests.municipalities.visiting import NEW, days, errors, filled, of_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_term")]


ACTIONS = ["edit", "cancel", "outcome", "next-step-done"]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", ["staff_client", "coordinator_client", "manager_client"])
def test_a_visit_of_another_region_is_refused_and_stays_as_it_was(
    request: pytest.FixtureRequest, who: str, action: str
):
    client: UserClient = request.getfixturevalue(who)
    visit = VisitFactory(status="planned", held_on=days(-2), next_step="Cijfers bezorgen")
    before = Visit.objects.values().get(pk=visit.pk)
    data = of_visit(visit, outcome="held", cancel_reason="Zomaar", report="Overschreven", next_step="Weg")
    assert client.post(f"/visits/{visit.pk}/{action}/", data).status_code == 403
    assert Visit.objects.values().get(pk=visit.pk) == before
    assert visit.history.count() == 1
    page = client.get(visit.get_absolute_url())
    assert page.status_code == 200
    assert "/edit/" not in page.content.decode()
    assert "This is done" not in page.content.decode()
    assert "Dit is gedaan" not in page.content.decode()


def test_a_visit_cannot_be_logged_for_a_municipality_of_another_region(staff_client: UserClient, aalst):
    elsewhere = MunicipalityFactory(name="Hasselt", nis="71072", region=RegionFactory(name="Limburg"))
    for typed in ("Hasselt", "71072"):
        response = staff_client.post(NEW, filled(elsewhere, municipality=typed, report="Toch getypt"))
        assert response.status_code == 403
        assert errors(response, "municipality") == ["Hasselt hoort bij Limburg, en daar mag jij niets registreren."]
        assert "Toch getypt" in response.content.decode()
    assert staff_client.post(f"{NEW}?municipality=71072", filled(elsewhere)).status_code == 403
    assert staff_client.get(f"{NEW}?municipality=71072").status_code == 403
    assert staff_client.get(f"{NEW}?municipality=00000").status_code == 404
    assert not Visit.objects.exists()


def test_a_visit_cannot_be_moved_to_another_region(staff_client: UserClient, aalst):
    elsewhere = MunicipalityFactory(name="Hasselt")
    visit = VisitFactory(municipality=aalst, held_on=days(-4))
    page = of_visit(visit, municipality="Hasselt")
    assert staff_client.post(f"/visits/{visit.pk}/edit/", page).status_code == 403
    visit.refresh_from_db()
    assert (visit.municipality, visit.version) == (aalst, 0)
    assert not Visit.objects.filter(municipality=elsewhere).exists()


def test_managers_read_all_and_write_nothing(manager_client: UserClient, aalst):
    VisitFactory(municipality=aalst)
    assert manager_client.get(NEW).status_code == 403
    assert manager_client.post(NEW, filled(aalst)).status_code == 403
    assert NEW not in manager_client.get("/visits/").content.decode()
    assert Visit.objects.count() == 1


def test_administrators_log_visits_everywhere(administrator_client: UserClient, aalst):
    assert administrator_client.post(NEW, filled(aalst)).status_code == 302


def test_staff_without_a_region_log_nothing(client, aalst):
    client.force_login(UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(NEW, filled(aalst)).status_code == 403


def test_a_cancelled_visit_has_a_reason(aalst):
    with pytest.raises(IntegrityError, match="visit_cancelled_has_a_reason"), transaction.atomic():
        VisitFactory(municipality=aalst, status="cancelled", cancel_reason="")


@pytest.mark.parametrize("part", ["next_step_due_on", "next_step_done_on"])
def test_a_next_step_says_what(aalst, part: str):
    with pytest.raises(IntegrityError, match="visit_next_step_says_what"), transaction.atomic():
        VisitFactory(municipality=aalst, next_step="", **{part: date(2026, 1, 1)})


def test_an_owner_without_a_step_is_refused(aalst):
    with pytest.raises(IntegrityError, match="visit_next_step_says_what"), transaction.atomic():
        VisitFactory(municipality=aalst, next_step="", next_step_owner=UserFactory())
