from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ExportQuerySet(models.QuerySet["Export"]):
    def for_list(self) -> Self:
        return self.select_related("made_by").order_by("-made_at", "-pk")


class Export(models.Model):
    """A table that somebody took out of the register. What was in it can be asked again with its address."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports", verbose_name=_("exported by")
    )
    made_at = models.DateTimeField(_("exported at"), default=timezone.now, editable=False, db_index=True)
    what = models.CharField(_("table"), max_length=200)
    address = models.TextField(_("address"), help_text=_("Of the page with the table, with its filter and its order."))
    filter_words = models.TextField(_("filter"), blank=True)
    day = models.DateField(_("as it was on"), null=True, blank=True)
    known_at = models.DateTimeField(_("as known on"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=Format)
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    finished_at = models.DateTimeField(
        _("finished at"), null=True, blank=True, help_text=_("Empty when it broke off before the last row.")
    )

    objects = ExportQuerySet.as_manager()

    if TYPE_CHECKING:
        made_by_id: int

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(format__in=["xlsx", "csv"]),
                name="export_has_a_known_format",
                violation_error_message=_("A table is exported as XLSX or as CSV."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, rows__isnull=True)
                | Q(finished_at__isnull=False, rows__isnull=False),
                name="export_counts_its_rows_when_it_is_finished",
                violation_error_message=_("An export that is finished tells its number of rows, no other does."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("made_at")),
                name="export_is_finished_after_it_was_asked",
                violation_error_message=_("An export is finished after it was asked for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} ({self.get_format_display()})"

    def finish(self, *, rows: int) -> None:
        """The last row is out."""
        self.rows, self.finished_at = rows, timezone.now()
        self.save(update_fields=["rows", "finished_at"])
