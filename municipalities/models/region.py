from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Province(models.Model):
    """One of the five Flemish provinces, in the order of the published figures."""

    nis = models.CharField(_("NIS code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=50, unique=True)
    abbreviation = models.CharField(
        _("abbreviation"), max_length=3, unique=True, help_text=_("Opens each reference number, for example OVL.")
    )
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dashboards:province_detail", args=[self.nis])


class Region(models.Model):
    """A team of the agency. Its members write about its municipalities."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="regions", verbose_name=_("province"), null=True, blank=True
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="regions", verbose_name=_("members"), blank=True
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dashboards:region_detail", args=[self.pk])
