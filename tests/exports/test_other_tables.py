"""Histories, batches and publications as they leave the house."""

from datetime import date

import pytest

from exports.models import Export
from municipalities.models import Region, Succession, Target
from tests.agreements.addenda import running_agreement, started, template_version
from tests.agreements.wordings import concept, in_use, template
from tests.batches.making import batch_of
from tests.conftest import UserClient, client_of
from tests.every_page import address_of, every_page
from tests.exports.reading import csv_rows, exported, sheets
from tests.factories import (
    AgreementFactory,
    MunicipalityFactory,
    PlannedMergerFactory,
    UserFactory,
    VisitFactory,
    signed,
)
from tests.opendata.asking import new_token
from tests.publications.giving import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

HISTORIES = [
    "dashboards:municipality_history",
    "municipalities:contact_history",
    "municipalities:visit_history",
    "municipalities:target_history",
    "agreements:agreement_history",
    "agreements:review_history",
    "agreements:addendum_history",
]


def test_every_history_has_a_row_for_each_field_that_changed(manager_client: UserClient, region: Region):
    rows_behind = every_page(region, owner=UserFactory())
    Target.objects.create(region=region, term=rows_behind["term"], visited=3)
    for history in HISTORIES:
        address = address_of(history, rows_behind)
        page = manager_client.get(address, {"per_page": "all"})
        header, *rows = csv_rows(exported(manager_client, address))
        assert header == ["Wanneer", "Wie", "Wat", "Reden", "Veld", "Voordien", "Nadien"]
        assert len(rows) == sum(len(change.fields) or 1 for change in page.context["changes"]) > 0
        assert f'href="{address}?export=csv"' in page.content.decode()


def test_a_history_says_whose_it_is(manager_client: UserClient):
    visit = VisitFactory()
    exported(manager_client, f"/visits/{visit.pk}/history/")
    assert Export.objects.get().filter_words == f"Bezoek: {visit}"


def test_one_exports_only_the_batches_that_one_sees(manager_client: UserClient, region: Region):
    noor, jef = UserFactory(), UserFactory()
    for person in (noor, jef):
        batch_of(running_agreement(region), by=person)
    assert len(csv_rows(exported(client_of(noor), "/batches/"))) == 2
    assert len(csv_rows(exported(manager_client, "/batches/"))) == 3


def test_the_contents_of_a_batch_are_those_of_the_sheet_on_top(region: Region):
    noor, agreement = UserFactory(), running_agreement(region)
    batch = batch_of(agreement, by=noor)
    header, row = csv_rows(exported(client_of(noor), batch.get_absolute_url()))
    assert dict(zip(header, row, strict=True))["Nummer"] == agreement.reference
    assert client_of(UserFactory()).get(batch.get_absolute_url(), {"export": "csv"}).status_code == 404


def test_a_wrong_filter_of_a_merger_day_exports_nothing(manager_client: UserClient, region: Region):
    gone, successor = MunicipalityFactory(ends_on=date(2024, 12, 31)), MunicipalityFactory(starts_on=date(2025, 1, 1))
    Succession.objects.create(predecessor=gone, successor=successor, took_effect_on=date(2025, 1, 1))
    query = {"province": "zzz", "export": "csv"}
    page = manager_client.get("/mergers/2025-01-01/", query, follow=True).content.decode()
    assert "een filter klopt nog niet" in page
    assert not Export.objects.exists()


def test_the_templates_tell_which_version_is_in_use(manager_client: UserClient):
    made = template("Nieuw")
    concept(of=made)
    header, *rows = csv_rows(exported(manager_client, "/templates/"))
    (facts,) = [dict(zip(header, row, strict=True)) for row in rows if row[1] == "Nieuw"]
    assert (facts["Versie in gebruik"], facts["Conceptversie"]) == ("", "1")


def test_the_papers_of_a_version_are_those_of_its_page(manager_client: UserClient, region: Region):
    version = in_use()
    agreement = AgreementFactory(municipality__region=region, template_version=version)
    address = f"/template-versions/{version.pk}/usage/"
    header, row = csv_rows(exported(manager_client, address))
    assert dict(zip(header, row, strict=True))["Nummer"] == agreement.reference
    assert f'href="{address}?export=csv"' in manager_client.get(address).content.decode()


