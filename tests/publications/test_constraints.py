"""One test per rule that the database holds."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from publications import actions
from publications.models import Publication
from tests.publications.giving import draft, published, said_of

pytestmark = pytest.mark.usefixtures("terms")


def refused(make: Any, constraint: str, **fields: Any) -> None:
    """On SQLite a unique constraint is named by its columns."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


def given(**fields: Any) -> Publication:
    """An answer that nobody looked at before it was written."""
    made = draft(**fields)
    return actions.prepared(made, actions.counted(made), by=made.made_by).insert()


def test_a_number_is_given_once():
    published()
    refused(given, "publication_number_is_given_once|never replaced")


def test_a_correction_keeps_the_number_of_what_it_corrects():
    published(succeeds=published(), reason="Een fout.")
    assert Publication.objects.count() == 2


@pytest.mark.parametrize("make", [draft, said_of])
def test_a_written_question_has_its_number(make):
    refused(make, "of_a_written_question_has_its_number", kind="written_question", number="")


def test_an_answer_does_not_come_before_its_question():
    refused(given, "publication_is_asked_before_it_is_answered", asked_on=date(2021, 4, 27))


def test_an_answer_tells_figures_of_no_later_day():
    refused(given, "publication_has_figures_of_a_day_before_the_answer", figures_on=date(2021, 4, 27), asked_on=None)


def test_an_answer_from_before_the_register_rests_on_no_moment_of_the_register():
    refused(said_of, "publication_is_signed_unless_older", before_register=False)
    assert said_of().known_at is None


@pytest.mark.parametrize("make", [draft, given])
def test_a_correction_has_a_reason_and_nothing_else_has_one(make):
    refused(make, "that_corrects_has_a_reason", reason="Zomaar.")
    refused(make, "that_corrects_has_a_reason", succeeds=said_of())


def test_a_publication_carries_a_sha256(monkeypatch):
    monkeypatch.setattr(Publication, "digest", lambda self: "onleesbaar")
    refused(given, "publication_has_a_sha256")
