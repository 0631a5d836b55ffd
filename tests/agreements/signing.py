"""Agreements in the stages that tests need, made the way the register makes them."""

from datetime import date
from typing import Any

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, CouncilDecision
from municipalities.models import Region
from tests.factories import AgreementFactory, UserFactory

DECIDED_ON = date(2019, 11, 20)
SIGNED_ON = date(2019, 12, 10)


def agreement_in(region: Region, **fields: Any) -> Agreement:
    """An agreement with a municipality of the region, not signed."""
    return AgreementFactory(
        municipality__region=region, municipality__name="Zulte", party=Agreement.Party.MUNICIPALITY, **fields
    )


def signed(agreement: Agreement, *, on: date = SIGNED_ON, by: User | None = None) -> Agreement:
    """The same agreement, with the decision of its council and the signatures of both parties."""
    CouncilDecision.objects.create(agreement=agreement, decided_on=min(on, DECIDED_ON))
    stages.sign(agreement, agency_signed_on=on, municipality_signed_on=on, by=by or UserFactory())
    return agreement
