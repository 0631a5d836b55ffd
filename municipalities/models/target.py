from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from municipalities.conflicts import Versioned
from municipalities.models.region import Region
from municipalities.models.term import Term


class Target(Versioned):
    """What a region plans to reach in a term, in municipalities. An empty number is no plan."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="targets", verbose_name=_("region"))
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="targets", verbose_name=_("term"))
    visited = models.PositiveSmallIntegerField(_("municipalities to visit"), null=True, blank=True)
    concluded = models.PositiveSmallIntegerField(_("agreements to conclude"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["term", "region"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "term"],
                name="target_is_set_once_per_region_and_term",
                violation_error_message=_("This region already has a target for this term."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}, {self.term}"

    def get_absolute_url(self) -> str:
        """The progress of the region in that term."""
        day = self.term.nearest(timezone.localdate())
        return f"{reverse('dashboards:region_trends', args=[self.region_id])}?on={day:%Y-%m-%d}"
