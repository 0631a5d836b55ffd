"""Several managers give out the same answer at the same moment: one does, the others hear why and lose nothing."""

import pytest

from tests import races
from tests.publications import racing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("terms")]


def outcome_of(race: str) -> dict[str, int]:
    return races.outcome_of(racing, race)


def test_a_draft_is_published_once():
    assert outcome_of("same draft") == {"done": 1, "refused": 3, "given": 1, "drafts": 0}


def test_an_answer_is_corrected_once_and_the_other_corrections_stay_drafts():
    assert outcome_of("same correction") == {"done": 1, "refused": 3, "given": 1, "drafts": 3}


def test_a_number_is_given_once_and_the_others_stay_drafts():
    assert outcome_of("same number") == {"done": 1, "refused": 3, "given": 1, "drafts": 3}


def test_a_draft_is_changed_or_published_and_never_both():
    assert outcome_of("changed while published") == {"done": 1, "refused": 3, "left": 1, "wrong": 0}
