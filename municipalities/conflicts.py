"""Two people edit the same thing: the second to save sees both versions and loses nothing typed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """A row that counts its saves, so that a form knows whether it shows the present state."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Difference:
    """One field of a form that was changed by somebody else in the meantime."""

    label: str
    theirs: Any
    yours: Any


class VersionedForm(forms.ModelForm):
    """A ModelForm of a Versioned row that refuses to overwrite what it never showed.

    Save through `saved(form)`. After a refusal `form.conflict` lists the differences for `_conflict.html`;
    what was typed is still in the form, and saving once more replaces the other version.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    conflict: list[Difference]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict = []
        self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        model = type(self.instance)
        rows = model._default_manager.all()
        if transaction.get_connection().in_atomic_block:
            rows = rows.select_for_update(of=("self",))
        present = rows.get(pk=self.instance.pk)
        if present.version != self.cleaned_data.get("version"):
            self.conflict = self._differences(present)
            self._continue_from(present)
            raise forms.ValidationError(
                _("Somebody else changed this in the meantime. Compare both versions and save again."), code="conflict"
            )
        return cleaned

    def _differences(self, present: models.Model) -> list[Difference]:
        theirs = type(self)(instance=present)
        return [
            Difference(str(bound.label), _shown(theirs[bound.name], theirs[bound.name].initial), _shown(bound, yours))
            for bound in self.visible_fields()
            if (yours := self.cleaned_data.get(bound.name)) is not None or bound.name in self.cleaned_data
            if _shown(theirs[bound.name], theirs[bound.name].initial) != _shown(bound, yours)
        ]

    def _continue_from(self, present: models.Model) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(present.version)  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Any:
        self.instance.version += 1
        return super().save(commit)


def saved(form: forms.ModelForm) -> bool:
    """Check and save in one transaction, so that nobody comes between."""
    with transaction.atomic():
        if not form.is_valid():
            return False
        form.save()
        return True


def _shown(bound: forms.BoundField, value: Any) -> str:
    """A value of a form field as the user knows it: names for keys, labels for choices."""
    field = bound.field
    if isinstance(field, forms.ModelMultipleChoiceField):
        chosen = field.queryset.model._default_manager.filter(pk__in=[getattr(v, "pk", v) for v in value or []])
        return ", ".join(sorted(str(one) for one in chosen))
    if isinstance(field, forms.ModelChoiceField):
        one = value if isinstance(value, models.Model) else field.queryset.model._default_manager.filter(pk=value).first()
        return str(one or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]
    return str(field.widget.format_value(field.prepare_value(value)) or "") if value is not None else ""
