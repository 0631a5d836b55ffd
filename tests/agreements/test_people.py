"""Who signs an agreement and whom to reach: copied when chosen, so that it says what it said."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.models import AgencyDirector, Agreement, AgreementContact, Side, Signatory
from municipalities.models import Contact, Region
from tests.agreements.signing import agreement_in, signed
from tests.conftest import UserClient
from tests.factories import ContactFactory, MunicipalityFactory, UserFactory


@pytest.fixture
def agreement(region: Region) -> Agreement:
    return agreement_in(region)


@pytest.fixture
def contact(agreement: Agreement) -> Contact:
    return ContactFactory(
        municipality=agreement.municipality,
        name="Kaat Bedacht",
        service="dienst samenleven",
        email="kaat.bedacht@example.org",
        phone="+32478123456",
    )


def url(name: str, row, side: str = "") -> str:
    return reverse(f"agreements:{name}", args=[row.pk]) + (f"?side={side}" if side else "")


def typed(**fields) -> dict:
    return {"name": "", "function": "", "service": "", "email": "", "phone": "", **fields}


# Contacts of the agreement --------------------------------------------------------------------------------------------


def test_choosing_a_contact_copies_name_function_service_mail_and_phone(staff_client, agreement, contact):
    response = staff_client.post(url("agreement_contact_create", agreement, "municipality"), typed(contact=contact.pk))
    assert response.headers["Location"] == f"{agreement.get_absolute_url()}#people"
    copy = agreement.contacts.get()
    assert (copy.side, copy.contact, copy.name) == (Side.MUNICIPALITY, contact, "Kaat Bedacht")
    assert (copy.function, copy.service) == ("contactpersoon integratie", "dienst samenleven")
    assert (copy.email, str(copy.phone)) == ("kaat.bedacht@example.org", "+32 478 12 34 56")


def test_a_later_change_of_the_contact_does_not_rewrite_the_agreement(staff_client, agreement, contact):
    staff_client.post(url("agreement_contact_create", agreement, "municipality"), typed(contact=contact.pk))
    staff_client.post(
        reverse("municipalities:contact_update", args=[contact.pk]),
        {
            "name": "Iemand Anders",
            "function": "alderman",
            "service": "kabinet",
            "email": "anders@example.org",
            "phone": "",
            "version": contact.version,
        },
    )
    contact.refresh_from_db()
    assert contact.name == "Iemand Anders"
    copy = agreement.contacts.get()
    assert (copy.name, copy.function) == ("Kaat Bedacht", "contactpersoon integratie")
    assert (copy.service, copy.email) == ("dienst samenleven", "kaat.bedacht@example.org")


def test_what_is_typed_goes_before_what_would_be_copied(staff_client, agreement, contact):
    staff_client.post(
        url("agreement_contact_create", agreement, "municipality"),
        typed(contact=contact.pk, function="diensthoofd", phone="0479 11 22 33"),
    )
    copy = agreement.contacts.get()
    assert (copy.function, str(copy.phone), copy.email) == ("diensthoofd", "+32 479 11 22 33", contact.email)


def test_a_contact_of_another_municipality_cannot_be_chosen(staff_client, agreement):
    stranger = ContactFactory()
    response = staff_client.post(
        url("agreement_contact_create", agreement, "municipality"), typed(contact=stranger.pk, name="x", function="y")
    )
    assert "contact" in response.context["form"].errors
    assert not agreement.contacts.exists()


def test_someone_of_the_agency_is_chosen_among_the_users(staff_client, agreement):
    colleague = UserFactory(first_name="Wout", last_name="Verzonnen", job_title="ondersteuner lokaal beleid")
    staff_client.post(url("agreement_contact_create", agreement, "agency"), typed(user=colleague.pk))
    copy = agreement.contacts.get()
    assert (copy.side, copy.user, copy.name) == (Side.AGENCY, colleague, "Wout Verzonnen")
    assert (copy.function, copy.email) == ("ondersteuner lokaal beleid", colleague.email)


def test_nobody_chosen_and_no_name_typed_is_refused_beside_the_name(staff_client, agreement):
    response = staff_client.post(url("agreement_contact_create", agreement, "agency"), typed())
    assert "name" in response.context["form"].errors


def test_a_colleague_without_a_function_needs_one_typed(staff_client, agreement):
    colleague = UserFactory(job_title="")
    response = staff_client.post(url("agreement_contact_create", agreement, "agency"), typed(user=colleague.pk))
    assert "function" in response.context["form"].errors
    assert not agreement.contacts.exists()


def test_the_same_person_twice_on_one_side_is_refused_however_it_is_spelled(staff_client, agreement, contact):
    address = url("agreement_contact_create", agreement, "municipality")
    staff_client.post(address, typed(contact=contact.pk))
    assert "contact" in staff_client.post(address, typed(contact=contact.pk)).context["form"].errors
    again = staff_client.post(address, typed(name="kaat  BEDÁCHT", function="x"))
    assert "name" in again.context["form"].errors
    other_side = url("agreement_contact_create", agreement, "agency")
    assert staff_client.post(other_side, typed(name="Kaat Bedacht", function="x")).status_code == 302
    assert agreement.contacts.count() == 2


def test_a_contact_sent_twice_is_added_once(staff_client, agreement, contact):
    fields = typed(contact=contact.pk, submission="1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b21")
    for _time in range(2):
        response = staff_client.post(url("agreement_contact_create", agreement, "municipality"), fields)
        assert response.headers["Location"] == f"{agreement.get_absolute_url()}#people"
    assert agreement.contacts.count() == 1


def test_a_contact_of_the_agreement_is_edited_and_removed(staff_client, agreement, contact):
    staff_client.post(url("agreement_contact_create", agreement, "municipality"), typed(contact=contact.pk))
    copy = agreement.contacts.get()
    staff_client.post(
        url("agreement_contact_update", copy),
        typed(name="Kaat Bedacht", function="schepen", position=1, version=copy.version),
    )
    copy.refresh_from_db()
    assert (copy.function, copy.email, copy.contact) == ("schepen", "", contact)
    assert "Kaat Bedacht" in staff_client.get(url("agreement_contact_delete", copy)).content.decode()
    staff_client.post(url("agreement_contact_delete", copy))
    assert not agreement.contacts.exists()
    contact.refresh_from_db()


def test_two_people_edit_one_contact_and_the_second_sees_both_versions(staff_client, agreement):
    copy = AgreementContact.objects.create(
        agreement=agreement, side=Side.AGENCY, name="Wout Verzonnen", function="coach", version=1
    )
    fields = typed(name="Wout Verzonnen", position=1, version=1)
    staff_client.post(url("agreement_contact_update", copy), fields | {"function": "coördinator"})
    page = staff_client.post(url("agreement_contact_update", copy), fields | {"function": "directeur"})
    assert "coördinator" in page.content.decode()
    copy.refresh_from_db()
    assert copy.function == "coördinator"


# Signatories ----------------------------------------------------------------------------------------------------------


def test_an_acting_director_is_copied_as_acting(staff_client, agreement):
    director = ContactFactory(
        municipality=agreement.municipality, function=Contact.Function.GENERAL_DIRECTOR, acting=True
    )
    response = staff_client.post(url("signatory_create", agreement, "municipality"), typed(contact=director.pk))
    assert response.headers["Location"] == f"{agreement.get_absolute_url()}#people"
    signatory = agreement.signatories.get()
    assert (signatory.name, signatory.function, signatory.acting) == (director.name, "algemeen directeur", True)


def test_a_chair_chosen_for_the_ocmw_alone_chairs_its_own_council(staff_client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(party=Agreement.Party.OCMW)
    chair = ContactFactory(municipality=agreement.municipality, function=Contact.Function.COUNCIL_CHAIR)
    page = url("signatory_create", agreement, "municipality")
    function = "voorzitter van de raad voor maatschappelijk welzijn"
    assert f'data-copy-function="{function}"' in staff_client.get(page).content.decode()
    staff_client.post(page, typed(contact=chair.pk))
    assert agreement.signatories.get().function == function


def test_a_director_of_the_agency_is_chosen_among_those_of_today(staff_client, agreement):
    present = AgencyDirector.objects.create(name="An Verdicht", function="directeur", starts_on=date(2020, 1, 1))
    former = AgencyDirector.objects.create(
        name="Jan Verdicht", function="directeur", starts_on=date(2015, 1, 1), ends_on=date(2019, 12, 31)
    )
    address = url("signatory_create", agreement, "agency")
    assert "director" in staff_client.post(address, typed(director=former.pk)).context["form"].errors
    staff_client.post(address, typed(director=present.pk))
    signatory = agreement.signatories.get()
    assert (signatory.side, signatory.name, signatory.function) == (Side.AGENCY, "An Verdicht", "directeur")


@pytest.mark.parametrize(
    "fields",
    [{"by_delegation": "on"}, {"delegated_on": "2021-03-01"}, {"by_delegation": "on", "delegated_on": "2999-01-01"}],
)
def test_a_delegation_needs_its_date_and_a_date_its_delegation(staff_client, agreement, fields):
    response = staff_client.post(
        url("signatory_create", agreement, "municipality"), typed(name="Fien Verzonnen", function="schepen", **fields)
    )
    assert list(response.context["form"].errors) == ["delegated_on"]
    assert not agreement.signatories.exists()


def test_a_delegation_with_its_date_is_kept(staff_client, agreement):
    staff_client.post(
        url("signatory_create", agreement, "municipality"),
        typed(name="Fien Verzonnen", function="schepen", by_delegation="on", delegated_on="2021-03-01"),
    )
    signatory = agreement.signatories.get()
    assert (signatory.by_delegation, signatory.delegated_on) == (True, date(2021, 3, 1))


def test_the_same_person_does_not_sign_twice_for_one_side(staff_client, agreement):
    address = url("signatory_create", agreement, "municipality")
    staff_client.post(address, typed(name="Fien Verzonnen", function="voorzitter"))
    again = staff_client.post(address, typed(name="fien verzonnen", function="schepen"))
    assert "name" in again.context["form"].errors


def test_a_signatory_is_edited_moved_and_removed(staff_client, agreement):
    first, second = [
        Signatory.objects.create(agreement=agreement, side=Side.MUNICIPALITY, name=name, function="x", position=n)
        for n, name in enumerate(["Fien Verzonnen", "Bas Verzonnen"], start=1)
    ]
    fields = {"name": "Bas Verzonnen", "function": "burgemeester", "position": 0, "version": 0}
    assert "position" in staff_client.post(url("signatory_update", second), fields).context["form"].errors
    staff_client.post(url("signatory_update", second), fields | {"position": 2, "acting": "on"})
    second.refresh_from_db()
    assert (second.function, second.acting) == ("burgemeester", True)
    staff_client.post(url("signatory_delete", first))
    assert list(agreement.signatories.all()) == [second]


# Who may, and until when ----------------------------------------------------------------------------------------------


def people_pages(agreement: Agreement) -> list[tuple[str, dict]]:
    copy = AgreementContact.objects.create(agreement=agreement, side=Side.AGENCY, name="Wout Verzonnen", function="x")
    signatory = Signatory.objects.create(agreement=agreement, side=Side.AGENCY, name="An Verdicht", function="x")
    return [
        (url("agreement_contact_create", agreement), typed(name="Nieuw", function="y")),
        (url("agreement_contact_update", copy), typed(name="Ander", function="y", position=1, version=0)),
        (url("agreement_contact_delete", copy), {}),
        (url("signatory_create", agreement), typed(name="Nieuw", function="y")),
        (url("signatory_update", signatory), typed(name="Ander", function="y", position=1, version=0)),
        (url("signatory_delete", signatory), {}),
    ]


def names_of(agreement: Agreement) -> list[str]:
    people: list[AgreementContact | Signatory] = [*agreement.contacts.all(), *agreement.signatories.all()]
    return [person.name for person in people]


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_region_and_a_manager_change_nobody(staff_client, manager_client, method):
    agreement = agreement_in(MunicipalityFactory().region)
    for address, fields in people_pages(agreement):
        for client in (staff_client, manager_client):
            assert getattr(client, method)(address, fields).status_code == 403
    assert names_of(agreement) == ["Wout Verzonnen", "An Verdicht"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_people_of_a_signed_agreement_stay(coordinator_client: UserClient, agreement, method):
    signed(agreement)
    for address, fields in people_pages(agreement):
        response = getattr(coordinator_client, method)(address, fields)
        assert response.status_code == 403
        assert "ondertekend" in response.content.decode()
    assert names_of(agreement) == ["Wout Verzonnen", "An Verdicht"]


# Rules of the database ------------------------------------------------------------------------------------------------


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_person_is_copied_from_one_side(agreement, contact):
    with refused("agreement_contact_is_copied_from_one_person"), transaction.atomic():
        AgreementContact.objects.create(
            agreement=agreement, side=Side.AGENCY, name="x", function="x", contact=contact, user=UserFactory()
        )


def test_a_delegation_has_its_date(agreement):
    with refused("signatory_by_delegation_has_its_date"), transaction.atomic():
        Signatory.objects.create(agreement=agreement, side=Side.AGENCY, name="x", function="x", by_delegation=True)


def test_a_director_starts_before_leaving(db):
    with refused("agency_director_starts_before_leaving"), transaction.atomic():
        AgencyDirector.objects.create(name="x", function="x", starts_on=date(2021, 1, 2), ends_on=date(2021, 1, 1))


# What the pages cost --------------------------------------------------------------------------------------------------


def test_the_pages_of_people_ask_the_same_for_any_number_of_them(staff_client, agreement, django_assert_num_queries):
    ContactFactory.create_batch(30, municipality=agreement.municipality)
    UserFactory.create_batch(30)
    pages = people_pages(agreement)
    for (address, _fields), number in zip(pages, [6, 5, 5, 6, 5, 5], strict=True):
        with django_assert_num_queries(number):
            staff_client.get(address)
