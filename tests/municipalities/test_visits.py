"""Logging a visit, who was there, editing it."""

from datetime import date

import pytest

from municipalities.models import Succession, Visit
from tests.conftest import UserClient
from tests.factories import (
    ContactFactory,
    DomainFactory,
    MunicipalityFactory,
    VisitFactory,
)
from tests.municipalities.visiting import NEW, days, errors, filled, of_visit, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_term")]


def test_four_fields_are_enough_to_log_a_visit(staff_client: UserClient, aalst):
    page = staff_client.get(NEW)
    assert page.context["form"]["held_on"].value() == today()
    response = staff_client.post(NEW, filled(aalst) | {"agency_people": [staff_client.user.pk]})
    visit = Visit.objects.get()
    assert response.status_code == 302
    assert response["Location"] == visit.get_absolute_url()
    assert (visit.municipality, visit.held_on, visit.is_effective) == (aalst, days(-1), True)
    assert list(visit.agency_people.all()) == [staff_client.user]


def test_everything_that_can_be_said_of_a_visit_is_kept(staff_client: UserClient, aalst):
    contact, domain = ContactFactory(municipality=aalst), DomainFactory()
    data = filled(
        aalst,
        kind="video",
        held_at="14:30",
        agency_people=[staff_client.user.pk],
        contacts=[contact.pk],
        other_people="Jan Verzonnen, bibliotheek",
        domains=[domain.pk],
        report="Kennisgemaakt.",
        next_step="Cijfers bezorgen",
        next_step_owner=staff_client.user.pk,
        next_step_due_on=days(14),
    )
    staff_client.post(NEW, data)
    visit = Visit.objects.get()
    assert visit.get_kind_display() == "videogesprek"
    assert f"{visit.held_at:%H:%M}" == "14:30"
    assert list(visit.contacts.all()) == [contact]
    assert list(visit.domains.all()) == [domain]
    assert visit.other_people == "Jan Verzonnen, bibliotheek"
    assert (visit.next_step, visit.next_step_owner, visit.next_step_due_on) == (
        "Cijfers bezorgen",
        staff_client.user,
        days(14),
    )


@pytest.mark.parametrize("field", ["agency_people", "contacts", "domains"])
def test_a_key_larger_than_any_names_no_row(staff_client: UserClient, aalst, field: str):
    response = staff_client.post(NEW, filled(aalst) | {field: ["9" * 25]})
    assert errors(response, field)


def test_who_logs_a_visit_was_there_unless_said_otherwise(staff_client: UserClient, aalst):
    form = staff_client.get(NEW).context["form"]
    assert form["agency_people"].value() == [staff_client.user.pk]
    assert not form.shows_more


def test_from_the_page_of_a_municipality_it_is_filled_in(staff_client: UserClient, aalst):
    contact = ContactFactory(municipality=aalst, name="Kaat Bedacht")
    page = staff_client.get(f"{NEW}?municipality=41002")
    assert '<input type="hidden" name="municipality" id="id_municipality" value="41002">' in page.content.decode()
    assert list(page.context["form"].fields["contacts"].queryset) == [contact]
    staff_client.post(f"{NEW}?municipality=41002", filled(aalst, municipality="41002"))
    assert Visit.objects.get().municipality == aalst


@pytest.mark.parametrize("typed", ["sint katelijne waver", "SINT-KATELIJNE-WAVER", " Sint-Katelijne-Waver ", "12035"])
def test_a_municipality_is_known_however_its_name_is_typed(staff_client: UserClient, region, typed: str):
    town = MunicipalityFactory(name="Sint-Katelijne-Waver", nis="12035", region=region)
    staff_client.post(NEW, filled(town, municipality=typed))
    assert Visit.objects.get().municipality == town


def test_a_name_that_nobody_bears_gets_suggestions(staff_client: UserClient, aalst, region):
    MunicipalityFactory(name="Haaltert", region=region)
    response = staff_client.post(NEW, filled(aalst, municipality="aal"))
    assert errors(response, "municipality") == ["Geen gemeente heet ‘aal’. Bedoel je Aalst of Haaltert?"]
    assert 'value="aal"' in response.content.decode()
    response = staff_client.post(NEW, filled(aalst, municipality="Nergenshuizen"))
    assert errors(response, "municipality") == ["Geen gemeente heet ‘Nergenshuizen’. Typ de naam of de NIS-code."]
    assert not Visit.objects.exists()


