from django.db import models
from django.utils.translation import gettext_lazy as _


class Domain(models.Model):
    """A field of cooperation. Visits touch it, agreements choose it."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=150, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
