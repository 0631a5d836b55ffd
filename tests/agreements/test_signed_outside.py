"""An agreement that was signed outside the register is filed whole: all of it, or nothing."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.submissions import new_token
from agreements.models import Agreement, Signatory, SignedCopy, Stage
from municipalities.models import Contact, Municipality, Region, Term
from papers.models import Document
from tests.agreements.filing import upload
from tests.conftest import UserClient
from tests.factories import AgreementFactory, ContactFactory, DomainFactory, MunicipalityFactory, signed
from tests.papers.bad_papers import MAKERS
from tests.papers.making import TEXT, pdf
from tests.papers.sealing import flipped, noor, sealed

pytestmark = pytest.mark.django_db

ADDRESS = "/agreements/outside/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def municipality(region: Region, terms: list[Term]) -> Municipality:
    return MunicipalityFactory(region=region, name="Zulte")


def typed(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "municipality": "Zulte",
        "party": "both",
        "starts_on": "2020-01-01",
        "ends_on": "2025-12-31",
        "dated_on": "2019-12-15",
        "talk_on": "",
        "municipal_council_on": "2019-11-20",
        "ocmw_council_on": "2019-11-25",
        "municipality_signed_on": "2019-12-10",
        "ocmw_signed_on": "2019-12-10",
        "agency_signed_on": "2020-02-03",
        "scan": upload(pdf()),
        "submission": new_token(),
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def errors_of(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return dict(answer.context["form"].errors)


def test_it_is_filed_whole_and_says_so(coordinator_client: UserClient, municipality: Municipality):
    domain = DomainFactory(name="Dienstverlening")
    answer = coordinator_client.post(ADDRESS, typed(domains=[domain.pk], note="Uit de oude mappen"))
    agreement = Agreement.objects.get()
    assert answer.headers["Location"] == agreement.get_absolute_url()
    assert (agreement.municipality, agreement.party, agreement.signed_outside) == (municipality, "both", True)
    assert (agreement.starts_on, agreement.ends_on) == (date(2020, 1, 1), date(2025, 12, 31))
    assert (agreement.dated_on, agreement.note) == (date(2019, 12, 15), "Uit de oude mappen")
    assert list(agreement.domains.all()) == [domain]
    assert dict(agreement.council_decisions.values_list("body", "decided_on")) == {
        "municipal_council": date(2019, 11, 20),
        "ocmw_council": date(2019, 11, 25),
    }
    assert list(agreement.stage_changes.in_order().values_list("stage", "effective_on")) == [
        (Stage.EXPLORING, date(2019, 11, 20)),
        (Stage.APPROVED, date(2019, 11, 25)),
        (Stage.SIGNED, date(2020, 2, 3)),
    ]
    copy = SignedCopy.objects.get(agreement=agreement)
    assert (copy.party, copy.text) == (SignedCopy.Party.ALL, SignedCopy.Text.NO_FINAL)
    page = coordinator_client.get(agreement.get_absolute_url()).text
    assert "buiten dit register getekend" in page
    assert copy.get_absolute_url() in page


def test_it_bears_its_mark_in_the_list(coordinator_client: UserClient):
    coordinator_client.post(ADDRESS, typed())
    assert "buiten dit register getekend" in coordinator_client.get("/agreements/").text


def test_the_first_talk_can_be_told_where_it_is_known(coordinator_client: UserClient):
    coordinator_client.post(ADDRESS, typed(talk_on="2019-03-01"))
    first = Agreement.objects.get().stage_changes.in_order().first()
    assert (first.stage, first.effective_on) == (Stage.EXPLORING, date(2019, 3, 1))


def test_with_the_municipality_alone_the_ocmw_is_not_asked(coordinator_client: UserClient):
    coordinator_client.post(ADDRESS, typed(party="municipality", ocmw_council_on="", ocmw_signed_on=""))
    agreement = Agreement.objects.get()
    assert list(agreement.council_decisions.values_list("body", flat=True)) == ["municipal_council"]
    assert agreement.stage_changes.get(stage=Stage.SIGNED).ocmw_signed_on is None


def test_who_signed_stands_on_the_paper_and_is_not_guessed(coordinator_client: UserClient, municipality: Municipality):
    ContactFactory(municipality=municipality, function=Contact.Function.GENERAL_DIRECTOR)
    ContactFactory(municipality=municipality, function=Contact.Function.ALDERMAN, name="Kaat Bedacht")
    coordinator_client.post(ADDRESS, typed())
    agreement = Agreement.objects.get()
    assert not Signatory.objects.exists()
    assert agreement.contacts.filter(name="Kaat Bedacht").exists()
    assert agreement.template_version is None


def test_sent_twice_it_is_filed_once(coordinator_client: UserClient):
    token = new_token()
    first = coordinator_client.post(ADDRESS, typed(submission=token))
    second = coordinator_client.post(ADDRESS, typed(submission=token))
    assert first.headers["Location"] == second.headers["Location"]
    assert Agreement.objects.count() == SignedCopy.objects.count() == 1


TOMORROW = timezone.localdate() + timedelta(days=1)

WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "no municipality of that name": ({"municipality": "Zultje"}, "municipality", "Geen gemeente heet"),
    "no first day": ({"starts_on": ""}, "starts_on", "Dit veld is verplicht"),
    "an end before the start": ({"ends_on": "2019-01-01"}, "__all__", "begint voor ze eindigt"),
    "no decision of the municipal council": ({"municipal_council_on": ""}, "municipal_council_on", "Vul deze dag in"),
    "no decision of the OCMW": ({"ocmw_council_on": ""}, "ocmw_council_on", "Vul deze dag in"),
    "no signature of the OCMW": ({"ocmw_signed_on": ""}, "ocmw_signed_on", "Vul deze dag in"),
    "no signature of the agency": ({"agency_signed_on": ""}, "agency_signed_on", "Dit veld is verplicht"),
    "an OCMW that is no party": (
        {"party": "municipality", "ocmw_council_on": ""},
        "ocmw_signed_on",
        "geen partij",
    ),
    "a signature in the future": ({"agency_signed_on": TOMORROW}, "agency_signed_on", "in de toekomst"),
    "a signature before the decision": ({"agency_signed_on": "2019-11-21"}, "agency_signed_on", "besliste op 25"),
    "a talk after the decision": ({"talk_on": "2019-12-01"}, "__all__", "kan niet"),
    "a talk in no known term": ({"talk_on": "1919-12-01"}, "talk_on", "1919"),
    "no paper": ({"scan": None}, "scan", "Dit veld is verplicht"),
    "a paper with a script": ({"scan": "a script on opening"}, "scan", "In de pdf zit een script"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_filed(
    coordinator_client: UserClient, folder: Path, name: str
):
    changes, field, words = WRONG[name]
    if changes.get("scan"):
        changes = {"scan": upload(MAKERS[changes["scan"]][1]())}
    answer = coordinator_client.post(ADDRESS, typed(**changes))
    errors = errors_of(answer)
    assert list(errors) == [field]
    assert words in " ".join(errors[field])
    assert "Kies het bestand opnieuw" in answer.text
    assert not Agreement.objects.exists()
    assert not Document.objects.exists()
    assert not folder.exists()


def test_a_second_agreement_in_force_is_refused_as_a_whole(coordinator_client: UserClient, municipality: Municipality):
    signed(AgreementFactory(municipality=municipality, ends_on=date(2025, 12, 31)), on=date(2020, 2, 1))
    errors = errors_of(coordinator_client.post(ADDRESS, typed()))
    assert "maar één overeenkomst van kracht" in " ".join(errors["__all__"])
    assert Agreement.objects.count() == 1
    assert not Document.objects.exists()


def test_a_broken_signature_on_the_paper_needs_a_reason(coordinator_client: UserClient):
    content = sealed(pdf(compress_streams=False), noor())
    broken = flipped(content, content.index(TEXT[20:40]))
    answer = coordinator_client.post(ADDRESS, typed(scan=upload(broken)))
    assert list(errors_of(answer)) == ["scan"]
    reason = {"accept_broken": "on", "accepted_because": "Het origineel is weg"}
    coordinator_client.post(ADDRESS, typed(scan=upload(broken), **reason))
    assert SignedCopy.objects.get().accepted_because == "Het origineel is weg"


def test_a_municipality_is_taken_as_it_was_in_those_days(coordinator_client: UserClient, region: Region):
    MunicipalityFactory(region=region, name="Kruishoutem", ends_on=date(2018, 12, 31))
    errors = errors_of(coordinator_client.post(ADDRESS, typed(municipality="Kruishoutem")))
    assert "bestond niet op 20 november 2019" in " ".join(errors["municipality"])


def test_only_coordinators_of_the_region_file_one(
    staff_client: UserClient, manager_client: UserClient, coordinator_client: UserClient
):
    for client in (staff_client, manager_client):
        assert client.get(ADDRESS).status_code == 403
        assert client.post(ADDRESS, typed()).status_code == 403
    elsewhere = MunicipalityFactory(name="Deinze")
    assert coordinator_client.post(ADDRESS, typed(municipality="Deinze")).status_code == 403
    assert coordinator_client.get(f"{ADDRESS}?municipality={elsewhere.nis}").status_code == 403
    assert not Agreement.objects.exists()
    assert "Elders getekende" not in staff_client.get("/agreements/").text
    assert ADDRESS in coordinator_client.get("/agreements/").text
