"""What stands between an agreement and its final, each with the page that mends it."""

from datetime import date

import pytest
from django.urls import reverse

from agreements import gate
from agreements.gate.offices import chairs, directs
from agreements.models import AgencyDirector, Agreement, CouncilDecision, DomainText, Reopening, Side, Signatory
from agreements.names import letters_apart, two_spellings
from municipalities.models import Contact
from tests.agreements.papers import approved, complete_agreement, contact
from tests.factories import ContactFactory, DomainFactory, UserFactory

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def agreement(db: None) -> Agreement:
    """Nothing is wrong with it."""
    return approved(complete_agreement(party="municipality", signed_outside=False, ends_on=date(2025, 12, 31)))


def found(agreement: Agreement) -> list[str]:
    """What the gate says, and that each link leads somewhere inside the register."""
    obstacles = gate.obstacles(Agreement.objects.for_paper().get(pk=agreement.pk))
    assert all(one.url.startswith("/") for one in obstacles)
    return [one.text for one in obstacles]


def urls(agreement: Agreement) -> list[str]:
    return [one.url for one in gate.obstacles(Agreement.objects.for_paper().get(pk=agreement.pk))]


def url(name: str, pk: int, rest: str = "") -> str:
    return reverse(f"agreements:{name}", args=[pk]) + rest


def test_a_complete_and_approved_agreement_passes(agreement):
    assert found(agreement) == []


def test_it_waits_for_the_decision_of_each_council_and_the_approval(db):
    waiting = complete_agreement(party="both", signed_outside=False)
    assert urls(waiting)[:3] == [
        url("decision_create", waiting.pk, "?body=municipal_council"),
        url("decision_create", waiting.pk, "?body=ocmw_council"),
        url("agreement_advance", waiting.pk, "?to=approved"),
    ]


def test_after_a_take_back_it_waits_for_the_decision_taken_anew(agreement):
    Reopening.objects.create(agreement=agreement, reason="Fout", reopened_by=UserFactory())
    assert urls(agreement) == [url("decision_update", agreement.council_decisions.get().pk, "#id_decided_on")]


def test_a_period_that_leaves_the_term_needs_a_reason(agreement):
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=date(2026, 1, 1))
    assert urls(agreement) == [url("agreement_update", agreement.pk, "#id_period_because")]
    Agreement.objects.filter(pk=agreement.pk).update(period_because="De fusie schoof op.")
    assert found(agreement) == []


def test_a_missing_day_is_said_once(agreement):
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=None)
    assert urls(agreement) == [url("agreement_update", agreement.pk, "#id_ends_on")]


def test_without_domains_there_is_nothing_to_sign(agreement):
    agreement.domains.clear()
    assert urls(agreement) == [url("agreement_text", agreement.pk, "#id_domains")]


def test_a_domain_that_the_template_lacks_has_no_text(agreement):
    domain = DomainFactory(name="Sport")
    agreement.domains.add(domain)
    assert url("agreement_text", agreement.pk, f"#domain-{domain.pk}") in urls(agreement)


def test_what_must_be_settled_stands_in_the_kept_clauses(agreement):
    part = agreement.template_version.parts.get(domain=None)
    part.clauses.filter(settles="referral").update(settles="")
    assert found(agreement) == ["Geen clausule regelt wederzijdse doorverwijzing"]
    part.clauses.filter(settles="data_exchange").update(optional=True)
    agreement.left_out.set(part.clauses.filter(settles="data_exchange"))
    assert found(agreement) == ["Geen clausule regelt gegevensuitwisseling of wederzijdse doorverwijzing"]


# Who signs ------------------------------------------------------------------------------------------------------------


def sign_as(agreement: Agreement, side: Side, *functions: str, **fields: object) -> None:
    agreement.signatories.filter(side=side).delete()
    for number, function in enumerate(functions):
        names = ["Rik Onbestaand", "Tine Nergens"]
        Signatory.objects.create(agreement=agreement, side=side, name=names[number], function=function, **fields)


