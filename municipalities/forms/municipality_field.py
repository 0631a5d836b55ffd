from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_administrator, region_ids
from municipalities.models import Municipality
from municipalities.models.municipality import MunicipalityQuerySet
from municipalities.permissions import may_write_about
from municipalities.search import search_key

MOST_SUGGESTIONS = 5


class MunicipalityField(forms.CharField):
    """A municipality by its name or NIS code, typed or chosen from a list of suggestions.

    A name means something only on a day: the form turns the text into a row with `municipality_typed`.
    """

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Municipality) else value


def municipality_typed(text: str, *, on: date, user: User) -> Municipality:
    """The municipality of that name or NIS code on the day, in a region where the user writes.

    Raises ValidationError that says what is wrong: code "unknown", "not_on_day" or "region".
    """
    key = search_key(text)
    rows = Municipality.objects.select_related("region", "province")
    named = rows.filter(nis=key) if key.isdigit() else rows.filter(search_key=key)
    municipality = named.existing_on(on).first()
    if municipality is None:
        raise _not_found(text, named.first(), on=on, user=user)
    if not may_write_about(user, municipality):
        raise ValidationError(
            _("%(name)s belongs to %(region)s, where you do not write."),
            code="region",
            params={"name": municipality.name, "region": municipality.region.name},
        )
    return municipality


def writable_municipalities(user: User, *, on: date) -> MunicipalityQuerySet:
    """What the user can choose from: those of the user's own regions that exist on the day."""
    municipalities = Municipality.objects.existing_on(on)
    return municipalities if is_administrator(user) else municipalities.filter(region__in=region_ids(user))


def _not_found(text: str, other_day: Municipality | None, *, on: date, user: User) -> ValidationError:
    if other_day is not None:
        return ValidationError(_absence(other_day, on), code="not_on_day")
    alike = list(writable_municipalities(user, on=on).search(text)[:MOST_SUGGESTIONS])
    if alike and search_key(text):
        names = get_text_list([municipality.name for municipality in alike], _("or"))
        return ValidationError(
            _("No municipality is called “%(text)s”. Do you mean %(names)s?"),
            code="unknown",
            params={"text": text, "names": names},
        )
    return ValidationError(
        _("No municipality is called “%(text)s”. Type its name or NIS code."), code="unknown", params={"text": text}
    )


def _absence(municipality: Municipality, day: date) -> str:
    succession = getattr(municipality, "succession", None)
    if succession is not None and day >= succession.took_effect_on:
        return _("%(name)s went into %(successor)s on %(took_effect_on)s: choose %(successor)s.") % {
            "name": municipality.name,
            "successor": succession.successor.name,
            "took_effect_on": date_format(succession.took_effect_on),
        }
    return _("%(name)s did not exist on %(day)s.") % {"name": municipality.name, "day": date_format(day)}
