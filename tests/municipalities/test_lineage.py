from datetime import date

import pytest

from municipalities.lineage import lineage_of
from municipalities.models import Municipality, Succession
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def merge(names: list[str], into: str, on: date) -> Municipality:
    successor = Municipality.objects.filter(name=into).first() or MunicipalityFactory(name=into, starts_on=on)
    for name in names:
        predecessor = Municipality.objects.filter(name=name).first() or MunicipalityFactory(name=name)
        Succession.objects.create(predecessor=predecessor, successor=successor, took_effect_on=on)
    return successor


def test_a_chain_of_mergers_is_followed_to_both_ends(django_assert_num_queries):
    merge(["Puurs", "Sint-Amands"], "Puurs-Sint-Amands", date(2019, 1, 1))
    latest = merge(["Puurs-Sint-Amands", "Bornem"], "Klein-Brabant", date(2031, 1, 1))

    with django_assert_num_queries(1):
        lineage = lineage_of(latest)
    assert [(merger.on, [one.name for one in merger.predecessors]) for merger in lineage.before] == [
        (date(2031, 1, 1), ["Bornem", "Puurs-Sint-Amands"]),
        (date(2019, 1, 1), ["Puurs", "Sint-Amands"]),
    ]

    puurs = lineage_of(Municipality.objects.get(name="Puurs"))
    assert [merger.successor.name for merger in puurs.after] == ["Puurs-Sint-Amands", "Klein-Brabant"]
    assert puurs.before == ()


def test_one_that_absorbs_another_lives_on():
    antwerpen = MunicipalityFactory(name="Antwerpen")
    merge(["Borsbeek"], "Antwerpen", date(2025, 1, 1))
    (merger,) = lineage_of(antwerpen).before
    assert merger.absorbs
    assert merger.beside(merger.predecessors[0]) == []


def test_who_never_merged_has_no_lineage():
    merge(["Borsbeek"], "Antwerpen", date(2025, 1, 1))
    aalst = lineage_of(MunicipalityFactory(name="Aalst"))
    assert (aalst.before, aalst.after, aalst.ancestors) == ((), (), [])