def test_my_own_municipalities_come_first_in_the_suggestions(staff_client: UserClient, region, aalst):
    mine = MunicipalityFactory(name="Zele", region=region, fixed_contact=staff_client.user)
    MunicipalityFactory(name="Elders")
    assert list(staff_client.get(NEW).context["form"].suggestions) == [mine, aalst]


def test_a_name_means_the_municipality_of_the_day(staff_client: UserClient, region):
    old = MunicipalityFactory(name="Lokeren", nis="46014", region=region, ends_on=days(-100))
    new = MunicipalityFactory(name="Lokeren", nis="46029", region=region, starts_on=days(-99))
    staff_client.post(NEW, filled(new, held_on=days(-100)))
    staff_client.post(NEW, filled(new, held_on=days(-99)))
    assert [visit.municipality for visit in Visit.objects.order_by("held_on")] == [old, new]


def test_a_municipality_that_is_gone_names_its_successor(staff_client: UserClient, region):
    successor = MunicipalityFactory(name="Antwerpen", region=region)
    gone = MunicipalityFactory(name="Borsbeek", region=region, ends_on=days(-10))
    Succession.objects.create(predecessor=gone, successor=successor, took_effect_on=days(-9))
    (error,) = errors(staff_client.post(NEW, filled(gone, held_on=days(-1))), "municipality")
    assert "Borsbeek ging op" in error
    assert "kies Antwerpen" in error
    assert staff_client.post(NEW, filled(gone, held_on=days(-20))).status_code == 302


def test_a_municipality_does_not_exist_before_its_first_day(staff_client: UserClient, region):
    new = MunicipalityFactory(name="Pajottegem", region=region, starts_on=days(-5))
    (error,) = errors(staff_client.post(NEW, filled(new, held_on=days(-6))), "municipality")
    assert error.startswith("Pajottegem bestond niet op")


def test_a_held_visit_cannot_lie_in_the_future(staff_client: UserClient, aalst):
    (error,) = errors(staff_client.post(NEW, filled(aalst, held_on=days(1))), "held_on")
    assert error == "Een bezoek dat plaatsvond, kan niet in de toekomst liggen. Is het gepland?"
    assert staff_client.post(NEW, filled(aalst, held_on=today())).status_code == 302


def test_a_visit_is_planned_for_today_or_later(staff_client: UserClient, aalst):
    assert errors(staff_client.post(NEW, filled(aalst, status="planned", held_on=days(-1))), "held_on")
    for day in (today(), days(30)):
        assert staff_client.post(NEW, filled(aalst, status="planned", held_on=day)).status_code == 302


def test_a_day_outside_every_term_is_taken_for_a_typing_error(staff_client: UserClient, aalst):
    (error,) = errors(staff_client.post(NEW, filled(aalst, held_on=date(1021, 3, 1))), "held_on")
    assert "Er is geen bestuursperiode bekend" in error or "1021" in error


def test_a_next_step_says_what_before_who_and_when(staff_client: UserClient, aalst):
    for part in ({"next_step_owner": staff_client.user.pk}, {"next_step_due_on": days(5)}):
        response = staff_client.post(NEW, filled(aalst, **part))
        assert errors(response, "next_step")
        assert response.context["form"].shows_more
    assert not Visit.objects.exists()


def test_a_form_sent_twice_makes_one_visit(staff_client: UserClient, aalst):
    data = filled(aalst, submission="5c2e9a2e-52b8-4f36-9f0c-6a3c3e9f7e11")
    first, second = (staff_client.post(NEW, data) for _time in range(2))
    assert Visit.objects.count() == 1
    assert first["Location"] == second["Location"] == Visit.objects.get().get_absolute_url()


def test_a_session_that_ended_leads_back_to_the_filled_form(staff_client: UserClient, aalst):
    address = f"{NEW}?municipality=41002"
    assert staff_client.get(address).status_code == 200
    staff_client.user.set_password("een-goed-wachtwoord")
    staff_client.user.save()
    del staff_client.cookies["sessionid"]
    answer = staff_client.post(address, filled(aalst, municipality="41002", report="Lang verslag, onderweg getypt"))
    assert answer.status_code == 302
    login = {"login": staff_client.user.email, "password": "een-goed-wachtwoord"}
    back = staff_client.post(answer["Location"], login, follow=True)
    assert back.redirect_chain[-1][0] == address
    assert "Lang verslag, onderweg getypt" in back.content.decode()
    assert not Visit.objects.exists()
    form = back.context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}
    assert staff_client.post(address, sent).status_code == 302
    assert Visit.objects.get().report == "Lang verslag, onderweg getypt"


