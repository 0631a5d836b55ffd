from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from municipalities.conflicts import Versioned
from municipalities.histories import IndexedHistory
from municipalities.models.contact import Contact
from municipalities.models.domain import Domain


class VisitQuerySet(models.QuerySet["Visit"]):
    def effective(self, *, by: date) -> Self:
        """Visits that count: held, on the spot or by video, on or before the day."""
        return self.filter(status=Visit.Status.HELD, kind__in=Visit.EFFECTIVE_KINDS, held_on__lte=by)

    def contacts_only(self, *, by: date) -> Self:
        """Phone calls and e-mails: a contact, not a visit."""
        return self.filter(status=Visit.Status.HELD, held_on__lte=by).exclude(kind__in=Visit.EFFECTIVE_KINDS)

    def awaiting_outcome(self, *, on: date) -> Self:
        """Planned for a day that has passed: what became of them?"""
        return self.filter(status=Visit.Status.PLANNED, held_on__lt=on)

    def open_next_steps(self) -> Self:
        return self.exclude(next_step="").filter(next_step_done_on__isnull=True)

    def overdue_next_steps(self, *, on: date) -> Self:
        return self.open_next_steps().filter(next_step_due_on__lt=on)

    def for_list(self) -> Self:
        return self.select_related(
            "municipality__province", "municipality__region", "next_step_owner"
        ).prefetch_related("agency_people", "domains")

    def for_detail(self) -> Self:
        return self.for_list().prefetch_related("contacts")


class Visit(Versioned):
    """A contact moment between the agency and a municipality, on the day it is planned for or took place."""

    class Kind(models.TextChoices):
        ON_THE_SPOT = "on_the_spot", _("on the spot")
        VIDEO = "video", _("video call")
        PHONE = "phone", _("phone call")
        EMAIL = "email", _("e-mail")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    EFFECTIVE_KINDS = (Kind.ON_THE_SPOT, Kind.VIDEO)

    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="visits", verbose_name=_("municipality")
    )
    held_on = models.DateField(_("date"))
    held_at = models.TimeField(_("time"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ON_THE_SPOT)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.HELD)
    cancel_reason = models.CharField(_("reason of cancellation"), max_length=250, blank=True)
    agency_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="visits", verbose_name=_("present for the agency"), blank=True
    )
    contacts = models.ManyToManyField(
        Contact, related_name="visits", verbose_name=_("present for the municipality"), blank=True
    )
    other_people = models.CharField(_("others present, not yet in the register"), max_length=250, blank=True)
    domains = models.ManyToManyField(Domain, related_name="visits", verbose_name=_("domains touched"), blank=True)
    report = models.TextField(_("report"), blank=True)
    next_step = models.CharField(_("agreed next step"), max_length=250, blank=True)
    next_step_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="next_steps",
        verbose_name=_("who does it"),
        null=True,
        blank=True,
    )
    next_step_due_on = models.DateField(_("due on"), null=True, blank=True)
    next_step_done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = VisitQuerySet.as_manager()
    history = IndexedHistory(
        m2m_fields=[agency_people, contacts, domains],
        indexes=[models.Index(fields=["municipality", "status", "kind", "held_on"], name="visit_effective_as_known")],
    )

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-held_on", "-held_at", "-pk"]
        indexes = [
            models.Index(fields=["municipality", "status", "kind", "held_on"], name="visit_effective"),
            models.Index(fields=["held_on"], name="visit_held_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                name="visit_cancelled_has_a_reason",
                violation_error_message=_("Say why the visit was cancelled."),
            ),
            models.CheckConstraint(
                condition=~Q(next_step="")
                | Q(next_step_owner__isnull=True, next_step_due_on__isnull=True, next_step_done_on__isnull=True),
                name="visit_next_step_says_what",
                violation_error_message=_("Say what the next step is, or leave out who does it and by when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {date_format(self.held_on)}"

    def get_absolute_url(self) -> str:
        return reverse("municipalities:visit_detail", args=[self.pk])

    @property
    def is_effective(self) -> bool:
        return self.status == self.Status.HELD and self.kind in self.EFFECTIVE_KINDS

    def awaits_outcome(self, *, on: date) -> bool:
        return self.status == self.Status.PLANNED and self.held_on < on

    @property
    def next_step_is_open(self) -> bool:
        return bool(self.next_step) and self.next_step_done_on is None

    def has_overdue_step(self, *, on: date) -> bool:
        return self.next_step_is_open and self.next_step_due_on is not None and self.next_step_due_on < on