@pytest.mark.parametrize(
    ("functions", "missing"),
    [
        (["voorzitter van de gemeenteraad"], 1),
        (["algemeen directeur"], 1),
        (["burgemeester", "schepen"], 2),
        (["voorzitter van de gemeenteraad", "waarnemend algemeen directeur"], 0),
        (["Voorzitter gemeenteraad", "Algemeen Directeur"], 0),
        (["voorzitter van de gemeenteraad", "adjunct-algemeen directeur"], 1),
        (["ondervoorzitter van de gemeenteraad", "algemeen directeur"], 1),
        (["voorzitter van het bijzonder comité voor de sociale dienst", "algemeen directeur"], 1),
        (["burgemeester en voorzitter van de gemeenteraad", "diensthoofd, wnd. algemeen directeur"], 0),
        (["gemeenteraadsvoorzitter", "stafmedewerker van de algemeen directeur"], 1),
        (["fractievoorzitter in de gemeenteraad", "algemeen directeur"], 1),
        (["voorzitter van de gemeenteraadscommissie", "algemeen directeur"], 1),
        (["voorzitter van het vast bureau", "algemeen directeur"], 1),
        (["gemeenteraadslid en voorzitter van de GECORO", "algemeen directeur"], 1),
        (["voorzitter van de raad van bestuur", "algemeen directeur"], 1),
        (["voorzitter van de raad voor maatschappelijk welzijn", "algemeen directeur"], 1),
    ],
)
def test_the_chair_and_the_general_director_sign_for_the_municipality(agreement, functions, missing):
    sign_as(agreement, Side.MUNICIPALITY, *functions)
    assert urls(agreement) == [url("signatory_create", agreement.pk, "?side=municipality")] * missing


@pytest.mark.parametrize(
    ("function", "missing"),
    [
        ("voorzitter van de raad voor maatschappelijk welzijn", []),
        ("Voorzitter OCMW-raad", []),
        ("waarnemend voorzitter van de raad", []),
        ("voorzitter van de gemeenteraad en de OCMW-raad", []),
        (
            "voorzitter van de gemeenteraad",
            ["Niemand tekent als voorzitter van de OCMW-raad, of in diens plaats met de datum van de delegatie"],
        ),
    ],
)
def test_the_chair_of_its_own_council_signs_for_the_ocmw_alone(db, function, missing):
    agreement = approved(complete_agreement(party="ocmw", signed_outside=False, ends_on=date(2025, 12, 31)))
    sign_as(agreement, Side.MUNICIPALITY, function, "algemeen directeur")
    assert found(agreement) == missing


@pytest.mark.parametrize(
    "function",
    [
        "voorzitter gemeente- en OCMW-raad",
        "Voorzitter van de gemeente- en OCMW-raad",
        "voorzitter GR/RMW",
        "burgemeester-voorzitter van de gemeenteraad en van de raad voor maatschappelijk welzijn",
        "wd. voorzitter van de raad",
    ],
)
def test_one_chairs_both_councils_however_that_is_written(function: str):
    assert all(chairs(function, [body]) for body in CouncilDecision.Body)


def test_the_chair_of_the_bureau_may_chair_a_council_too():
    function = "voorzitter van het vast bureau en van de raad voor maatschappelijk welzijn"
    assert chairs(function, [CouncilDecision.Body.OCMW_COUNCIL])
    assert not chairs(function, [CouncilDecision.Body.MUNICIPAL_COUNCIL])
    assert not chairs("voorzitter van het vast bureau", CouncilDecision.Body)


@pytest.mark.parametrize("function", ["de algemeen directeur", "dd. algemeen directeur", "d.d. algemeen directeur"])
def test_a_general_director_is_one_with_any_word_for_acting(function: str):
    assert directs(function)


def test_the_chair_of_either_council_signs_for_both_parties(db):
    agreement = approved(complete_agreement(party="both", signed_outside=False, ends_on=date(2025, 12, 31)))
    for function in ("voorzitter van de gemeenteraad", "voorzitter van de raad voor maatschappelijk welzijn"):
        sign_as(agreement, Side.MUNICIPALITY, function, "algemeen directeur")
        assert found(agreement) == []


def test_delegates_with_their_date_sign_in_their_place(agreement):
    sign_as(agreement, Side.MUNICIPALITY, "schepen", "diensthoofd", by_delegation=True, delegated_on=date(2020, 1, 5))
    assert found(agreement) == []


def test_a_director_signs_for_the_agency(agreement):
    sign_as(agreement, Side.AGENCY, "regiocoördinator")
    assert urls(agreement) == [url("signatory_create", agreement.pk, "?side=agency")]
    sign_as(agreement, Side.AGENCY, "regiocoördinator", by_delegation=True, delegated_on=date(2020, 1, 5))
    assert found(agreement) == []