def test_the_addenda_of_a_version_are_those_of_its_page(manager_client: UserClient, region: Region):
    version = template_version()
    addendum = started(running_agreement(region))
    address = f"/template-versions/{version.pk}/usage/"
    header, row = csv_rows(exported(manager_client, address))
    assert dict(zip(header, row, strict=True))["Nummer"] == addendum.reference


def test_where_a_municipality_counts_names_every_figure(manager_client: UserClient, region: Region):
    place = MunicipalityFactory(name="Aalst", nis="41002", region=region)
    signed(AgreementFactory(municipality=place), on=date(2020, 3, 1))
    header, *rows = csv_rows(exported(manager_client, "/municipalities/41002/counted/", on="2021-04-26"))
    facts = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert (facts["concluded"]["Telt mee"], facts["concluded"]["Telt voor"]) == ("ja", "1")
    assert "1 maart 2020" in facts["concluded"]["Reden"]
    assert (facts["visited"]["Telt mee"], facts["visited"]["Telt voor"]) == ("nee", "")
    assert Export.objects.get().filter_words == "Gemeente: Aalst"


def test_where_a_municipality_counts_on_no_day_exports_nothing(manager_client: UserClient, region: Region):
    place = MunicipalityFactory(region=region)
    page = manager_client.get(f"/municipalities/{place.nis}/counted/", {"on": "31", "export": "csv"}, follow=True)
    assert "een filter klopt nog niet" in page.content.decode()
    assert not Export.objects.exists()


def test_prepared_mergers_leave_the_house_with_who_may_see_them(
    administrator_client: UserClient, manager_client: UserClient, region: Region
):
    planned = PlannedMergerFactory(new=True)
    query = {"table": "planned"}
    header, row = csv_rows(exported(administrator_client, "/mergers/", **query))
    facts = dict(zip(header, row, strict=True))
    assert facts["Opvolger"] == "Nieuwland"
    assert facts["Voorgangers"] == ", ".join(str(one) for one in planned.predecessors.all())
    assert len(csv_rows(exported(manager_client, "/mergers/", **query))) == 1


def test_tokens_leave_the_house_without_what_they_open_with(administrator_client: UserClient):
    token = new_token()
    header, row = csv_rows(exported(administrator_client, "/open-data/tokens/"))
    facts = dict(zip(header, row, strict=True))
    assert (facts["Gebruikt door"], facts["Code"]) == (token.name, token.key)
    assert token.digest not in row
    assert client_of(UserFactory()).get("/open-data/tokens/", {"export": "csv"}).status_code == 403


@pytest.fixture
def answer(region: Region):
    place = MunicipalityFactory(name="Aalst", nis="41002", region=region)
    signed(AgreementFactory(municipality=place), on=date(2020, 3, 1))
    return published()


def test_publications_are_listed_with_their_seal(manager_client: UserClient, answer):
    header, row = csv_rows(exported(manager_client, "/publications/"))
    facts = dict(zip(header, row, strict=True))
    assert (facts["Publicatie"], facts["SHA-256"]) == (str(answer), answer.sha256)
    assert facts["Overeenkomsten"] == "1"


def test_published_figures_bring_the_definitions_of_then(manager_client: UserClient, answer):
    data, about = sheets(exported(manager_client, answer.get_absolute_url(), "xlsx"))
    (concluded,) = (row for row in data if row[0] == "concluded")
    assert concluded[-2] == 1
    assert ["Publicatie: " in str(row[1]) for row in about].count(True) == 1
    assert "concluded" in [row[0] for row in about]


def test_the_list_of_a_published_figure_is_the_one_of_then(manager_client: UserClient, answer):
    answer_page = f"{answer.get_absolute_url()}figures/concluded/"
    assert csv_rows(exported(manager_client, answer_page))[1:] == [["41002", "Aalst", "Oost-Vlaanderen", "1"]]
