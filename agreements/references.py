"""Reference numbers: province, year of the first talk, serial; OVL-2021-0007. Never given out twice."""

from django.db import transaction
from django.db.models import F, Max

from agreements.models import Agreement, ReferenceSerial
from municipalities.models import Province


def next_reference(province: Province, *, year: int) -> str:
    """The next number of the province in the year. Others who ask wait until this transaction has ended."""
    with transaction.atomic():
        serial, _created = ReferenceSerial.objects.select_for_update().get_or_create(province=province, year=year)
        serial.last = F("last") + 1
        serial.save(update_fields=["last"])
        serial.refresh_from_db(fields=["last"])
    return f"{province.abbreviation}-{year}-{serial.last:04d}"


def next_addendum_number(agreement: Agreement) -> int:
    """The number that the signature of the one open addendum will give it; its final prints it beforehand."""
    last: int | None = agreement.addenda.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
