from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from simple_history.models import HistoricalRecords

from municipalities.conflicts import Versioned


class ContactQuerySet(models.QuerySet["Contact"]):
    def holding_on(self, day: date) -> Self:
        """Contacts that hold their function on the day; an open begin or end does not limit."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class Contact(Versioned):
    """Who holds a function at a municipality, from one day to another. Archived by a last day, never deleted."""

    class Function(models.TextChoices):
        COUNCIL_CHAIR = "council_chair", _("chair of the council")
        GENERAL_DIRECTOR = "general_director", _("general director")
        MAYOR = "mayor", _("mayor")
        ALDERMAN = "alderman", _("competent alderman")
        INTEGRATION = "integration", _("contact person for integration")
        OCMW = "ocmw", _("contact person at the OCMW")
        OFFICIAL = "official", _("other official")

    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="contacts", verbose_name=_("municipality")
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=30, choices=Function)
    acting = models.BooleanField(_("acting"), default=False)
    service = models.CharField(_("service"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="contact_starts_before_it_ends",
                violation_error_message=_("The last day cannot come before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("municipalities:contact_detail", args=[self.pk])

    def holds_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)
