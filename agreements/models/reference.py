from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Province


class DeclineReasonQuerySet(models.QuerySet["DeclineReason"]):
    def usable_on(self, day: date) -> Self:
        """Reasons that may be chosen for a refusal on the day; old ones stay readable."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class DeclineReason(models.Model):
    """Why there is no agreement. Administrators edit the list; a reason in use is ended, not deleted."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=150)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = DeclineReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason for no agreement")
        verbose_name_plural = _("reasons for no agreement")
        ordering = ["position", "label"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="decline_reason_starts_before_it_ends",
                violation_error_message=_("The last day cannot come before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ReferenceSerial(models.Model):
    """The last serial given out for a province and a year; it only rises, so no number comes back."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("province"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last serial"), default=0)

    class Meta:
        verbose_name = _("last serial")
        verbose_name_plural = _("last serials")
        constraints = [
            models.UniqueConstraint(
                fields=["province", "year"],
                name="reference_serial_once_per_province_and_year",
                violation_error_message=_("This province has a serial for that year."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province.abbreviation}-{self.year}-{self.last:04d}"
