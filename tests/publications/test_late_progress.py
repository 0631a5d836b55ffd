"""How a commitment stands, recorded late, may change a figure that was given out."""

import pytest
from django.urls import reverse

from agreements.models import CommitmentProgress
from municipalities.models import Region
from tests.agreements.addenda import running_agreement
from tests.conftest import UserClient
from tests.publications.giving import published

pytestmark = pytest.mark.usefixtures("terms")


@pytest.mark.parametrize("late_reason", ["", "De mail bleef liggen."])
def test_a_commitment_that_was_done_before_the_figures_asks_why(
    staff_client: UserClient, region: Region, late_reason: str
):
    commitment = running_agreement(region).commitments.all()[0]
    published()
    address = reverse("agreements:commitment_progress", args=[commitment.pk])
    answer = staff_client.post(address, {"state": "done", "on": "2021-03-01", "late_reason": late_reason})
    assert CommitmentProgress.objects.exists() == bool(late_reason)
    assert ("Waarom wordt dit nu pas vastgelegd" in answer.content.decode()) != bool(late_reason)