def test_the_contacts_follow_the_municipality_and_the_day(staff_client: UserClient, aalst):
    now = ContactFactory(municipality=aalst, name="Kaat Bedacht", starts_on=days(-10))
    before = ContactFactory(municipality=aalst, name="Piet Verzinsel", ends_on=days(-11))
    ContactFactory(name="Iemand Elders")

    def offered(day: date, name: str = "Aalst") -> list[object]:
        page = staff_client.get("/visits/contacts/", {"municipality": name, "held_on": day.isoformat()})
        return list(page.context["form"].fields["contacts"].queryset)

    assert offered(days(-10)) == [now]
    assert offered(days(-11)) == [before]
    assert offered(days(-10), name="Nergens") == []


def test_the_contacts_ask_for_a_municipality_first(staff_client: UserClient, aalst):
    body = staff_client.get("/visits/contacts/").content.decode()
    assert "Kies eerst de gemeente" in body
    page = staff_client.get("/visits/contacts/", {"municipality": "Aalst", "held_on": today().isoformat()})
    assert "geen contactpersonen van Aalst bekend" in page.content.decode()


def test_without_scripts_a_button_shows_the_contacts_and_saves_nothing(staff_client: UserClient, aalst):
    contact = ContactFactory(municipality=aalst)
    gone = ContactFactory()
    data = filled(aalst, refresh="1", contacts=[gone.pk], report="Blijft staan")
    page = staff_client.post(NEW, data)
    assert not Visit.objects.exists()
    assert contact.name in page.content.decode()
    assert "Blijft staan" in page.content.decode()
    assert not page.context["form"].errors


def test_someone_of_another_municipality_cannot_be_present(staff_client: UserClient, aalst):
    response = staff_client.post(NEW, filled(aalst, contacts=[ContactFactory().pk]))
    (error,) = errors(response, "contacts")
    assert "geen contactpersoon van deze gemeente" in error
    assert not Visit.objects.exists()


def test_who_left_since_stays_present_at_the_visits_of_then(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, held_on=days(-50))
    contact = ContactFactory(municipality=aalst, ends_on=days(-60))
    visit.contacts.set([contact])
    response = staff_client.post(f"/visits/{visit.pk}/edit/", of_visit(visit, report="Aangevuld"))
    assert response.status_code == 302
    assert list(visit.contacts.all()) == [contact]


def test_a_visit_is_edited_and_its_history_says_what_changed(staff_client: UserClient, aalst):
    visit = VisitFactory(municipality=aalst, held_on=days(-4), report="Kort")
    response = staff_client.post(f"/visits/{visit.pk}/edit/", of_visit(visit, report="Lang en volledig"))
    assert response["Location"] == visit.get_absolute_url()
    page = staff_client.get(f"/visits/{visit.pk}/history/").content.decode()
    assert "Kort" in page
    assert "Lang en volledig" in page
    assert str(staff_client.user) in page


def test_a_planned_visit_of_the_past_can_be_edited_without_saying_what_became_of_it(staff_client, aalst):
    overdue = VisitFactory(municipality=aalst, status="planned", held_on=days(-3))
    page = of_visit(overdue, report="Wat we willen bespreken")
    assert staff_client.post(f"/visits/{overdue.pk}/edit/", page).status_code == 302
    assert errors(
        staff_client.post(f"/visits/{overdue.pk}/edit/", page | {"version": 1, "held_on": days(-1)}), "held_on"
    )


def test_a_visit_moves_to_the_municipality_it_was_meant_for(staff_client: UserClient, aalst, region):
    ninove = MunicipalityFactory(name="Ninove", region=region)
    visit = VisitFactory(municipality=aalst, held_on=days(-4))
    staff_client.post(f"/visits/{visit.pk}/edit/", of_visit(visit, municipality="Ninove"))
    visit.refresh_from_db()
    assert visit.municipality == ninove
