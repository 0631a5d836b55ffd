from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from municipalities.conflicts import Versioned
from municipalities.models.region import Province, Region
from municipalities.models.term import Term
from municipalities.models.visit import Visit, VisitQuerySet
from municipalities.search import SearchKeyField, search_key


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def existing_on(self, day: date, *, known_at: datetime | None = None) -> Self:
        """Municipalities that live on the day; first and last day both included.

        With `known_at`: as the register had it at that moment, so without the mergers recorded since, and with those
        that were undone since; for that, ask it of `Municipality.ever`.
        """
        begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
        lives_on = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        if known_at is None:
            return self.standing().filter(begun, lives_on)
        known = Q(recorded_at__isnull=True) | Q(recorded_at__lte=known_at)
        not_undone = Q(undone_at__isnull=True) | Q(undone_at__gt=known_at)
        merged_then = UndoneSuccession.objects.by(day, known_at=known_at).filter(predecessor=OuterRef("pk"))
        lives_on |= Q(succession__recorded_at__gt=known_at)
        return self.filter(known, not_undone, begun, lives_on).exclude(Exists(merged_then))

    def standing(self) -> Self:
        """Without those of a merger that was undone."""
        return self.filter(undone_at__isnull=True)

    def in_working_area(self) -> Self:
        """Those the agency itself works for; Antwerpen and Gent have an agency of their own."""
        return self.filter(agency=Municipality.Agency.AGII)

    def visited(self, *, on: date) -> Self:
        """Effectively visited in the term of the day, on or before the day. Raises NoTerm."""
        return self.filter(Exists(_own_visits(on).filter(held_on__gte=Term.objects.of(on).starts_on)))

    def not_visited(self, *, on: date) -> Self:
        """Not yet effectively visited in the term of the day. Raises NoTerm."""
        return self.exclude(Exists(_own_visits(on).filter(held_on__gte=Term.objects.of(on).starts_on)))

    def never_visited(self, *, on: date) -> Self:
        """No effective visit at all on or before the day, in whatever term."""
        return self.exclude(Exists(_own_visits(on)))

    def with_last_visit(self, *, on: date) -> Self:
        """Annotates `last_visited_on`: the day of the last effective visit on or before the day, or None.

        `Municipality.days_since` turns it into days.
        """
        last = _own_visits(on).order_by("-held_on").values("held_on")[:1]
        return self.annotate(last_visited_on=Subquery(last))

    def search(self, text: str) -> Self:
        """Names that contain the text, ignoring accents, case, hyphens and spaces; or a NIS or postal code."""
        key = search_key(text)
        if not key:
            return self
        if key.isdigit():
            return self.filter(Q(nis__startswith=key) | Q(postal_codes__contains=key))
        return self.filter(search_key__contains=key)

    def for_list(self, *, on: date) -> Self:
        """What a row of the list needs, without a query per row."""
        return self.select_related("province", "region", "fixed_contact", "succession__successor").with_last_visit(
            on=on
        )

    def for_detail(self) -> Self:
        """What the page of one needs; its mergers come from `municipalities.lineage`."""
        return self.select_related("province", "region", "fixed_contact").prefetch_related("contacts")


class MunicipalityManager(models.Manager.from_queryset(MunicipalityQuerySet)):  # type: ignore[misc]  # made by Django
    """Without those that came into being in a merger that was undone: they never were there."""

    def get_queryset(self) -> MunicipalityQuerySet:
        found: MunicipalityQuerySet = super().get_queryset().standing()
        return found


def _own_visits(on: date) -> VisitQuerySet:
    """The effective visits of the municipality of the outer query."""
    return Visit.objects.effective(by=on).filter(municipality=OuterRef("pk"))


