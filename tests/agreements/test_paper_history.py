"""The history tells what became of the papers: made final, taken back, come back signed, set aside."""

from typing import Any

import pytest

from agreements.actions import finals, signed_copies
from agreements.models import Addendum
from municipalities.models import Region
from tests.agreements.addenda import decided, final_of, running_agreement, started
from tests.agreements.filing import signed_copy_of
from tests.conftest import UserClient
from tests.factories import UserFactory


@pytest.fixture
def addendum(region: Region) -> Addendum:
    """Signed on paper, then found wrong: the copy is set aside and the text taken back."""
    addendum = decided(started(running_agreement(region)))
    made_and_unmade(addendum)
    return addendum


def made_and_unmade(addendum: Addendum) -> None:
    copy = signed_copy_of(final_of(addendum))
    signed_copies.set_aside(copy, reason="De schepen stond er dubbel op.", by=UserFactory())
    finals.take_back(addendum, reason="Een afspraak te veel.", by=UserFactory())


@pytest.mark.parametrize("of", ["addendum", "agreement"])
def test_the_history_of_an_addendum_and_that_of_its_agreement_tell_what_became_of_its_papers(
    staff_client: UserClient, addendum: Addendum, of: str
):
    source = addendum if of == "addendum" else addendum.agreement
    page = staff_client.get(f"{source.get_absolute_url()}history/").text
    final, copy = addendum.finals.get(), addendum.signed_copies.get()
    for words in (
        "definitieve versie ‘addendum.pdf’: gemaakt",
        final.document.sha256,
        f"tekst van {addendum.reference}: teruggenomen",
        "Een afspraak te veel.",
        f"getekend exemplaar ‘getekend.pdf’ van {addendum.reference}: opgeborgen",
        copy.document.sha256,
        f"getekend exemplaar ‘getekend.pdf’ van {addendum.reference}: opzij gelegd",
        "De schepen stond er dubbel op.",
    ):
        assert words in page


@pytest.mark.parametrize("times", [1, 6])
def test_a_history_asks_no_query_per_paper(
    staff_client: UserClient, addendum: Addendum, django_assert_num_queries: Any, times: int
):
    for _time in range(times):
        made_and_unmade(addendum)
    staff_client.get(f"{addendum.get_absolute_url()}history/")
    with django_assert_num_queries(20):
        staff_client.get(f"{addendum.get_absolute_url()}history/")
