"""What people read of what was given out."""

import hashlib
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from municipalities.models import Province
from tests.conftest import UserClient
from tests.factories import AgreementFactory, MunicipalityFactory, ProvinceFactory, signed
from tests.publications.giving import published, said_of

pytestmark = pytest.mark.usefixtures("terms")

LIST = "/publications/"
DAY_BEFORE = date(2019, 11, 7)


def page(client: UserClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def with_agreement(name: str, **place: Any) -> None:
    signed(AgreementFactory(municipality=MunicipalityFactory(name=name, **place)), on=date(2021, 1, 4))


@pytest.fixture
def antwerpen() -> Province:
    return ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)


def test_the_menu_leads_to_the_publications(staff_client):
    assert f'href="{LIST}"' in page(staff_client, "/")


def test_the_list_says_what_was_said_newest_figures_first(staff_client):
    said_of(figures_on=DAY_BEFORE)
    with_agreement("Boom")
    published()
    text = page(staff_client, LIST)
    assert text.index("nr. 275") < text.index("nr. 23")
    rows = list(staff_client.get(LIST).context["table"].rows)
    told = [[strip_tags(row.get_cell(name)) for name in ("visited", "concluded")] for row in rows]
    assert told == [["0", "1"], ["0", "0"]]


def test_a_number_that_was_given_opens_the_list_that_was_given_with_it(staff_client):
    given = published()  # of nobody
    with_agreement("Boom")
    named = published(number="nr. 276 (2020-2021)")
    text = page(staff_client, LIST)
    assert f'<a data-number href="/publications/{named.pk}/figures/concluded/">1</a>' in text
    assert f"/publications/{given.pk}/figures/" not in text
    shown = page(staff_client, named.get_absolute_url())
    assert f'gesloten: <strong><a data-number href="/publications/{named.pk}/figures/concluded/">1</a>' in shown
    assert 'data-count="1"' in page(staff_client, f"/publications/{named.pk}/figures/concluded/")


def test_what_differs_opens_what_was_given_and_what_the_register_lists_now(staff_client):
    given = published()
    with_agreement("Boom")
    shown = page(staff_client, given.get_absolute_url())
    assert '<a data-number href="/figures/concluded/?on=2021-04-26">1</a>' in shown
    assert '<a data-number href="/figures/concluded/?on=2021-04-26&amp;province=40000">1</a>' in shown


def test_the_list_writes_days_short_and_leaves_empty_what_nobody_knows(staff_client):
    said_of(figures_on=DAY_BEFORE, asked_on=None)
    (row,) = staff_client.get(LIST).context["table"].rows
    assert (row.get_cell("figures_on"), row.get_cell("asked_on")) == ("07.11.2019", "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=press", {"P1"}),
        ("year=2019", {"nr. 23"}),
        ("before_register=on", {"nr. 23"}),
        ("state=corrected", {"nr. 275"}),
        ("kind=press&year=2019", set()),
    ],
)
def test_the_list_is_filtered(staff_client, query, found):
    said_of(figures_on=DAY_BEFORE)
    published(kind="press", number="P1")
    published(number="nr. 275", succeeds=published(number="nr. 275"), reason="Een fout.")
    assert {row.record.number for row in staff_client.get(f"{LIST}?{query}").context["table"].rows} == found


def test_an_empty_list_says_when_something_appears(staff_client):
    assert "zodra een manager het publiceert" in page(staff_client, LIST)
    assert "Geen publicaties passen" in page(staff_client, f"{LIST}?kind=press")


def test_the_page_of_a_publication_says_what_was_said(staff_client, antwerpen):
    with_agreement("Boom", province=antwerpen)
    with_agreement("Aalst")
    made = published(text="Twee <steden>.", asked_by="Lid Verzonnen")
    text = page(staff_client, made.get_absolute_url())
    for words in ("Schriftelijke vraag nr. 275", "Lid Verzonnen", "Twee &lt;steden&gt;.", made.sha256, "26 april 2021"):
        assert words in text
    assert text.index("Boom") < text.index("Aalst")


def test_a_number_leads_to_the_municipalities_it_counted(staff_client, antwerpen):
    with_agreement("Boom", province=antwerpen)
    with_agreement("Aalst")
    made = published()
    address = reverse("publications:publication_figure", args=[made.pk, "concluded"])
    assert f'href="{address}#antwerpen"' in page(staff_client, made.get_absolute_url())
    text = page(staff_client, address)
    assert [name in text for name in ("Boom", "Aalst", 'id="antwerpen"', "De laatste partij")] == [True] * 4


def test_a_number_of_nothing_says_so(staff_client):
    address = reverse("publications:publication_figure", args=[published().pk, "concluded"])
    assert "staat geen gemeente" in page(staff_client, address)


def test_a_figure_that_was_not_given_is_not_there(staff_client):
    address = reverse("publications:publication_figure", args=[published().pk, "state-in_force"])
    assert staff_client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_the_sealed_document_has_the_sha256_of_the_page(staff_client):
    made = published(text="Zo is het gezegd.")
    response = staff_client.get(reverse("publications:publication_document", args=[made.pk]))
    assert hashlib.sha256(response.content).hexdigest() == made.sha256
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["text"] == "Zo is het gezegd."


def test_an_answer_from_before_the_register_says_so_and_keeps_at_least(staff_client):
    text = page(staff_client, said_of().get_absolute_url())
    assert "Gegeven voor dit register bestond" in text
    assert "minstens <strong>0</strong>" in text


def test_an_answer_and_its_correction_lead_to_each_other(staff_client):
    first = published()
    second = published(succeeds=first, reason="Een bezoek was vergeten.")
    for one, other in ((first, second), (second, first)):
        text = page(staff_client, one.get_absolute_url())
        assert f'href="{other.get_absolute_url()}"' in text
        assert "Een bezoek was vergeten." in text


@pytest.mark.parametrize("rows", [1, 6])
def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(staff_client, django_assert_num_queries, rows):
    for number in range(rows):
        published(number=f"nr. {number}", succeeds=published(number=f"nr. {number}"), reason="Een fout.")
    with django_assert_num_queries(7):
        staff_client.get(LIST)


@pytest.mark.parametrize("places", [1, 6])
def test_a_page_asks_the_same_number_of_queries_for_any_number_of_municipalities(
    staff_client, django_assert_num_queries, places
):
    for number in range(places):
        with_agreement(f"Gemeente {number}")
    made = published()
    with django_assert_num_queries(23):
        staff_client.get(made.get_absolute_url())


def test_a_name_leads_to_what_the_municipality_counted_in_as_it_was_known_then(staff_client):
    with_agreement("Boom")
    made = published()
    place = made.content.listed("concluded")[0]
    clocks = f"on=2021-04-26&amp;known_on={timezone.localdate(made.known_at)}"
    link = f'href="/municipalities/{place.nis}/counted/?{clocks}">Boom</a>'
    assert link in page(staff_client, f"{made.get_absolute_url()}figures/concluded/")
