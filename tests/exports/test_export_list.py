"""Who exported what, for those who answer for it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from exports.models import Export
from tests.conftest import UserClient
from tests.exports.reading import csv_rows, exported
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/exports/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def an_export(**facts: Any) -> Export:
    usual = {"what": "Bezoeken", "address": "/visits/?kind=phone", "format": "csv", "rows": 12, "made_at": NOON}
    made: Export = Export.objects.create(
        **{"made_by": facts.pop("made_by", None) or UserFactory(), "finished_at": NOON, **usual, **facts}
    )
    return made


def listed(client: UserClient, **query: str) -> list[Export]:
    return [row.record for row in client.get(LIST, query).context["table"].page.object_list]


def test_the_page_says_who_took_what_and_leads_to_the_table(manager_client: UserClient):
    noor = UserFactory(first_name="Noor", last_name="Bedacht")
    an_export(made_by=noor, filter_words="Soort: telefoongesprek", day=date(2021, 4, 26))
    page = manager_client.get(LIST).content.decode()
    for words in ("Noor Bedacht", "Soort: telefoongesprek", "26.04.2021", "01.03.2026 13:00"):
        assert words in page
    assert '<a href="/visits/?kind=phone">Bezoeken</a>' in page


def test_a_page_of_many_tables_leads_there_once(manager_client: UserClient, terms: None):
    page = manager_client.get("/trends/").content.decode()
    assert page.count('class="export-links"') > 1
    assert page.count(f'<a href="{LIST}">Wie exporteerde wat</a>') == 1


def test_the_list_is_filtered_by_person_and_period(manager_client: UserClient):
    early, late = an_export(), an_export(made_at=datetime(2026, 5, 31, 21, 59, tzinfo=UTC), finished_at=timezone.now())
    assert listed(manager_client) == [late, early]
    assert listed(manager_client, made_by=str(early.made_by.pk)) == [early]
    assert listed(manager_client, made_from="2026-03-02") == [late]
    assert listed(manager_client, made_to="2026-05-30") == [early]
    assert listed(manager_client, made_from="2026-05-31", made_to="2026-05-31") == [late]


def test_an_export_that_broke_off_is_shown_as_such(manager_client: UserClient):
    an_export(rows=None, finished_at=None)
    assert "afgebroken" in manager_client.get(LIST).content.decode()


def test_an_empty_list_says_what_will_come_there(manager_client: UserClient):
    assert "Er is nog niets geëxporteerd." in manager_client.get(LIST).content.decode()
    an_export()
    page = manager_client.get(LIST, {"made_to": "2020-01-01"}).content.decode()
    assert "Geen exports voldoen aan deze filters." in page


def test_the_list_of_exports_is_exported_itself(administrator_client: UserClient):
    an_export()
    rows = csv_rows(exported(administrator_client, LIST))
    assert rows[0][:2] == ["Tabel", "Gefilterd op"]
    assert [row[0] for row in rows[1:]] == ["Exports", "Bezoeken"]  # this one was asked first


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(
    manager_client: UserClient, django_assert_num_queries
):
    # session, user; the people of the filter; count, rows
    for _time in range(2):
        for _row in range(15):
            an_export()
        with django_assert_num_queries(5):
            manager_client.get(LIST)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("export_has_a_known_format", {"format": "pdf"}),
        ("export_counts_its_rows_when_it_is_finished", {"rows": None}),
        ("export_counts_its_rows_when_it_is_finished", {"finished_at": None}),
        ("export_is_finished_after_it_was_asked", {"finished_at": datetime(2026, 2, 1, tzinfo=UTC)}),
    ],
)
def test_the_database_refuses_an_export_that_cannot_be(name: str, wrong: dict[str, Any]):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        an_export(**wrong)
