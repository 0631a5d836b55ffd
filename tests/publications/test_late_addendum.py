"""An addendum that is recorded after an answer was given: then it was not known, now it changes what was said."""

from datetime import date

import pytest
from django.utils import timezone

from agreements.models import Addendum, Commitment, CommitmentProgress
from municipalities.models import Municipality
from publications.models import Clock, Publication, Verification
from publications.verifying import verify
from tests.factories import AgreementFactory, DomainFactory, MunicipalityFactory, UserFactory, signed
from tests.publications.giving import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def dropped_late() -> Publication:
    """Given out with a commitment done, which an addendum of before that day turns out to have dropped."""
    aalst: Municipality = MunicipalityFactory(name="Aalst")
    agreement = AgreementFactory(municipality=aalst)
    signed(agreement, on=date(2021, 1, 4))
    commitment = Commitment.objects.create(agreement=agreement, domain=DomainFactory(), text="Een onthaalmoment.")
    CommitmentProgress.objects.create(
        commitment=commitment, state=Commitment.State.DONE, on=date(2021, 3, 1), recorded_by=UserFactory()
    )
    publication = published()
    signing = dict.fromkeys(["signed_on", "agency_signed_on", "municipality_signed_on", "starts_on"], date(2021, 4, 1))
    addendum = Addendum.objects.create(
        agreement=agreement, subject="Minder", number=1, created_by=UserFactory(), **signing
    )
    addendum.dropped_commitments.add(commitment)
    return publication


def results(publication: Publication) -> dict[str, Verification]:
    return {one.clock: one for one in verify(publication, at=timezone.now())}


def test_what_was_known_then_still_comes_out_the_same(dropped_late: Publication) -> None:
    found = results(dropped_late)
    assert found[Clock.THEN].is_same
    assert not found[Clock.NOW].is_same


def test_the_addendum_is_named_as_the_change_that_did_it(dropped_late: Publication) -> None:
    (place,) = results(dropped_late)[Clock.NOW].places
    assert [cause["what"] for cause in place["causes"]] == [
        "ondertekend addendum toegevoegd: 1 april 2021 – 1 april 2021"
    ]
