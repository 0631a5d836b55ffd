"""What a list is filtered by, said in words that can each be taken away."""

from typing import Any, NamedTuple

from django import forms, template
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


class ActiveFilter(NamedTuple):
    label: str
    shown: str
    without: str


@register.simple_tag(takes_context=True)
def active_filters(context: template.Context, filterset: Any) -> list[ActiveFilter]:
    """The filters that narrow the list now, each with the address of the list without it."""
    request: HttpRequest = context["request"]
    form: forms.Form = filterset.form
    return [
        ActiveFilter(str(form[name].label), _shown(form.fields[name], value), _without(request, form, name))
        for name, value in _narrowing(form)
    ]


def in_words(filterset: Any) -> list[tuple[str, str]]:
    """The filters that narrow the list, each as its label and what it is set to."""
    form: forms.Form = filterset.form
    return [(str(form[name].label), _shown(form.fields[name], value)) for name, value in _narrowing(form)]


def _narrowing(form: forms.Form) -> list[tuple[str, Any]]:
    if not form.is_valid():
        return []
    return [
        (name, value)
        for name, value in form.cleaned_data.items()
        if name in form.changed_data and value not in (None, "", [], False) and not form[name].is_hidden
    ]


@register.simple_tag(takes_context=True)
def hidden_parameters(context: template.Context, filterset: Any) -> list[tuple[str, str]]:
    """What the address says besides the filters and the page, so that filtering keeps it (the order of the table)."""
    request: HttpRequest = context["request"]
    own = {form_key for bound in filterset.form for form_key in _keys(request, bound.html_name)}
    return [(key, value) for key, values in request.GET.lists() if key not in own and key != "page" for value in values]


def _keys(request: HttpRequest, name: str) -> set[str]:
    return {key for key in request.GET if key == name or key.startswith(f"{name}_")}


def _without(request: HttpRequest, form: forms.Form, name: str) -> str:
    parameters = request.GET.copy()
    for key in [*_keys(request, form[name].html_name), "page"]:
        parameters.pop(key, None)
    return f"?{parameters.urlencode()}"


def _shown(field: forms.Field, value: Any) -> str:
    if value is True:
        return _("yes")
    if isinstance(value, slice):
        return " – ".join(_one(field, end) for end in (value.start, value.stop) if end)
    if isinstance(value, list | tuple | models.QuerySet):
        return ", ".join(_one(field, one) for one in value)
    return _one(field, value)


def _one(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if isinstance(value, models.Model) else str(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(str(value), value))
    return date_format(value) if hasattr(value, "year") else str(value)


def _flat(choices: Any) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, label in choices:
        flat.extend((str(k), str(v)) for k, v in label) if isinstance(label, list | tuple) else flat.append(
            (str(key), str(label))
        )
    return flat
