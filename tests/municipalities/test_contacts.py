"""Contacts of a municipality: added, changed and archived by those of the region, never deleted."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Contact
from tests.factories import ContactFactory, MunicipalityFactory, VisitFactory

pytestmark = pytest.mark.django_db

FILLED = {"name": "Kaat Bedacht", "function": "integration", "email": "kaat@example.org", "phone": "0478 12 34 56"}


def new(municipality: Any) -> str:
    return reverse("municipalities:contact_create", args=[municipality.nis])


def edit(contact: Contact) -> str:
    return reverse("municipalities:contact_update", args=[contact.pk])


def archive(contact: Contact) -> str:
    return reverse("municipalities:contact_archive", args=[contact.pk])


@pytest.mark.parametrize("typed", ["0478 12 34 56", "0478/12.34.56", "+32 478 12 34 56", "0032478123456"])
def test_a_phone_number_in_belgian_notation_is_shown_internationally(staff_client, aalst, typed):
    response = staff_client.post(new(aalst), FILLED | {"phone": typed}, follow=True)
    contact = Contact.objects.get()
    assert contact.phone.as_e164 == "+32478123456"
    assert response.redirect_chain[-1][0] == contact.get_absolute_url()
    page = response.content.decode()
    assert "+32 478 12 34 56" in page
    assert 'href="tel:+32-478-12-34-56"' in page
    assert 'href="mailto:kaat@example.org"' in page
    assert "Kaat Bedacht is toegevoegd." in page


@pytest.mark.parametrize("typed", ["0478 12 34", "vraag aan Jan", "0000"])
def test_a_wrong_phone_number_is_named_beside_its_field_and_nothing_typed_is_lost(staff_client, aalst, typed):
    response = staff_client.post(new(aalst), FILLED | {"phone": typed})
    assert response.context["form"].errors["phone"] == [
        "Dit is geen telefoonnummer. Schrijf het bijvoorbeeld als 0478 12 34 56."
    ]
    page = response.content.decode()
    assert typed in page
    assert "Kaat Bedacht" in page
    assert not Contact.objects.exists()


def test_a_form_sent_twice_makes_one_contact(staff_client, aalst):
    data = FILLED | {"submission": str(uuid.uuid4())}
    first, second = staff_client.post(new(aalst), data), staff_client.post(new(aalst), data)
    assert first.url == second.url
    assert Contact.objects.count() == 1


def test_a_contact_needs_a_name_and_a_function(staff_client, aalst):
    response = staff_client.post(new(aalst), {"name": "", "function": ""})
    assert set(response.context["form"].errors) == {"name", "function"}


def test_the_last_day_comes_after_the_first(staff_client, aalst):
    data = FILLED | {"starts_on": "2025-01-02", "ends_on": "2025-01-01"}
    response = staff_client.post(new(aalst), data)
    assert "De laatste dag kan niet voor de eerste dag vallen." in response.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("who", ["staff_client", "coordinator_client", "manager_client"])
def test_a_contact_of_another_region_is_refused_and_stays_as_it_was(request, who):
    client = request.getfixturevalue(who)
    contact = ContactFactory(name="Kaat Bedacht")
    for address in (new(contact.municipality), edit(contact), archive(contact)):
        assert client.get(address).status_code == 403
        assert client.post(address, FILLED | {"name": "Iemand anders", "ends_on": "2026-01-01"}).status_code == 403
    assert list(Contact.objects.values_list("name", "ends_on")) == [("Kaat Bedacht", None)]
    page = client.get(contact.get_absolute_url())
    assert page.status_code == 200
    assert edit(contact) not in page.content.decode()


def test_the_municipality_of_a_contact_cannot_be_posted(staff_client, aalst):
    elsewhere = MunicipalityFactory()
    staff_client.post(new(aalst), FILLED | {"municipality": elsewhere.pk})
    assert Contact.objects.get().municipality == aalst


def test_archiving_takes_a_last_day_and_keeps_the_visits(staff_client, aalst):
    contact = ContactFactory(municipality=aalst, starts_on=date(2019, 1, 1))
    visit = VisitFactory(municipality=aalst)
    visit.contacts.add(contact)
    response = staff_client.post(archive(contact), {"version": 0, "ends_on": "2025-06-30"}, follow=True)
    contact.refresh_from_db()
    assert (contact.ends_on, contact.starts_on) == (date(2025, 6, 30), date(2019, 1, 1))
    assert list(visit.contacts.all()) == [contact]
    assert "gearchiveerd" in response.content.decode()


@pytest.mark.parametrize(
    ("ends_on", "problem"),
    [
        ("2018-12-31", "De laatste dag kan niet voor de eerste dag vallen."),
        (str(timezone.localdate() + timedelta(days=1)), "een laatste dag in de toekomst"),
        ("", "verplicht"),
    ],
)
def test_archiving_refuses_a_day_that_cannot_be(staff_client, aalst, ends_on, problem):
    contact = ContactFactory(municipality=aalst, starts_on=date(2019, 1, 1))
    response = staff_client.post(archive(contact), {"version": 0, "ends_on": ends_on})
    assert problem in response.content.decode()
    contact.refresh_from_db()
    assert contact.ends_on is None


def test_the_second_to_save_sees_both_versions(staff_client, aalst):
    contact = ContactFactory(municipality=aalst, name="Kaat Bedacht", function="integration", email="a@example.org")
    typed = FILLED | {"version": 0, "email": "mine@example.org"}
    staff_client.post(edit(contact), FILLED | {"version": 0, "email": "theirs@example.org"})
    response = staff_client.post(edit(contact), typed)
    page = response.content.decode()
    assert "theirs@example.org" in page
    assert "mine@example.org" in page
    assert Contact.objects.get().email == "theirs@example.org"

    again = typed | {"version": response.context["form"]["version"].value()}
    staff_client.post(edit(contact), again)
    assert Contact.objects.get().email == "mine@example.org"


def test_the_history_of_a_contact_tells_who_changed_what(staff_client, aalst):
    contact = ContactFactory(municipality=aalst, name="Kaat Bedacht", email="")
    staff_client.post(edit(contact), FILLED | {"version": 0})
    page = staff_client.get(reverse("municipalities:contact_history", args=[contact.pk])).content.decode()
    assert str(staff_client.user) in page
    assert "kaat@example.org" in page
    assert "Telefoon" in page


def test_the_page_of_a_contact_lists_visits_in_a_fixed_number_of_queries(
    staff_client, aalst, django_assert_num_queries
):
    contact = ContactFactory(municipality=aalst)
    for day in range(1, 9):
        VisitFactory(municipality=aalst, held_on=date(2021, 3, day)).contacts.add(contact)
    with django_assert_num_queries(6):  # session, user, contact, regions, number of visits, visits
        response = staff_client.get(contact.get_absolute_url())
    assert len(response.context["visits"]) == 8
