"""Two people edit the same thing: the second to save sees both versions and loses nothing typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """A row that counts its saves, so that a form knows whether it shows the present state."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Difference:
    """One field of which the saved version differs from the one that was sent."""

    name: str
    label: str
    theirs: str
    yours: str
    touched: bool  # False: you left this field alone, so the form now holds their version


class VersionedForm(forms.ModelForm):
    """A ModelForm of a Versioned row that refuses to overwrite what it never showed.

    Save through `saved(form)`. After a refusal `form.conflict` lists the differences for `_conflict.html`. The form
    then holds what was typed, and for the fields that were left alone what the other person made of them: saving
    once more keeps both.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: list[Difference] = []
        self.changed_by = ""
        self.changed_at: datetime | None = None
        self.is_saved_already = False
        self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is not None:
            self._compare_with_present()
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is not None:
            self.instance.version = self.cleaned_data["version"] + 1
        return super().save(commit)

    def claim(self) -> bool:
        """Take the next version of the row; of two forms that come at the same moment one gets it."""
        if self.is_saved_already:
            return False
        rows = type(self.instance)._default_manager.filter(pk=self.instance.pk, version=self.cleaned_data["version"])
        if rows.update(version=F("version") + 1):
            return True
        self._compare_with_present()
        return False

    def values_of(self, row: models.Model) -> dict[str, Any]:
        """What the fields of this form would hold for a row, present or from the history.

        A form with fields that the model does not have adds them here.
        """
        fields = {
            field.name: field
            for field in (*type(self.instance)._meta.concrete_fields, *type(self.instance)._meta.many_to_many)
        }
        return {name: _value(row, fields[name]) for name in self.fields if name in fields}

    def _compare_with_present(self) -> None:
        present = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        if present is None:
            self.add_error(
                None, ValidationError(_("Somebody else removed this in the meantime. Nothing was saved."), code="gone")
            )
            return
        shown = self.cleaned_data.get("version")
        if present.version == shown:
            return
        theirs = self.values_of(present)
        self.conflict = self._differences(theirs, self._values_at(shown))
        if not self.errors and self._adds_nothing(theirs):
            self.is_saved_already = True
            return
        self._continue_from(present, theirs)
        self.add_error(
            None,
            ValidationError(
                _("Somebody else changed this in the meantime. Compare both versions and save again."), code="conflict"
            ),
        )

    def _adds_nothing(self, theirs: dict[str, Any]) -> bool:
        """Sent twice, or nothing touched: what was typed is in the present version."""
        known = all(field.name in theirs for field in self.visible_fields())
        return known and not any(difference.touched for difference in self.conflict)

    def _values_at(self, version: int | None) -> dict[str, Any] | None:
        """The values that the user had on screen, from the history; None when it does not know."""
        history = getattr(type(self.instance), "history", None)
        if history is None or version is None:
            return None
        row = history.filter(**{self.instance._meta.pk.attname: self.instance.pk, "version": version}).first()
        return None if row is None else self.values_of(row)

    def _differences(self, theirs: dict[str, Any], shown: dict[str, Any] | None) -> list[Difference]:
        found = []
        for bound in self.visible_fields():
            if bound.name not in theirs:
                continue
            yours = self.cleaned_data.get(bound.name, bound.data)  # as typed when the field refused it
            if _key(yours) != _key(theirs[bound.name]):
                touched = shown is None or _key(yours) != _key(shown[bound.name])
                field = bound.field
                found.append(
                    Difference(
                        name=bound.name,
                        label=str(bound.label),
                        theirs=_shown(field, theirs[bound.name]),
                        yours=_shown(field, yours),
                        touched=touched,
                    )
                )
        return found

    def _continue_from(self, present: models.Model, theirs: dict[str, Any]) -> None:
        """Let the form hold what was typed, on top of the present version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        _put(self.data, self.add_prefix("version"), self.instance._meta.get_field("version").value_from_object(present))
        for difference in self.conflict:
            if not difference.touched:
                field = self.fields[difference.name]
                _put(self.data, self.add_prefix(difference.name), field.prepare_value(theirs[difference.name]))
        last = _last_change(present)
        if last is not None:
            self.changed_by, self.changed_at = str(last.history_user or ""), last.history_date


def saved(form: forms.ModelForm) -> bool:
    """Check and save, all or nothing; False when the form has something to say first."""
    with transaction.atomic():
        if not form.is_valid():
            return False
        if isinstance(form, VersionedForm) and form.instance.pk is not None and not form.claim():
            return form.is_saved_already
        form.save()
        return True


def _last_change(row: models.Model) -> Any:
    history = getattr(row, "history", None)
    return None if history is None else history.select_related("history_user").first()


def _value(row: models.Model, field: models.Field) -> Any:
    """A field of a row or of its historical copy, whose many-to-many fields hold links instead of rows."""
    value = getattr(row, field.name)
    if not isinstance(field, models.ManyToManyField):
        return value
    chosen = value.all()
    if hasattr(row, "history_id"):
        return [getattr(link, field.m2m_reverse_field_name()) for link in chosen]
    return list(chosen)


def _key(value: Any) -> Any:
    """What makes two values the same to whoever typed them."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, Iterable):
        return frozenset(_key(one) for one in value) or ""
    return value


def _shown(field: forms.Field, value: Any) -> str:
    """A value of a form field as the user knows it: names for keys, labels for choices, days in words."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, time):
        return time_format(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(sorted(_shown(field, one) for one in value))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return _labels(field.choices).get(str(value or ""), str(value or ""))
    return "" if value is None else str(value)


def _labels(choices: Any) -> dict[str, str]:
    """Label per value, also of choices in groups."""
    labels: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            labels |= _labels(label)
        else:
            labels[str(value)] = str(label)
    return labels


def _put(data: Any, name: str, value: Any) -> None:
    """Write a value into posted data as a browser would have sent it."""
    if value is None or value is False:
        data.pop(name, None)
    elif isinstance(value, list | tuple | set):
        data.setlist(name, [str(one) for one in value])
    elif isinstance(value, time):
        data[name] = value.strftime("%H:%M")
    else:
        data[name] = "on" if value is True else str(value)
