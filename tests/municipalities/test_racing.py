"""What many people do to visits and mergers at the same moment holds, on both databases."""

import pytest

from tests import races
from tests.municipalities import racing

pytestmark = pytest.mark.django_db(transaction=True)


def outcome_of(race: str) -> dict[str, int]:
    return races.outcome_of(racing, race)


def test_of_twenty_edits_at_once_one_is_saved_and_the_others_see_it():
    assert outcome_of("edits") == {"done": 1, "refused": 19, "version": 1, "saves in the history": 1}


def test_a_form_sent_twenty_times_at_once_makes_one_visit():
    assert outcome_of("submissions") == {"done": 20, "visits": 1, "answers": 1}


def test_a_next_step_is_done_once_whoever_says_so():
    assert outcome_of("steps") == {"done": 20, "version": 1, "saves in the history": 1}


def test_a_prepared_merger_is_carried_out_once_whoever_does_it():
    assert outcome_of("mergers") == {"done": 1, "refused": 19, "successors": 1}


def test_of_twenty_mergers_that_want_one_municipality_one_gets_it():
    assert outcome_of("overlapping mergers") == {"done": 1, "refused": 19, "successions": 1}


def test_of_twenty_mergers_into_one_code_one_gets_it():
    assert outcome_of("codes") == {"done": 1, "refused": 19, "successors": 1}


def test_a_merger_is_undone_once_whoever_does_it():
    assert outcome_of("undoings") == {"done": 1, "refused": 19, "undone": 2, "successions": 0}


def test_nothing_is_recorded_about_a_municipality_whose_merger_is_undone_meanwhile():
    assert outcome_of("recorded while undone") == {"one of the two": 1}