@pytest.mark.parametrize(
    ("side", "function"),
    [
        (Side.MUNICIPALITY, "Algemeen directeur"),
        (Side.MUNICIPALITY, "waarnemend algemeen directeur"),
        (Side.MUNICIPALITY, "Voorzitter gemeenteraad"),
        (Side.MUNICIPALITY, "waarnemend voorzitter van de gemeenteraad"),
        (Side.AGENCY, "algemeen directeur"),
        (Side.AGENCY, "Waarnemend directeur"),
        (Side.AGENCY, "wnd. algemeen directeur"),
    ],
)
def test_who_stands_there_in_an_office_that_signs_signs_also_when_acting(agreement, side, function):
    other = contact(agreement, side, "Tine Nergens", function=function)
    assert urls(agreement) == [url("agreement_contact_update", other.pk, "#id_name")]


@pytest.mark.parametrize(
    ("side", "function"),
    [
        (Side.MUNICIPALITY, "adjunct-algemeen directeur"),
        (Side.MUNICIPALITY, "stafmedewerker van de algemeen directeur"),
        (Side.MUNICIPALITY, "voorzitter van de raad voor maatschappelijk welzijn"),
        (Side.AGENCY, "directeur regio west"),
    ],
)
def test_who_stands_there_in_another_function_need_not_sign(agreement, side, function):
    contact(agreement, side, "Tine Nergens", function=function)
    assert found(agreement) == []


@pytest.mark.parametrize("side", list(Side))
def test_each_side_has_somebody_to_reach(agreement, side):
    agreement.contacts.filter(side=side).delete()
    assert urls(agreement) == [url("agreement_contact_create", agreement.pk, f"?side={side.value}")]


def test_the_local_side_can_be_an_ocmw_so_it_is_called_the_local_government(agreement):
    agreement.contacts.filter(side=Side.MUNICIPALITY).delete()
    assert found(agreement) == ["Wie je bereikt bij het lokaal bestuur"]


# Names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Marieke Verbeelt",
        "Marieke  verbeeld",
        "M. Verbeeld",
        "Verbeeld Marieke",
        "Mariéke Verbeeld",
        "Marieke Verbeedl",
    ],
)
def test_one_person_in_two_spellings_is_seen(agreement, name):
    contact(agreement, Side.MUNICIPALITY, name, function="raadslid")
    assert found(agreement) == [f"‘Marieke Verbeeld’ en ‘{name}’ lijken één persoon in twee schrijfwijzen"]


@pytest.mark.parametrize("name", ["Marie Bedacht", "Joke Verbeeld", "Marieke Verzonnen", "Jan Verbeeld"])
def test_two_people_who_share_a_name_are_two(agreement, name):
    contact(agreement, Side.MUNICIPALITY, name, function="raadslid")
    assert found(agreement) == []


def test_a_name_on_the_paper_is_spelled_as_in_the_register(agreement):
    ContactFactory(
        municipality=agreement.municipality, name="Jorris Bedacht", function=Contact.Function.GENERAL_DIRECTOR
    )
    assert found(agreement) == ["‘Joris Bedacht’ staat in het register als ‘Jorris Bedacht’"]


def test_a_director_of_the_agency_is_spelled_as_on_the_list(agreement):
    AgencyDirector.objects.create(name="Wouter Verzonne", function="algemeen directeur", starts_on=date(2019, 1, 1))
    assert found(agreement) == ["‘Wouter Verzonnen’ staat in het register als ‘Wouter Verzonne’"]


def test_two_alike_people_whom_the_register_knows_pass(agreement):
    for name in ("Joris Bedacht", "Joris Bedachts"):
        ContactFactory(municipality=agreement.municipality, name=name)
    contact(agreement, Side.MUNICIPALITY, "Joris Bedachts", function="raadslid")
    assert found(agreement) == []


def test_letters_apart_counts_a_swap_of_neighbours_once():
    assert [letters_apart("bedacht", other) for other in ("bedacht", "bedahct", "bedach", "verdacht")] == [0, 1, 1, 2]
    assert not two_spellings("Jan Peeters", "Jos Peeters")
    assert not two_spellings("An Maes", "Jan Maes")


# The text -------------------------------------------------------------------------------------------------------------


def test_a_field_that_nobody_filled_in_is_found_on_the_paper(agreement):
    person = agreement.contacts.get(side=Side.AGENCY)
    person.email = person.phone = ""
    person.save()
    assert urls(agreement) == [url("agreement_contact_update", person.pk, "#id_email")]


def test_a_paragraph_with_an_unknown_field_is_found(agreement):
    domain = agreement.domains.first()
    DomainText.objects.create(agreement=agreement, domain=domain, text="Met {{ gemeent }}.")
    assert url("agreement_text", agreement.pk, f"#id_paragraph_{domain.pk}") in urls(agreement)


def test_the_checklist_is_as_long_when_all_is_well(agreement):
    checks = gate.checks(Agreement.objects.for_paper().get(pk=agreement.pk))
    assert len(checks) == 8
