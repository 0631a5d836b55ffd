"""A publication stands as it was given: nothing changes it, and anybody can check that."""

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from publications.models import Draft, Publication
from tests.factories import AgreementFactory, MunicipalityFactory, ProvinceFactory, VisitFactory, signed
from tests.publications.giving import DAY, draft, published

pytestmark = pytest.mark.usefixtures("terms")


def change_in_the_database(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_publication_freezes_numbers_lists_and_what_each_figure_counts():
    province = ProvinceFactory(nis="10000", name="Antwerpen", abbreviation="ANT", position=1)
    boom, aalst = MunicipalityFactory(name="Boom", province=province), MunicipalityFactory(name="Aalst")
    VisitFactory(municipality=aalst, held_on=DAY)
    for one in (boom, aalst):
        signed(AgreementFactory(municipality=one), on=date(2021, 1, 4))
    content = published().content
    assert (content.total("concluded"), content.total("visited")) == (2, 1)
    assert content.number("concluded", "Antwerpen") == 1
    assert [place.name for place in content.listed("concluded")] == ["Aalst", "Boom"]
    assert [place.name for place in content.listed("concluded", "Antwerpen")] == ["Boom"]
    assert {"visited", "concluded"} < {one["code"] for one in content.definitions if one["sentence"]}


def test_a_publication_takes_the_place_of_its_draft():
    made = published(text="Er zijn nog geen overeenkomsten.")
    assert (made.text, made.published_by.role) == ("Er zijn nog geen overeenkomsten.", "manager")
    assert not Draft.objects.exists()


def test_what_happens_later_leaves_a_publication_as_it_was():
    aalst = MunicipalityFactory(name="Aalst")
    before = published()
    VisitFactory(municipality=aalst, held_on=DAY)
    after = Publication.objects.get(pk=before.pk)
    assert (after.content.total("visited"), after.is_intact) == (0, True)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.save(),
        lambda one: one.delete(),
        lambda one: Publication.objects.update(text=""),
        lambda one: Publication.objects.all().delete(),
        lambda one: Publication.objects.bulk_update([one], ["text"]),
        lambda one: Publication.objects.bulk_create([one]),
    ],
)
def test_nothing_in_the_code_changes_a_publication(change):
    with pytest.raises(TypeError, match="never changed"):
        change(published())


@pytest.mark.parametrize(
    "sql", ["UPDATE publications_publication SET text = 'Anders.'", "DELETE FROM publications_publication"]
)
def test_the_database_refuses_to_change_a_publication(sql):
    published()
    with pytest.raises(IntegrityError, match="never"):
        change_in_the_database(sql)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL empties a table at once.")
@pytest.mark.parametrize("table", ["publications_publication", "accounts_user"])
def test_the_database_refuses_to_empty_the_publications(table):
    """Nor with what they hang on. Only the connections of the tests may: they empty every table between two tests."""
    published()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing left to check, which would be refused first
        cursor.execute("SET LOCAL register.may_be_emptied = off")
        with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
    assert Publication.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite replaces rows.")
@pytest.mark.parametrize(
    ("key", "corrects"),
    [("id", "IS NULL"), ("99", "IS NULL"), ("99", "IS NOT NULL")],
    ids=["key", "number", "corrects"],
)
def test_the_database_refuses_to_replace_a_publication(key, corrects):
    """Whatever it has in common with what replaces it: its key, its number, or what it corrects."""
    published(succeeds=published(), reason="Een fout.")
    columns = [field.column for field in Publication._meta.concrete_fields]
    values = ["'Anders.'" if name == "text" else key if name == "id" else name for name in columns]
    into = f"INSERT OR REPLACE INTO publications_publication ({', '.join(columns)})"
    rows = f"SELECT {', '.join(values)} FROM publications_publication WHERE succeeds_id {corrects}"
    with pytest.raises(IntegrityError, match="never replaced"):
        change_in_the_database(f"{into} {rows}")


def test_the_sha256_is_that_of_the_document_that_anybody_can_take():
    made = published()
    assert Publication.objects.get().sha256 == hashlib.sha256(made.canonical()).hexdigest()


@pytest.mark.parametrize(
    "other", [{"text": "Anders."}, {"number": "nr. 1"}, {"figures_on": date(2021, 4, 25)}, {"frozen": {}}]
)
def test_the_sha256_tells_when_anything_that_was_said_is_different(other):
    made = published()
    for name, value in other.items():
        setattr(made, name, value)
    assert not made.is_intact


def test_a_correction_follows_on_what_it_corrects():
    first = published()
    second = published(succeeds=first, reason="Een bezoek was vergeten.")
    assert Publication.objects.get(pk=first.pk).is_corrected
    assert first.sha256 in second.canonical().decode()
    assert list(Publication.objects.standing()) == [second]


def test_a_draft_can_be_changed():
    made = draft()
    made.text = "Anders."
    made.save()
    assert Draft.objects.get().text == "Anders."
