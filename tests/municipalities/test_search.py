"""Finding a municipality however its name is typed."""

from collections.abc import Iterable

import pytest

from municipalities.models import Municipality
from municipalities.search import search_key
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

NAMES = ["Heist-op-den-Berg", "Sint-Katelijne-Waver", "Zoutleeuw", "Sint-Niklaas", "De Panne", "Aalst", "Aalter"]


@pytest.fixture(autouse=True)
def _places() -> None:
    for name in NAMES:
        MunicipalityFactory(name=name)
    MunicipalityFactory(name="Koekelare", nis="32010", postal_codes="8680 8681")


def found(text: str) -> Iterable[str]:
    return set(Municipality.objects.search(text).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("heist op den berg", {"Heist-op-den-Berg"}),
        ("HEISTOPDENBERG", {"Heist-op-den-Berg"}),
        ("sint katelijne", {"Sint-Katelijne-Waver"}),
        ("sint", {"Sint-Katelijne-Waver", "Sint-Niklaas"}),
        ("Zoutléeuw", {"Zoutleeuw"}),
        ("panne", {"De Panne"}),
        ("aal", {"Aalst", "Aalter"}),
        ("32010", {"Koekelare"}),
        ("8681", {"Koekelare"}),
        ("nergens", set()),
    ],
)
def test_a_name_is_found_without_accents_capitals_hyphens_or_spaces(text, names):
    assert found(text) == names


@pytest.mark.parametrize("text", ["", "  ", "-", "’"])
def test_searching_for_nothing_finds_all(text):
    assert len(list(found(text))) == 8


def test_the_key_follows_a_change_of_name():
    MunicipalityFactory(name="Bilzen")
    bilzen = Municipality.objects.get(name="Bilzen")
    bilzen.name = "Bilzen-Hoeselt"
    bilzen.save()
    assert found("bilzen hoeselt") == {"Bilzen-Hoeselt"}


def test_quotes_and_umlauts_do_not_stand_in_the_way():
    assert search_key("’s-Gravenwezel Ünter") == "sgravenwezelunter"
