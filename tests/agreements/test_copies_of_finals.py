"""A signed copy is one of a certain final, and that final stands for as long as the copy counts."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements.actions import signed_copies, stages
from agreements.models import Agreement, Final, SignedCopy, Stage
from municipalities.models import Region
from tests.agreements import addenda
from tests.agreements.filing import hand_in, signed_copy_of
from tests.agreements.finals import approved, final_of
from tests.agreements.signing import agreement_in
from tests.conftest import UserClient
from tests.factories import UserFactory
from tests.papers.making import pdf, said

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def final(region: Region) -> Final:
    return final_of(approved(agreement_in(region, signed_outside=False)), content=said("Wat afgesproken is."))


@pytest.fixture
def final_of_addendum(region: Region) -> Final:
    return addenda.final_of(addenda.decided(addenda.started(addenda.running_agreement(region))))


def take_back(client: UserClient, final: Final) -> Any:
    return client.post(address(final), {"reason": "Een fout."})


def address(final: Final) -> str:
    if final.addendum is not None:
        return reverse("agreements:addendum_take_back", args=[final.addendum.pk])
    return reverse("agreements:final_take_back", args=[final.agreement.pk])


def test_a_copy_leads_to_the_final_that_it_was_compared_with(coordinator_client: UserClient, final: Final):
    copy_page = hand_in(coordinator_client, final.agreement, all=pdf()).url
    assert SignedCopy.objects.get().final == final
    assert final.get_absolute_url() in coordinator_client.get(copy_page).text


@pytest.mark.parametrize("fields", [{"final": None}, {"text": SignedCopy.Text.NO_FINAL}])
def test_a_copy_that_was_compared_knows_with_which_final(final: Final, fields: dict[str, Any]):
    copies = SignedCopy.objects.filter(pk=signed_copy_of(final).pk)
    with pytest.raises(IntegrityError, match="signed_copy_is_compared_with_a_final_or_has_none"), transaction.atomic():
        copies.update(**fields)


@pytest.mark.parametrize("of", ["final", "final_of_addendum"])
def test_while_a_signed_copy_counts_its_text_is_not_taken_back(
    coordinator_client: UserClient, request: pytest.FixtureRequest, of: str
):
    final = request.getfixturevalue(of)
    copy = signed_copy_of(final)
    page = coordinator_client.get(address(final)).text
    assert copy.get_absolute_url() in page
    assert 'name="reason"' not in page
    take_back(coordinator_client, final)
    assert Final.objects.standing().get() == final

    signed_copies.set_aside(copy, reason="Op het verkeerde exemplaar getekend.", by=coordinator_client.user)
    take_back(coordinator_client, final)
    assert not Final.objects.standing().exists()


def test_the_reason_that_was_typed_stays_when_a_copy_came_meanwhile(coordinator_client: UserClient, final: Final):
    signed_copy_of(final)
    page = take_back(coordinator_client, final).text
    assert "Een fout.</textarea>" in page
    assert "Leg dat eerst opzij" in page


def test_nor_is_the_approval_of_its_text_struck_out(final: Final):
    signed_copy_of(final)
    approval = final.agreement.stage_changes.get(stage=Stage.APPROVED)
    with pytest.raises(ValidationError, match="Leg dat eerst opzij"):
        stages.correct(approval, reason="Het ging over een andere gemeente.", by=UserFactory())
    assert Agreement.objects.get(pk=final.agreement.pk).standing_final == final