class Municipality(Versioned):
    """A municipality under one NIS code, from its first to its last day. A merger makes a new row."""

    class Title(models.TextChoices):
        CITY = "stad", _("city")
        MUNICIPALITY = "gemeente", _("municipality (title)")

    class Agency(models.TextChoices):
        AGII = "agii", "AgII"
        ATLAS = "atlas", "Atlas"
        AMAL = "amal", "Amal"

    nis = models.CharField(_("NIS code"), max_length=5)
    name = models.CharField(_("name"), max_length=80)
    search_key = SearchKeyField(source="name")
    title = models.CharField(_("title"), max_length=10, choices=Title)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="municipalities", verbose_name=_("province")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="municipalities", verbose_name=_("region")
    )
    agency = models.CharField(_("agency"), max_length=10, choices=Agency, default=Agency.AGII)
    arrondissement = models.CharField(_("arrondissement"), max_length=50)
    postal_codes = models.CharField(_("postal codes"), max_length=250, help_text=_("Separated by a space."))
    kbo_number = models.CharField(_("KBO number"), max_length=10, blank=True)
    ovo_code = models.CharField(_("OVO code"), max_length=9, blank=True)
    starts_on = models.DateField(
        _("first day"), null=True, blank=True, help_text=_("Empty when it existed before this register looks back.")
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    fixed_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="fixed_municipalities",
        verbose_name=_("fixed contact"),
        null=True,
        blank=True,
    )
    recorded_at = models.DateTimeField(
        _("recorded at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty for what an authority published: that counts as known all along."),
    )

    undone_at = models.DateTimeField(
        _("undone at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the merger that it came from was undone: it counts only as known before."),
    )

    objects = MunicipalityManager()
    ever = MunicipalityQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_key"])

    if TYPE_CHECKING:
        last_visited_on: date | None  # annotated by with_last_visit()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name", "nis"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="municipality_starts_before_it_ends",
                violation_error_message=_("The last day cannot come before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(nis__regex=r"^[0-9]{5}$"),
                name="municipality_nis_has_five_digits",
                violation_error_message=_("A NIS code has five digits, for example 41002."),
            ),
            models.UniqueConstraint(
                fields=["nis"],
                condition=Q(undone_at__isnull=True),
                name="municipality_has_its_own_nis",
                violation_error_message=_("Another municipality has this NIS code."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dashboards:municipality_detail", args=[self.nis])

    @property
    def full_name(self) -> str:
        """As in running text, without the article: "stad Aalst", "gemeente Zulte"."""
        return f"{self.title} {self.name}"

    @property
    def in_working_area(self) -> bool:
        return self.agency == self.Agency.AGII

    def exists_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)

    @staticmethod
    def days_since(visited_on: date | None, *, on: date) -> int | None:
        return None if visited_on is None else (on - visited_on).days


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def by(self, day: date, *, known_at: datetime | None = None) -> Self:
        """Successions that took effect on or before the day; with `known_at`, those on record at that moment."""
        found = self.filter(took_effect_on__lte=day)
        if known_at is None:
            return found
        return found.filter(Q(recorded_at__isnull=True) | Q(recorded_at__lte=known_at))

    def predecessors_of(self, municipality_ids: Iterable[int]) -> Self:
        return self.filter(successor_id__in=municipality_ids).select_related("predecessor")


class Succession(models.Model):
    """A municipality went into another on a day. A successor that kept its NIS code also precedes itself."""

    predecessor = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, related_name="succession", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="predecessor_links", verbose_name=_("successor")
    )
    took_effect_on = models.DateField(_("took effect on"))
    recorded_at = models.DateTimeField(
        _("recorded at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty for what an authority published: that counts as known all along."),
    )

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["-took_effect_on", "predecessor__name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_links_two_municipalities",
                violation_error_message=_("A municipality cannot go into itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    @property
    def successor_existed(self) -> bool:
        """Whether the successor was there before the merger, and so precedes itself."""
        return self.successor.starts_on is None or self.successor.starts_on < self.took_effect_on

    @property
    def last_day_before(self) -> date:
        return self.took_effect_on - timedelta(days=1)


class UndoneSuccessionQuerySet(models.QuerySet["UndoneSuccession"]):
    def by(self, day: date, *, known_at: datetime | None) -> Self:
        """Those that took effect on or before the day, and counted at that moment; none of them counts now."""
        if known_at is None:
            return self.none()
        return self.filter(took_effect_on__lte=day, recorded_at__lte=known_at, undone_at__gt=known_at)


class UndoneSuccession(models.Model):
    """A succession that was recorded by mistake: it counted from its recording until it was undone."""

    planned = models.ForeignKey(
        "municipalities.PlannedMerger",
        on_delete=models.PROTECT,
        related_name="undone",
        verbose_name=_("prepared merger"),
    )
    predecessor = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="undone_successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="undone_links", verbose_name=_("successor")
    )
    took_effect_on = models.DateField(_("took effect on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    undone_at = models.DateTimeField(_("undone at"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("undone by")
    )
    reason = models.TextField(_("reason"))

    objects = UndoneSuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("undone succession")
        verbose_name_plural = _("undone successions")
        ordering = ["-undone_at", "predecessor__name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="undone_succession_has_a_reason",
                violation_error_message=_("Say why the merger is undone."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__gt=F("recorded_at")),
                name="undone_succession_was_recorded_before",
                violation_error_message=_("What is undone was recorded before."),
            ),
            models.UniqueConstraint(
                fields=["planned", "predecessor"],
                name="undone_succession_is_undone_once",
                violation_error_message=_("This merger was undone before."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def as_it_stood(self) -> Succession:
        """The succession that it was, not saved."""
        return Succession(
            predecessor=self.predecessor,
            successor=self.successor,
            took_effect_on=self.took_effect_on,
            recorded_at=self.recorded_at,
        )
