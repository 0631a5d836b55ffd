"""Agreements that come to their end: what a region prepares the next term from."""

from datetime import date
from typing import Any, Final

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.models import User
from agreements.beside import last_day
from agreements.filters import day_asked
from agreements.models import Agreement, Stage, StageChange
from agreements.models.agreement import AgreementQuerySet
from agreements.permissions import may_start
from agreements.tables import NOWRAP
from municipalities.models import Municipality, Province, Region

# Where an agreement may go on: with the municipality, or with what became of it.
PLACES: Final = ("municipality", "municipality__succession__successor")


def lapsing(*, on: date) -> AgreementQuerySet:
    """Agreements signed by the day that run, or ran, to their last day; each with what `follower_of` looks at."""
    endings = StageChange.objects.standing().filter(stage=Stage.ENDED, agreement=OuterRef("pk"))
    followers = Agreement.objects.with_stage(on=on).with_decision_to_renew(on=on).order_by("-pk")
    beside = followers.annotate(last_day=last_day())
    return (
        Agreement.objects.signed(by=on)
        .exclude(Exists(endings))
        .annotate(following=Count("renewed_by", distinct=True))
        .select_related("municipality__region", "municipality__province", "municipality__succession__successor")
        .prefetch_related(
            Prefetch("renewed_by", followers, to_attr="followers"),
            *(Prefetch(f"{place}__agreements", beside, to_attr="beside") for place in PLACES),
        )
    )


def follower_of(agreement: Agreement) -> Agreement | None:
    """The agreement that follows one from `lapsing()`, or came or comes after it with the same party all the same.

    One that was refused leaves its place open.
    """
    followers: list[Agreement] = agreement.followers  # type: ignore[attr-defined]
    places = (_next_party(agreement.municipality), agreement.municipality)
    beside: list[Agreement] = [one for place in places for one in place.beside]  # type: ignore[attr-defined]
    found = followers + [one for one in beside if _comes_after(agreement, one)]
    return next((one for one in found if one.stage != Stage.DECLINED), None)


def _comes_after(agreement: Agreement, other: Agreement) -> bool:
    """As `agreements.actions.renewal.refuse_second` asks the database."""
    same = other.party == agreement.party or Agreement.Party.BOTH in {other.party, agreement.party}
    if other.stage in {Stage.SIGNED, Stage.ENDED}:
        later = other.last_day > agreement.ends_on  # type: ignore[attr-defined]
    else:
        later = other.municipality_id == _next_party(agreement.municipality).pk
    return same and later and other.pk != agreement.pk


def may_prepare(user: User, agreement: Agreement) -> bool:
    """Whether to offer this user the next agreement: in the region of the municipality, or of what it became."""
    return follower_of(agreement) is None and may_start(user, _next_party(agreement.municipality))


def _next_party(place: Municipality) -> Municipality:
    """Without asking the database: one step along the mergers. Preparing itself goes the whole way."""
    gone = place.ends_on is not None and hasattr(place, "succession")
    return place.succession.successor if gone else place


class LapsingFilter(django_filters.FilterSet):
    """Without days: from today to the end of next year."""

    since = django_filters.DateFilter(label=_("Last day from"), widget=DayInput, method="as_bounds")
    until = django_filters.DateFilter(label=_("Last day up to"), widget=DayInput, method="as_bounds")
    province = django_filters.ModelChoiceFilter(
        "municipality__province", label=_("Province"), queryset=Province.objects.all(), empty_label=_("all")
    )
    region = django_filters.ModelChoiceFilter(
        "municipality__region", label=_("Region"), queryset=Region.objects.all(), empty_label=_("all")
    )
    mine = django_filters.BooleanFilter(label=_("My municipalities"), widget=forms.CheckboxInput, method="filter_mine")

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, data: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        self.since = day_asked(data.get("since")) or today
        self.until = day_asked(data.get("until")) or date(today.year + 1, 12, 31)
        within = lapsing(on=today).filter(ends_on__gte=self.since, ends_on__lte=self.until)
        super().__init__(data, queryset=within, **kwargs)

    @property
    def is_narrowed(self) -> bool:
        return any(value not in (None, "", False) for value in self.form.cleaned_data.values())

    def as_bounds(self, queryset: AgreementQuerySet, name: str, value: date) -> AgreementQuerySet:
        return queryset

    def filter_mine(self, queryset: AgreementQuerySet, name: str, value: bool) -> AgreementQuerySet:
        return queryset.filter(municipality__fixed_contact=self.request.user) if value else queryset


class LapsingTable(tables.Table):
    """Agreements by their last day, with a box to choose those that this user can prepare a next one for."""

    municipality = tables.Column(_("Municipality"), order_by=("municipality__name", "municipality__nis", "-pk"))
    reference = tables.Column(_("Number"), attrs=NOWRAP)
    ends_on = tables.Column(_("Last day"), order_by=("ends_on", "municipality__name", "pk"), attrs=NOWRAP)
    province = tables.Column(
        _("Province"), accessor="municipality__province", order_by=("municipality__province__name", "ends_on", "pk")
    )
    region = tables.Column(
        _("Region"), accessor="municipality__region", order_by=("municipality__region__name", "ends_on", "pk")
    )
    next = tables.Column(_("Next agreement"), accessor="pk", order_by=("following", "ends_on", "pk"))

    caption = _("Agreements that lapse")
    caption_repeats_heading = True

    class Meta:
        model = Agreement
        fields = ("municipality", "reference", "ends_on", "province", "region", "next")
        order_by = ("ends_on",)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def render_municipality(self, record: Agreement) -> SafeString:
        context = {"agreement": record, "may_choose": may_prepare(self.user, record)}
        return render_to_string("agreements/_lapsing_choice.html", context)

    def render_ends_on(self, value: date) -> SafeString:
        context = {"day": value, "lapsed": value < timezone.localdate()}
        return render_to_string("agreements/_last_day_cell.html", context)

    def render_next(self, record: Agreement) -> SafeString:
        return render_to_string("agreements/_follower_cell.html", {"follower": follower_of(record)})
