"""Reference numbers: province, year, serial; OVL-2021-0007. Never given out twice.

The year is that of the first talk, or of the day on which an agreement was prepared without one.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max

from agreements.models import Agreement, ReferenceSerial
from municipalities.models import Province


def next_reference(province: Province, *, year: int) -> str:
    """The next number of the province in the year. Others who ask wait until this transaction has ended."""
    with transaction.atomic():
        serial = _held(province, year)
        serial.last = F("last") + 1
        serial.save(update_fields=["last"])
        serial.refresh_from_db(fields=["last"])
    return f"{province.abbreviation}-{year}-{serial.last:04d}"


def hold_series(provinces: Iterable[Province], *, year: int) -> None:
    """For whoever will ask numbers of several provinces: hold all in one order, so that no two wait for each other."""
    for province in sorted(set(provinces), key=lambda one: one.pk):
        _held(province, year)


def _held(province: Province, year: int) -> ReferenceSerial:
    serial, _created = ReferenceSerial.objects.select_for_update().get_or_create(province=province, year=year)
    return serial


def next_addendum_number(agreement: Agreement) -> int:
    """The number that the signature of the one open addendum will give it; its final prints it beforehand."""
    last: int | None = agreement.addenda.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
