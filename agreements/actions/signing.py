"""The days on which the parties sign: who signs, and what must be true of each day."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Agreement


@dataclass(frozen=True, kw_only=True)
class SigningDays:
    """The day on which each party signed. Its names are those of the fields."""

    agency_signed_on: date | None
    municipality_signed_on: date | None = None
    ocmw_signed_on: date | None = None

    @property
    def by_field(self) -> dict[str, date | None]:
        return asdict(self)

    @property
    def last(self) -> date:
        return max(day for day in self.by_field.values() if day is not None)


def signing_fields(agreement: Agreement) -> dict[str, bool]:
    """The fields for the days of signature, and whether that party signs this agreement."""
    return {
        "municipality_signed_on": agreement.party != Agreement.Party.OCMW,
        "ocmw_signed_on": agreement.party != Agreement.Party.MUNICIPALITY,
        "agency_signed_on": True,
    }


def refuse_untrue_days(
    agreement: Agreement, days: SigningDays, *, decided_on: date | None, addendum_to: date | None = None
) -> None:
    """Each party signs once, not in the future and not before the councils decided.

    `addendum_to` is the day on which the agreement was signed, when it is an addendum that is signed now. Raises
    ValidationError with the fields as keys.
    """
    today = timezone.localdate()
    errors = {}
    for name, signs in signing_fields(agreement).items():
        day = days.by_field[name]
        if day is None and signs:
            errors[name] = _("Give the day on which this party signed.")
        elif day is not None and not signs:
            errors[name] = _("This is not a party to the agreement.")
        elif day is not None and day > today:
            errors[name] = _("Nobody can have signed in the future.")
        elif day is not None and decided_on and day < decided_on:
            errors[name] = decided_later(decided_on)
        elif day is not None and addendum_to and day < addendum_to:
            errors[name] = _("The agreement was signed on %(day)s; an addendum to it cannot come before.") % {
                "day": date_format(addendum_to)
            }
    if errors:
        raise ValidationError(errors)


def decided_later(decided_on: date) -> str:
    return _("The council decided on %(day)s; this cannot come before.") % {"day": date_format(decided_on)}
