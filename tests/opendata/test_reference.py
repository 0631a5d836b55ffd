"""The page about the open data, the OpenAPI document and the JSON-LD context."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from opendata.document import document
from opendata.vocabulary import PREFIXES, TERMS
from tests.conftest import UserClient
from tests.factories import MunicipalityFactory
from tests.opendata.asking import answer

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get("/api/v1/").content.decode()


def test_the_page_names_every_address_parameter_and_name(client: Client):
    shown = page(client)
    for path, operations in document()["paths"].items():
        assert path in shown.replace("<wbr>", "")
        assert all(f"<code>{one['name']}</code>" in shown for one in operations["get"]["parameters"])
    assert "<code>rijen.isHetResultaatVan.heeftOorspronkelijkeOrganisatie.voorkeursnaam</code>" in shown


def test_the_page_has_no_script_of_its_own_and_asks_nothing_of_another_host(client: Client):
    class Sources(HTMLParser):
        found: list[str] = []

        def handle_starttag(self, tag, attrs):
            self.found += [value for name, value in attrs if name in {"src", "href"} and tag in {"script", "link"}]

    sources = Sources()
    sources.feed(page(client))
    assert sources.found
    assert all(one.startswith("/") for one in sources.found)


def test_every_sentence_of_the_document_is_dutch():
    details = [operations["get"] for operations in document()["paths"].values()]
    assert details[0]["summary"] == "Gemeenten op een dag"
    assert all(one["summary"] and one["description"] for one in details)
    assert len({one["operationId"] for one in details}) == len(details)


def test_every_address_has_a_heading_of_its_own_and_every_parameter_an_explanation():
    details = [operations["get"] for operations in document()["paths"].values()]
    assert len({one["summary"] for one in details}) == len(details)
    assert all(parameter.get("description") for one in details for parameter in one["parameters"])


def test_administrators_find_the_tokens_from_there(client: Client, administrator_client: UserClient):
    assert "/open-data/tokens/" in page(administrator_client)
    assert "/open-data/tokens/" not in page(client)


def test_every_page_leads_to_the_open_data(manager_client: UserClient, terms):
    assert '<a href="/api/v1/">' in manager_client.get("/").content.decode()


def test_the_context_gives_every_name_of_a_municipality_a_meaning():
    MunicipalityFactory()
    shared = answer("context.jsonld")["@context"]
    assert shared["@vocab"] == "http://testserver/api/v1/#"
    assert shared["voorkeursnaam"]["@id"] == "skos:prefLabel"
    row = answer("municipalities")["rijen"][0]
    assert row["@type"] in TERMS


def test_every_term_stands_under_a_prefix_that_is_explained():
    terms = [term if isinstance(term, str) else term["@id"] for term in TERMS.values()]
    assert {term.partition(":")[0] for term in terms} <= PREFIXES.keys()


def test_nothing_but_the_open_data_opens_itself_below_its_address():
    def opened(patterns, before=""):
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from opened(one.url_patterns, route)
            elif isinstance(one, URLPattern) and not getattr(one.callback, "login_required", True):
                yield route

    ours = [route for route in opened(get_resolver().url_patterns) if not route.startswith(("account/", "beheer/"))]
    assert all(route.startswith("api/v1/") or route in {"healthz", "theme.css"} for route in ours)
