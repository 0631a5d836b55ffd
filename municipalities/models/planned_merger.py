from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from municipalities.conflicts import Versioned
from municipalities.models.municipality import Municipality, UndoneSuccession
from municipalities.models.region import Province, Region

FIVE_DIGITS = (r"^[0-9]{5}$", _("A NIS code has five digits, for example 41002."))


class PlannedMergerQuerySet(models.QuerySet["PlannedMerger"]):
    def waiting(self) -> Self:
        """Those that are not carried out yet."""
        return self.filter(carried_out_at__isnull=True)

    def carried_out(self) -> Self:
        """Those that were, also when they were undone since: the latest first."""
        return self.filter(carried_out_at__isnull=False).order_by("-carried_out_at", "-pk")

    def for_list(self) -> Self:
        return self.select_related("absorbed_by", "prepared_by").prefetch_related("predecessors", "undone")

    def for_detail(self) -> Self:
        return self.select_related(
            "absorbed_by__province", "province", "region", "prepared_by", "carried_out_by", "successor"
        ).prefetch_related(
            "predecessors__province", "predecessors__region", "predecessors__fixed_contact", "undone__undone_by"
        )


class PlannedMerger(Versioned):
    """A merger on paper: who goes into what, and when. It counts nowhere until it is carried out."""

    took_effect_on = models.DateField(_("takes effect on"))
    predecessors = models.ManyToManyField(Municipality, related_name="planned_mergers", verbose_name=_("predecessors"))
    absorbed_by = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="planned_absorptions",
        verbose_name=_("goes into"),
        null=True,
        blank=True,
    )
    nis = models.CharField(_("NIS code"), max_length=5, blank=True, validators=[RegexValidator(*FIVE_DIGITS)])
    name = models.CharField(_("name"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=10, choices=Municipality.Title, blank=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("province"), null=True, blank=True
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region"), null=True, blank=True
    )
    arrondissement = models.CharField(_("arrondissement"), max_length=50, blank=True)
    kbo_number = models.CharField(_("KBO number"), max_length=10, blank=True)
    ovo_code = models.CharField(_("OVO code"), max_length=9, blank=True)
    fixed_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("fixed contact"),
        null=True,
        blank=True,
    )
    prepared_at = models.DateTimeField(_("prepared at"), auto_now_add=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    carried_out_at = models.DateTimeField(_("carried out at"), null=True, editable=False)
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("carried out by"),
        null=True,
        editable=False,
    )
    successor = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("successor"),
        null=True,
        editable=False,
    )

    objects = PlannedMergerQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[predecessors])

    if TYPE_CHECKING:
        absorbed_by_id: int | None
        successor_id: int | None
        undone: models.Manager[UndoneSuccession]

    class Meta:
        verbose_name = _("prepared merger")
        verbose_name_plural = _("prepared mergers")
        ordering = ["took_effect_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(absorbed_by__isnull=False, name="", nis="")
                | (
                    Q(absorbed_by__isnull=True, province__isnull=False, region__isnull=False)
                    & ~Q(name="")
                    & ~Q(title="")
                    & ~Q(arrondissement="")
                ),
                name="planned_merger_has_one_successor",
                violation_error_message=_("Say which municipality comes into being, or which one takes in the others."),
            ),
            models.CheckConstraint(
                condition=Q(nis="") | Q(nis__regex=FIVE_DIGITS[0]),
                name="planned_merger_nis_has_five_digits",
                violation_error_message=FIVE_DIGITS[1],
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True, carried_out_by__isnull=True, successor__isnull=True)
                | Q(carried_out_at__isnull=False, carried_out_by__isnull=False, successor__isnull=False),
                name="planned_merger_is_carried_out_whole",
                violation_error_message=_("A merger that was carried out says when, by whom and into what."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor_name}, {date_format(self.took_effect_on)}"

    def get_absolute_url(self) -> str:
        return reverse("dashboards:planned_merger_detail", args=[self.pk])

    @property
    def successor_name(self) -> str:
        return self.absorbed_by.name if self.absorbed_by else self.name

    @property
    def undoing(self) -> UndoneSuccession | None:
        """Who undid it, when and why: the same for all its predecessors."""
        return next(iter(self.undone.all()), None)

    @property
    def taking_part(self) -> list[Municipality]:
        """Who is there already: the predecessors, and the one that takes them in."""
        return [*self.predecessors.all(), *([self.absorbed_by] if self.absorbed_by else [])]

    def into(self) -> Municipality:
        """The successor: the one that lives on, or the one that comes into being, not saved."""
        return self.absorbed_by or Municipality(
            nis=self.nis,
            name=self.name,
            title=self.title,
            province=self.province,
            region=self.region,
            arrondissement=self.arrondissement,
            kbo_number=self.kbo_number,
            ovo_code=self.ovo_code,
            fixed_contact=self.fixed_contact,
            starts_on=self.took_effect_on,
        )
