"""What became of a planned visit, cancelling one, the next step."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from municipalities.models import Municipality, Visit
from tests.conftest import UserClient
from tests.factories import (
    VisitFactory,
)
from tests.municipalities.visiting import NEW, days, errors, filled, of_visit, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_term")]


@pytest.fixture
def overdue(aalst, staff_client: UserClient) -> Visit:
    visit = VisitFactory(municipality=aalst, status="planned", held_on=days(-3))
    visit.agency_people.set([staff_client.user])
    return visit


def answer(visit: Visit, **changes: object) -> dict[str, object]:
    return {"version": visit.version, "held_on": visit.held_on.isoformat()} | {
        name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()
    }


def test_a_planned_visit_in_the_past_asks_what_became_of_it(staff_client: UserClient, overdue):
    page = staff_client.get(overdue.get_absolute_url()).content.decode()
    assert f'href="/visits/{overdue.pk}/outcome/"' in page
    listed = staff_client.get("/visits/").content.decode()
    assert "1 bezoek van jou was gepland op een dag die voorbij is" in strip_tags(listed)
    assert "wat werd ervan?" in listed


def test_it_took_place(staff_client: UserClient, overdue):
    address = f"/visits/{overdue.pk}/outcome/"
    response = staff_client.post(address, answer(overdue, outcome="held", held_on=days(-2), report="Goed gesprek"))
    assert response.status_code == 302
    overdue.refresh_from_db()
    assert (overdue.status, overdue.held_on, overdue.report) == ("held", days(-2), "Goed gesprek")


def test_it_was_planned_anew(staff_client: UserClient, overdue):
    address = f"/visits/{overdue.pk}/outcome/"
    assert errors(staff_client.post(address, answer(overdue, outcome="planned_anew")), "held_on")
    staff_client.post(address, answer(overdue, outcome="planned_anew", held_on=days(7)))
    overdue.refresh_from_db()
    assert (overdue.status, overdue.held_on) == ("planned", days(7))


def test_it_was_cancelled_with_a_reason(staff_client: UserClient, overdue):
    address = f"/visits/{overdue.pk}/outcome/"
    assert errors(staff_client.post(address, answer(overdue, outcome="cancelled")), "cancel_reason")
    overdue.refresh_from_db()
    assert overdue.status == "planned"
    staff_client.post(address, answer(overdue, outcome="cancelled", cancel_reason="De schepen was ziek"))
    overdue.refresh_from_db()
    assert (overdue.status, overdue.cancel_reason) == ("cancelled", "De schepen was ziek")


def test_what_became_of_it_cannot_be_held_in_the_future_or_after_the_merger(staff_client: UserClient, overdue):
    address = f"/visits/{overdue.pk}/outcome/"
    assert errors(staff_client.post(address, answer(overdue, outcome="held", held_on=days(1))), "held_on")
    Municipality.objects.update(ends_on=days(1))
    moved = staff_client.post(address, answer(overdue, outcome="planned_anew", held_on=days(2)))
    assert errors(moved, "held_on")[0].startswith("Aalst bestaat niet op")
    assert staff_client.post(address, answer(overdue)).status_code == 200


def test_two_people_who_answer_differently_see_each_other(staff_client: UserClient, overdue):
    address, page = f"/visits/{overdue.pk}/outcome/", answer(overdue)
    staff_client.post(address, page | {"outcome": "cancelled", "cancel_reason": "Ziek"})
    late = staff_client.post(address, page | {"outcome": "held"})
    overdue.refresh_from_db()
    assert overdue.status == "cancelled"
    shown = {one.name: (one.theirs, one.yours) for one in late.context["form"].conflict}
    assert shown["outcome"] == ("Het is afgelast", "Het vond plaats")


@pytest.mark.parametrize(
    "sent",
    [
        {"outcome": "held", "report": "Goed gesprek"},
        {"outcome": "cancelled", "cancel_reason": "Ziek"},
        {"outcome": "planned_anew", "held_on": days(5)},
    ],
)
def test_an_answer_sent_twice_is_recorded_once(staff_client: UserClient, overdue, sent: dict[str, object]):
    address, page = f"/visits/{overdue.pk}/outcome/", answer(overdue, **sent)
    assert [staff_client.post(address, page).status_code for _time in range(2)] == [302, 302]
    overdue.refresh_from_db()
    assert overdue.version == 1


def test_the_answer_is_asked_once(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, status="held")
    assert staff_client.get(f"/visits/{visit.pk}/outcome/")["Location"] == visit.get_absolute_url()


def test_a_visit_is_cancelled_with_a_reason_and_stays(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, status="planned", held_on=days(5))
    address = f"/visits/{visit.pk}/cancel/"
    assert errors(staff_client.post(address, {"version": 0, "cancel_reason": " "}), "cancel_reason")
    staff_client.post(address, {"version": 0, "cancel_reason": "De schepen was ziek"})
    visit.refresh_from_db()
    assert (visit.status, visit.cancel_reason) == ("cancelled", "De schepen was ziek")
    assert "De schepen was ziek" in staff_client.get(visit.get_absolute_url()).content.decode()


def test_a_visit_logged_by_mistake_can_be_cancelled_and_taken_back(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, held_on=days(-5))
    staff_client.post(f"/visits/{visit.pk}/cancel/", {"version": 0, "cancel_reason": "Twee keer ingevoerd"})
    assert not Municipality.objects.visited(on=today()).exists()
    visit.refresh_from_db()
    staff_client.post(f"/visits/{visit.pk}/edit/", of_visit(visit, status="held", cancel_reason="Twee keer ingevoerd"))
    visit.refresh_from_db()
    assert (visit.status, visit.cancel_reason) == ("held", "")
    assert Municipality.objects.visited(on=today()).exists()


def test_a_cancelled_visit_keeps_a_reason(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, status="cancelled", cancel_reason="Ziek", held_on=days(-5))
    response = staff_client.post(f"/visits/{visit.pk}/edit/", of_visit(visit, cancel_reason=""))
    assert errors(response, "cancel_reason")


def test_only_an_existing_cancellation_can_be_chosen_in_the_form(staff_client: UserClient, aalst):
    assert errors(staff_client.post(NEW, filled(aalst, status="cancelled")), "status")


def test_no_visit_is_deleted(administrator_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst)
    for address in (visit.get_absolute_url(), f"/visits/{visit.pk}/delete/"):
        assert administrator_client.delete(address).status_code in {404, 405}
    assert Visit.objects.filter(pk=visit.pk).exists()


def test_a_next_step_is_done_once(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, next_step="Cijfers bezorgen", next_step_due_on=days(-1), held_on=days(-9))
    assert "te laat sinds" in staff_client.get(visit.get_absolute_url()).content.decode()
    for _time in range(2):
        response = staff_client.post(f"/visits/{visit.pk}/next-step-done/")
        assert response["Location"] == visit.get_absolute_url()
    visit.refresh_from_db()
    assert (visit.next_step_done_on, visit.version) == (today(), 1)
    assert not Visit.objects.open_next_steps().exists()


def test_a_step_done_by_mistake_is_opened_again_by_editing(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, next_step="Cijfers", next_step_done_on=days(-1), held_on=days(-9))
    page = of_visit(visit, next_step="Cijfers", next_step_done_on=days(1))
    assert errors(staff_client.post(f"/visits/{visit.pk}/edit/", page), "next_step_done_on")
    staff_client.post(f"/visits/{visit.pk}/edit/", page | {"next_step_done_on": ""})
    assert Visit.objects.open_next_steps().get() == visit


def test_a_step_that_is_done_cannot_lose_its_words(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, next_step="Cijfers", next_step_done_on=days(-1), held_on=days(-9))
    page = of_visit(visit, next_step="", next_step_done_on=days(-1))
    assert errors(staff_client.post(f"/visits/{visit.pk}/edit/", page), "next_step")
