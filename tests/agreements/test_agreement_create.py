"""Starting an agreement: its number, its first talk, its people."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from agreements.actions.agreements import start
from agreements.models import AgencyDirector, Agreement
from agreements.periods import usual_period
from municipalities.models import Contact, Municipality, Region, Term
from tests.conftest import UserClient
from tests.factories import ContactFactory, DomainFactory, MunicipalityFactory, UserFactory

TALK = date(2020, 3, 1)


@pytest.fixture
def aalst(region: Region, terms: list[Term]) -> Municipality:
    return MunicipalityFactory(name="Aalst", region=region)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "talk_on": "2020-03-01",
        "municipality": "aalst",
        "party": "both",
        "starts_on": "2021-01-01",
        "ends_on": "2025-12-31",
        **changes,
    }


def test_a_staff_member_starts_an_agreement(staff_client: UserClient, aalst: Municipality):
    domain = DomainFactory()
    answer = staff_client.post("/agreements/new/", typed(domains=[domain.pk], note="Na de raad"), follow=True)
    agreement = Agreement.objects.with_stage(on=TALK).get()
    assert answer.redirect_chain == [(agreement.get_absolute_url(), 302)]
    assert agreement.reference == "OVL-2020-0001"
    assert (agreement.stage, agreement.stage_since) == ("exploring", TALK)
    assert (agreement.starts_on, agreement.ends_on) == (date(2021, 1, 1), date(2025, 12, 31))
    assert list(agreement.domains.all()) == [domain]
    assert agreement.stage_changes.get().recorded_by == staff_client.user


@pytest.mark.parametrize("day", ["0001-01-01", "0202-03-01", "9999-12-31"])
def test_a_first_talk_outside_every_term_is_a_mistyped_day(staff_client: UserClient, aalst: Municipality, day: str):
    answer = staff_client.post("/agreements/new/", typed(talk_on=day))
    assert "talk_on" in answer.context["form"].errors
    assert not Agreement.objects.exists()


def test_the_form_is_filled_in_for_the_municipality_one_comes_from(staff_client: UserClient, aalst: Municipality):
    answer = staff_client.get(f"/agreements/new/?municipality={aalst.nis}")
    assert 'name="municipality" value="Aalst"' in answer.content.decode()
    assert answer.context["form"]["talk_on"].value() == timezone.localdate()


def test_the_usual_period_ends_with_the_year_after_the_term(terms: list[Term]):
    assert usual_period(date(2020, 3, 1)) == {"starts_on": date(2021, 1, 1), "ends_on": date(2025, 12, 31)}
    assert usual_period(date(2026, 11, 21)) == {"starts_on": date(2027, 1, 1), "ends_on": date(2031, 12, 31)}
    assert usual_period(date(2035, 1, 1)) == {}


def test_a_form_sent_twice_makes_one_agreement(staff_client: UserClient, aalst: Municipality):
    data = typed(submission=str(uuid.uuid4()))
    pages = {staff_client.post("/agreements/new/", data)["Location"] for _twice in range(2)}
    assert pages == {Agreement.objects.get().get_absolute_url()}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"talk_on": "2999-01-01"}, "talk_on"),
        ({"municipality": "Nergenshuizen"}, "municipality"),
        ({"ends_on": "2020-12-31"}, None),
        ({"party": "nobody"}, "party"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    staff_client: UserClient, aalst: Municipality, changes: dict[str, str], field: str | None
):
    answer = staff_client.post("/agreements/new/", typed(**changes))
    assert answer.context["form"].errors.get(field or "__all__")
    assert not Agreement.objects.exists()


def test_a_city_with_an_agency_of_its_own_starts_none(staff_client: UserClient, region: Region):
    MunicipalityFactory(name="Antwerpen", region=region, agency=Municipality.Agency.ATLAS)
    answer = staff_client.post("/agreements/new/", typed(municipality="Antwerpen"))
    assert "Atlas" in str(answer.context["form"].errors["municipality"])


@pytest.mark.usefixtures("terms")
def test_a_talk_of_before_a_merger_is_filed_with_the_predecessor(staff_client: UserClient, region: Region):
    MunicipalityFactory(name="Borsbeek", region=region, ends_on=date(2024, 12, 31))
    staff_client.post("/agreements/new/", typed(municipality="borsbeek"))
    assert Agreement.objects.get().municipality.name == "Borsbeek"


def test_nobody_starts_one_in_another_region(staff_client: UserClient, terms: list[Term]):
    elsewhere = MunicipalityFactory(name="Zulte")
    assert staff_client.get(f"/agreements/new/?municipality={elsewhere.nis}").status_code == 403
    assert staff_client.post("/agreements/new/", typed(municipality="Zulte")).status_code == 403
    assert not Agreement.objects.exists()


def test_a_manager_starts_none(manager_client: UserClient, aalst: Municipality):
    assert manager_client.get("/agreements/new/").status_code == 403
    assert manager_client.post("/agreements/new/", typed()).status_code == 403


# The people of the day -----------------------------------------------------------------------------------------------


def begun(municipality: Municipality, *, party: str = "both") -> Agreement:
    return start(municipality=municipality, party=party, talk_on=TALK, by=UserFactory())


def test_the_contacts_of_the_agency_are_the_coordinators_and_the_fixed_contact(aalst: Municipality, region: Region):
    aalst.fixed_contact = UserFactory(first_name="Fien", last_name="Vast", regions=[region])
    UserFactory(first_name="Coen", last_name="Regio", role=User.Role.COORDINATOR, regions=[region])
    UserFactory(first_name="Oud", last_name="Regio", role=User.Role.COORDINATOR, regions=[region], is_active=False)
    people = begun(aalst).contacts.filter(side="agency")
    assert [(one.name, one.function, one.position) for one in people] == [
        ("Coen Regio", "regiocoördinator", 1),
        ("Fien Vast", "ondersteuner lokaal beleid", 2),
    ]


def test_a_coordinator_who_is_the_fixed_contact_stands_there_once(aalst: Municipality, region: Region):
    aalst.fixed_contact = UserFactory(role=User.Role.COORDINATOR, job_title="coördinator Dender", regions=[region])
    assert [one.function for one in begun(aalst).contacts.all()] == ["coördinator Dender"]


def test_the_people_of_the_municipality_are_those_who_hold_their_function_on_the_day(aalst: Municipality):
    for function in Contact.Function:
        ContactFactory(municipality=aalst, name=f"Nu {function}", function=function, starts_on=date(2019, 1, 1))
        ContactFactory(municipality=aalst, name=f"Ooit {function}", function=function, ends_on=date(2018, 12, 31))
    agreement = begun(aalst)
    assert [one.name for one in agreement.contacts.filter(side="municipality")] == ["Nu alderman", "Nu integration"]
    assert [one.name for one in agreement.signatories.filter(side="municipality")] == [
        "Nu council_chair",
        "Nu general_director",
    ]


@pytest.mark.parametrize(
    ("party", "function"),
    [
        ("municipality", "voorzitter van de gemeenteraad"),
        ("both", "voorzitter van de gemeenteraad"),
        ("ocmw", "voorzitter van de raad voor maatschappelijk welzijn"),
    ],
)
def test_the_chair_signs_for_the_ocmw_alone_as_chair_of_its_own_council(aalst: Municipality, party, function):
    ContactFactory(municipality=aalst, function=Contact.Function.COUNCIL_CHAIR, starts_on=date(2019, 1, 1))
    assert [one.function for one in begun(aalst, party=party).signatories.all()] == [function]


def test_who_signs_for_the_agency_directs_it_on_the_day(aalst: Municipality):
    AgencyDirector.objects.create(name="Toen", function="directeur", starts_on=TALK, ends_on=TALK)
    AgencyDirector.objects.create(name="Later", function="directeur", starts_on=date(2020, 3, 2))
    assert [one.name for one in begun(aalst).signatories.filter(side="agency")] == ["Toen"]


def test_a_later_change_of_a_contact_does_not_rewrite_the_agreement(aalst: Municipality):
    contact = ContactFactory(
        municipality=aalst, name="Ada Waar", function=Contact.Function.GENERAL_DIRECTOR, acting=True
    )
    agreement = begun(aalst)
    contact.name = "Iemand Anders"
    contact.save()
    signatory = agreement.signatories.get()
    assert (signatory.name, signatory.acting, signatory.contact) == ("Ada Waar", True, contact)
