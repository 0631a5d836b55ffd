"""Pages of the tests alone: a form that makes something once, a button without a page, every part at once."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.paging import paged
from accounts.permissions import require
from accounts.submissions import once
from agii.urls import urlpatterns as pages_of_the_register

HERE = Path(__file__).parent


class PersonForm(forms.ModelForm):
    """Stands for any form that makes something: here, a user."""

    class Meta:
        model = User
        fields = ["email", "first_name", "username"]


@dataclass
class Made:
    pk: int

    def get_absolute_url(self) -> str:
        return f"/test/people/{self.pk}/"


def person_create(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(once(request, lambda: Made(form.save().pk)))
    return HttpResponse(_rendered(request, "form.html", form=form))


@require_POST
def button(request: HttpRequest) -> HttpResponse:
    User.objects.filter(pk=request.user.pk).update(job_title="pressed")
    return redirect("/")


def forbidden(request: HttpRequest) -> HttpResponse:
    require(False)
    raise AssertionError


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


class PeopleTable(tables.Table):
    caption = "Mensen, de nieuwste eerst"
    email = tables.Column(linkify=lambda record: "#")
    last_name = tables.Column(verbose_name="Naam")
    role = tables.Column(verbose_name="Rol", orderable=False)
    pk = tables.Column(verbose_name="Nummer", attrs={"td": {"class": "number"}, "th": {"class": "number"}})

    class Meta:
        model = User
        fields: list[str] = []


class PeopleFilter(django_filters.FilterSet):
    email = django_filters.CharFilter(lookup_expr="icontains", label="E-mailadres")
    role = django_filters.ChoiceFilter(choices=User.Role, label="Rol", empty_label="alle")


class EveryField(forms.Form):
    town = forms.CharField(label="Gemeente", help_text="Bijvoorbeeld Aalst.")
    day = forms.DateField(label="Datum", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="Hoe", choices=[("a", "ter plaatse"), ("b", "video")], widget=forms.RadioSelect)
    domains = forms.MultipleChoiceField(
        label="Domeinen",
        choices=[("1", "dienstverlening"), ("2", "toegankelijkheid")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Kies wat aan bod kwam.",
    )
    region = forms.ChoiceField(label="Regio", choices=[("", "kies een regio"), ("1", "Regio Dender")], required=False)
    report = forms.CharField(label="Verslag", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="Iedereen is akkoord", help_text="Vraag het na.")

    conflict = [
        SimpleNamespace(label="Gemeente", theirs="Aalst", yours="Ninove"),
        SimpleNamespace(label="Verslag", theirs="", yours="Goed gesprek."),
    ]


def style(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Every part, so that it can be looked at and measured."""
    filterset = PeopleFilter(request.GET, queryset=User.objects.order_by("pk"))
    messages.success(request, "Bezoek bewaard.")
    messages.error(request, "De mailserver antwoordt niet.")
    moment = datetime(2021, 4, 26, 9, 30)
    context: dict[str, Any] = {
        "filterset": filterset,
        "table": paged(request, PeopleTable(filterset.qs)),
        "form": EveryField({"day": "x"}) if "wrong" in request.GET else EveryField(),
        "stages": [
            "",
            "exploring",
            "negotiation",
            "final_negotiation",
            "approved",
            "signed",
            "declined",
            "ended",
            "lapsed",
        ],
        "states": ["planned", "held", "cancelled", "to_do", "under_way", "done", "overdue", "inherited_part"],
        "day": date(2021, 4, 26),
        "changes": [
            SimpleNamespace(
                at=moment,
                by="Lotte Verzonnen",
                what="gewijzigd",
                reason="Telefoon verkeerd ingetikt.",
                fields=[SimpleNamespace(label="Telefoon", before="", after="+32 478 12 34 56")],
            ),
            SimpleNamespace(at=moment, by=None, what="aangemaakt", reason="", fields=[]),
        ],
        "events": [
            SimpleNamespace(on=day, state=state, title=title, url=url, text=text, by=by)
            for day, state, title, url, text, by in [
                (date(2025, 1, 1), "merger", "Samengegaan met Borsbeek", "", "", ""),
                (
                    date(2021, 4, 26),
                    "signed",
                    "Ondertekend",
                    "#",
                    "Laatste handtekening: de gemeente.",
                    "Lotte Verzonnen",
                ),
                (date(2021, 3, 1), "held", "Bezoek ter plaatse", "#", "", "Wannes Verzonnen"),
            ]
        ],
        "facts": [("NIS-code", "41002"), ("Vast aanspreekpunt", "Lotte Verzonnen"), ("Telefoon", "")],
    }
    return HttpResponse(_rendered(request, "style.html", **context))


def _rendered(request: HttpRequest, name: str, **context: Any) -> str:
    return engines["django"].from_string((HERE / name).read_text()).render(context, request)


urlpatterns = [
    *pages_of_the_register,
    path("test/people/new/", person_create),
    path("test/people/<int:pk>/", style),
    path("test/button/", button),
    path("test/forbidden/", forbidden),
    path("test/missing/", missing),
    path("test/broken/", broken),
    path("test/style/", style),
]
