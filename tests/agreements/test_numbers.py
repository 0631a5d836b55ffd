"""Reference numbers: province, year of the first talk, serial."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from agreements.actions.agreements import start
from agreements.models import Agreement, ReferenceSerial
from agreements.references import next_reference
from municipalities.models import Municipality, Province
from tests.factories import AgreementFactory, MunicipalityFactory, ProvinceFactory, UserFactory


@pytest.fixture
def aalst(db: None) -> Municipality:
    return MunicipalityFactory(name="Aalst")


def begin(municipality: Municipality, talk_on: date = date(2020, 3, 1)) -> Agreement:
    return start(municipality=municipality, party="both", talk_on=talk_on, by=UserFactory())


def test_a_number_names_the_province_the_year_of_the_first_talk_and_a_serial(aalst: Municipality):
    assert begin(aalst, date(2020, 3, 1)).reference == "OVL-2020-0001"
    assert begin(aalst, date(2020, 9, 9)).reference == "OVL-2020-0002"
    assert begin(aalst, date(2021, 1, 4)).reference == "OVL-2021-0001"


def test_each_province_and_each_year_counts_for_itself(aalst: Municipality):
    limburg: Province = ProvinceFactory(nis="70000", name="Limburg", abbreviation="LIM", position=2)
    oost = aalst.province
    given = [
        next_reference(oost, year=2020),
        next_reference(limburg, year=2020),
        next_reference(oost, year=2021),
        next_reference(oost, year=2020),
    ]
    assert given == ["OVL-2020-0001", "LIM-2020-0001", "OVL-2021-0001", "OVL-2020-0002"]


def test_what_was_refused_uses_no_number(aalst: Municipality):
    with pytest.raises(ValidationError):
        begin(aalst, talk_on=date(2999, 1, 1))
    assert begin(aalst).reference.endswith("-0001")


def test_the_ten_thousandth_number_is_simply_longer(aalst: Municipality):
    ReferenceSerial.objects.create(province=aalst.province, year=2020, last=9_999)
    assert next_reference(aalst.province, year=2020) == "OVL-2020-10000"


def test_no_two_agreements_share_a_number(aalst: Municipality):
    AgreementFactory(reference="OVL-2020-0007")
    with pytest.raises(IntegrityError):
        AgreementFactory(reference="OVL-2020-0007")


def test_a_province_has_one_serial_per_year(aalst: Municipality):
    ReferenceSerial.objects.create(province=aalst.province, year=2020)
    with pytest.raises(IntegrityError):
        ReferenceSerial.objects.create(province=aalst.province, year=2020)
