"""Two people edit the same thing: the second to save sees both versions and loses nothing typed."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from municipalities.conflicts import Difference, VersionedForm, saved
from municipalities.forms.contacts import ContactForm
from municipalities.models import Contact, Domain, Visit
from tests.conftest import UserClient
from tests.factories import ContactFactory, DomainFactory, UserFactory, VisitFactory

pytestmark = pytest.mark.django_db


class PersonForm(VersionedForm):
    class Meta:
        model = Contact
        fields = ["name", "function", "acting", "phone", "starts_on", "service"]


class MeetingForm(VersionedForm):
    class Meta:
        model = Visit
        fields = ["held_on", "held_at", "kind", "report", "agency_people", "domains", "next_step_owner", "next_step"]


@pytest.fixture
def contact() -> Contact:
    return ContactFactory(
        name="Kaat Bedacht", phone="+32478123456", starts_on=date(2025, 1, 1), service="Welzijn", acting=True
    )


@pytest.fixture
def visit(people: list[User], domains: list[Domain]) -> Visit:
    visit = VisitFactory(report="Kennismaking\r\nin het stadhuis", held_at=time(14, 0))
    visit.agency_people.set(people[:1])
    visit.domains.set(domains[:1])
    return visit


@pytest.fixture
def people() -> list[User]:
    return [UserFactory(first_name=name) for name in ("Noor", "Jef", "Amina")]


@pytest.fixture
def domains() -> list[Domain]:
    return [DomainFactory(name=name) for name in ("Dienstverlening", "Regie", "Samenhang")]


def shown(form: forms.ModelForm) -> QueryDict:
    """What a browser would send back when nothing on the page was touched."""
    data = QueryDict(mutable=True)
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if isinstance(value, list | models.QuerySet):
            data.setlist(bound.html_name, [str(getattr(one, "pk", one)) for one in value])
        elif isinstance(bound.field, forms.BooleanField):
            data |= {bound.html_name: "on"} if value else {}
        else:
            data[bound.html_name] = "" if value is None else str(bound.field.widget.format_value(value) or "")
            if isinstance(bound.field, forms.ModelChoiceField | forms.ChoiceField):
                data[bound.html_name] = "" if value is None else str(value)
    return data


def typed(form: forms.ModelForm, **changes: Any) -> QueryDict:
    data = shown(form)
    for name, value in changes.items():
        if value is None:
            data.pop(name, None)
        else:
            data.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return data


def two_people(
    form_class: Callable[..., VersionedForm], row: models.Model, *, first: dict[str, Any], second: dict[str, Any]
) -> VersionedForm:
    """Both open the form, the first saves, the second saves: the form of the second."""
    fresh = type(row)._default_manager.get
    pages = [typed(form_class(instance=fresh(pk=row.pk)), **changes) for changes in (first, second)]
    assert saved(form_class(pages[0], instance=fresh(pk=row.pk)))
    late = form_class(pages[1], instance=fresh(pk=row.pk))
    late.was_saved = saved(late)  # type: ignore[attr-defined]
    return late


def differences(form: VersionedForm) -> dict[str, tuple[str, str, bool]]:
    return {one.name: (one.theirs, one.yours, one.touched) for one in form.conflict}


def test_who_edits_alone_saves_at_once(contact: Contact) -> None:
    form = PersonForm(typed(PersonForm(instance=contact), service="Integratie"), instance=contact)
    assert saved(form)
    contact.refresh_from_db()
    assert (contact.service, contact.version) == ("Integratie", 1)


def test_the_second_to_save_is_refused_and_sees_both_versions(contact: Contact) -> None:
    form = two_people(PersonForm, contact, first={"service": "Integratie"}, second={"service": "Diversiteit"})
    assert not form.was_saved  # type: ignore[attr-defined]
    assert form.has_error("__all__", "conflict")
    assert form.conflict == [Difference("service", "Dienst", theirs="Integratie", yours="Diversiteit", touched=True)]
    contact.refresh_from_db()
    assert contact.service == "Integratie"


def test_nothing_typed_is_lost_and_saving_again_keeps_both(contact: Contact) -> None:
    form = two_people(
        PersonForm, contact, first={"service": "Integratie"}, second={"name": "Kaat Bedacht-Nieuw", "acting": None}
    )
    assert differences(form) == {
        "name": ("Kaat Bedacht", "Kaat Bedacht-Nieuw", True),
        "acting": ("ja", "nee", True),
        "service": ("Integratie", "Welzijn", False),
    }
    assert form["name"].value() == "Kaat Bedacht-Nieuw"
    assert form["service"].value() == "Integratie"
    again = PersonForm(form.data, instance=Contact.objects.get(pk=contact.pk))
    assert saved(again)
    contact.refresh_from_db()
    assert (contact.name, contact.service, contact.acting, contact.version) == (
        "Kaat Bedacht-Nieuw",
        "Integratie",
        False,
        2,
    )


def test_a_phone_number_a_day_and_a_choice_are_shown_as_people_write_them(contact: Contact) -> None:
    form = two_people(
        PersonForm,
        contact,
        first={"phone": "0478 65 43 21", "starts_on": "2026-03-01", "function": "mayor"},
        second={"phone": "0478 11 22 33", "starts_on": "2026-04-02", "function": "alderman"},
    )
    assert differences(form) == {
        "phone": ("+32 478 65 43 21", "+32 478 11 22 33", True),
        "starts_on": ("1 maart 2026", "2 april 2026", True),
        "function": ("burgemeester", "bevoegde schepen", True),
    }


def test_the_same_phone_number_in_another_notation_is_no_difference(contact: Contact) -> None:
    form = two_people(PersonForm, contact, first={"service": "Integratie"}, second={"phone": "0478/12.34.56"})
    assert form.was_saved  # type: ignore[attr-defined]
    contact.refresh_from_db()
    assert (contact.service, str(contact.phone)) == ("Integratie", "+32 478 12 34 56")


def test_lists_of_people_and_domains_are_compared_by_who_is_in_them(
    visit: Visit, people: list[User], domains: list[Domain]
) -> None:
    form = two_people(
        MeetingForm,
        visit,
        first={"agency_people": [people[0].pk, people[1].pk], "domains": [domains[1].pk]},
        second={"agency_people": [people[0].pk, people[2].pk]},
    )
    assert differences(form) == {
        "agency_people": (f"{people[1]}, {people[0]}", f"{people[2]}, {people[0]}", True),
        "domains": ("Regie", "Dienstverlening", False),
    }
    assert form["domains"].value() == [str(domains[1].pk)]
    assert saved(MeetingForm(form.data, instance=Visit.objects.get(pk=visit.pk)))
    assert set(visit.agency_people.all()) == {people[0], people[2]}
    assert set(visit.domains.all()) == {domains[1]}


def test_a_person_chosen_from_a_list_shows_by_name(visit: Visit, people: list[User]) -> None:
    form = two_people(
        MeetingForm,
        visit,
        first={"next_step": "Cijfers", "next_step_owner": people[0].pk},
        second={"next_step": "Cijfers", "next_step_owner": people[1].pk, "held_at": ""},
    )
    assert differences(form) == {
        "held_at": ("14:00", "", True),
        "next_step_owner": (str(people[0]), str(people[1]), True),
    }


def test_what_the_form_refuses_is_shown_as_typed_and_stays_in_the_form(visit: Visit) -> None:
    form = two_people(MeetingForm, visit, first={"held_on": "2021-04-01"}, second={"held_on": "31 februari"})
    assert differences(form) == {"held_on": ("1 april 2021", "31 februari", True)}
    assert form["held_on"].value() == "31 februari"
    assert form.has_error("held_on")


def test_a_form_sent_twice_is_no_conflict(visit: Visit) -> None:
    page = typed(MeetingForm(instance=visit), report="Eén keer getypt\r\nen verstuurd")
    assert saved(MeetingForm(page, instance=Visit.objects.get(pk=visit.pk)))
    assert saved(MeetingForm(page, instance=Visit.objects.get(pk=visit.pk)))
    visit.refresh_from_db()
    assert visit.version == 1
    assert visit.history.filter(version=1).count() == 1


def test_who_touched_nothing_takes_nothing_away(visit: Visit) -> None:
    form = two_people(MeetingForm, visit, first={"report": "Veel besproken"}, second={})
    assert form.was_saved  # type: ignore[attr-defined]
    visit.refresh_from_db()
    assert (visit.report, visit.version) == ("Veel besproken", 1)


def test_without_a_history_every_difference_counts_as_typed(visit: Visit) -> None:
    visit.history.all().delete()
    form = two_people(MeetingForm, visit, first={"report": "Van de eerste"}, second={"kind": "video"})
    assert differences(form) == {
        "kind": ("ter plaatse", "videogesprek", True),
        "report": ("Van de eerste", "Kennismaking\r\nin het stadhuis", True),
    }
    assert form["report"].value() == "Kennismaking\r\nin het stadhuis"


@pytest.mark.parametrize("version", ["", "7", "-1", "x"])
def test_a_form_of_an_unknown_version_overwrites_nothing(contact: Contact, version: str) -> None:
    page = typed(PersonForm(instance=contact), service="Overschreven", version=version)
    form = PersonForm(page, instance=Contact.objects.get(pk=contact.pk))
    assert not saved(form)
    assert differences(form) == {"service": ("Welzijn", "Overschreven", True)}
    contact.refresh_from_db()
    assert contact.service == "Welzijn"


def test_a_row_that_is_gone_is_said_to_be_gone(contact: Contact) -> None:
    page = typed(PersonForm(instance=contact), service="Te laat")
    instance = Contact.objects.get(pk=contact.pk)
    Contact.objects.all().delete()
    form = PersonForm(page, instance=instance)
    assert not saved(form)
    assert form.has_error("__all__", "gone")


def test_who_comes_between_the_check_and_the_save_is_not_overwritten(contact: Contact) -> None:
    late = PersonForm(
        typed(PersonForm(instance=contact), service="Tweede"), instance=Contact.objects.get(pk=contact.pk)
    )
    assert late.is_valid()
    early = typed(PersonForm(instance=contact), service="Eerste")
    assert saved(PersonForm(early, instance=Contact.objects.get(pk=contact.pk)))
    assert not saved(late)
    assert differences(late) == {"service": ("Eerste", "Tweede", True)}
    contact.refresh_from_db()
    assert (contact.service, contact.version) == ("Eerste", 1)


def test_a_new_thing_has_no_other_version() -> None:
    municipality = ContactFactory().municipality
    data = MultiValueDict({"name": ["Piet Verzinsel"], "function": ["mayor"]})
    form = ContactForm(data, instance=Contact(municipality=municipality))
    assert saved(form), form.errors
    assert form.instance.version == 0


def test_a_prefix_does_not_hide_the_version(contact: Contact) -> None:
    first = {f"a-{name}": value for name, value in shown(PersonForm(instance=contact)).items()}
    Contact.objects.filter(pk=contact.pk).update(version=3)
    form = PersonForm(
        MultiValueDict({name: [value] for name, value in first.items()} | {"a-service": ["Nieuw"]}),
        instance=Contact.objects.get(pk=contact.pk),
        prefix="a",
    )
    assert not saved(form)
    assert form["version"].value() == "3"
    assert saved(PersonForm(form.data, instance=Contact.objects.get(pk=contact.pk), prefix="a"))


def test_the_page_shows_both_versions_and_who_saved_first(
    coordinator_client: UserClient, staff_client: UserClient, visit: Visit, terms: list[Any]
) -> None:
    for client in (coordinator_client, staff_client):
        visit.municipality.region.members.add(client.user)
    address = f"/visits/{visit.pk}/edit/"
    pages = [shown(client.get(address).context["form"]) for client in (staff_client, coordinator_client)]
    pages[0]["report"] = "Van de medewerker"
    pages[1]["report"] = "Van de coördinator"
    assert staff_client.post(address, pages[0]).status_code == 302
    page = coordinator_client.post(address, pages[1])
    body = page.content.decode()
    assert page.status_code == 200
    assert "Van de medewerker" in body
    assert "Van de coördinator" in body
    assert str(staff_client.user) in body
    visit.refresh_from_db()
    assert visit.report == "Van de medewerker"
    again = shown(page.context["form"])
    assert coordinator_client.post(address, again).status_code == 302
    visit.refresh_from_db()
    assert visit.report == "Van de coördinator"
    assert list(visit.history.values_list("version", flat=True)[:2]) == [2, 1]
