from datetime import date

import pytest
from django.utils import timezone

from municipalities.models import Municipality, Region, Term
from tests.factories import MunicipalityFactory, TermFactory


@pytest.fixture
def this_term(db: None) -> Term:
    """A term in which what the tests of visits do, some months around today, falls."""
    return TermFactory(starts_on=date(timezone.localdate().year - 3, 1, 1))


@pytest.fixture
def aalst(region: Region) -> Municipality:
    return MunicipalityFactory(name="Aalst", nis="41002", region=region)
