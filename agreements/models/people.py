"""People of an agreement, copied when chosen: a later change of a contact does not rewrite an agreement."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from municipalities.conflicts import Versioned
from municipalities.models import Contact


class Side(models.TextChoices):
    AGENCY = "agency", _("the agency")
    MUNICIPALITY = "municipality", _("the municipality")


class AgencyDirectorQuerySet(models.QuerySet["AgencyDirector"]):
    def holding_on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class AgencyDirector(models.Model):
    """Who signs for the agency, from a day on. Administrators keep the list."""

    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = AgencyDirectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("director of the agency")
        verbose_name_plural = _("directors of the agency")
        ordering = ["starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="agency_director_starts_before_leaving",
                violation_error_message=_("The last day cannot come before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgreementContact(Versioned):
    """Whom to reach about an agreement, as printed in it."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("agreement")
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("copied from"), null=True, blank=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("copied from"),
        null=True,
        blank=True,
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    service = models.CharField(_("service"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact of the agreement")
        verbose_name_plural = _("contacts of the agreement")
        ordering = ["side", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(user__isnull=True),
                name="agreement_contact_is_copied_from_one_person",
                violation_error_message=_("A person belongs to one of both sides."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SignatoryFields(Versioned):
    """Someone who speaks for a party at the top of a paper and signs at its foot: one row for both places."""

    side = models.CharField(_("side"), max_length=20, choices=Side)
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("copied from"), null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    acting = models.BooleanField(_("acting"), default=False)
    by_delegation = models.BooleanField(_("by delegation"), default=False)
    delegated_on = models.DateField(_("date of the delegation"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        abstract = True
        ordering = ["-side", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Signatory(SignatoryFields):
    """Someone who signs an agreement."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signatories", verbose_name=_("agreement")
    )

    history = HistoricalRecords()

    class Meta(SignatoryFields.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            models.CheckConstraint(
                condition=Q(by_delegation=True, delegated_on__isnull=False)
                | Q(by_delegation=False, delegated_on__isnull=True),
                name="signatory_by_delegation_has_its_date",
                violation_error_message=_("A delegation has a date, and a date only with a delegation."),
            ),
        ]
