"""People of an agreement, copied when chosen: a later change of a contact does not rewrite an agreement."""

from datetime import date, timedelta
from typing import Final, Self

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


# The Decree on Local Government: who holds a mandate signs in the place of the chair (art. 281), staff in the place
# of the general director (art. 283).
MANDATES: Final = ("burgemeester", "schepen", "raadslid", "voorzitter")


def holds_mandate(function: str) -> bool:
    """By the words of the function, as they stand on the paper."""
    return any(word in function.casefold() for word in MANDATES)


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


class ContactFields(Versioned):
    """Whom to reach, copied from a contact of the municipality or from somebody of the agency, or typed."""

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

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class AgreementContact(ContactFields):
    """Whom to reach about an agreement, as printed in it. Who took over since then is a ContactChange."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("agreement")
    )
    side = models.CharField(_("side"), max_length=20, choices=Side)
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

    def holder(self, *, on: date) -> "ContactFields":
        """Who is to be reached in this place on the day: as printed, or whoever took over by then."""
        return max(
            (change for change in self.changes.all() if change.starts_on <= on),
            key=lambda change: change.starts_on,
            default=self,
        )


class ContactChangeQuerySet(models.QuerySet["ContactChange"]):
    def for_notice(self) -> Self:
        """What the notice prints: the agreement, and who was to be reached before."""
        return self.select_related("agreement_contact__agreement__municipality").prefetch_related(
            "agreement_contact__changes", "agreement_contact__agreement__council_decisions"
        )


class ContactChange(ContactFields):
    """Somebody else is to be reached from a day on. It needs no addendum; a notice can be printed."""

    agreement_contact = models.ForeignKey(
        AgreementContact, on_delete=models.PROTECT, related_name="changes", verbose_name=_("contact of the agreement")
    )
    starts_on = models.DateField(_("from"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = ContactChangeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("change of contact")
        verbose_name_plural = _("changes of contact")
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement_contact", "starts_on"],
                name="contact_changes_once_a_day",
                violation_error_message=_("A change from that day is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(user__isnull=True),
                name="contact_change_is_copied_from_one_person",
                violation_error_message=_("A person belongs to one of both sides."),
            ),
        ]

    @property
    def agreement(self) -> Agreement:
        return self.agreement_contact.agreement

    @property
    def side(self) -> str:
        return self.agreement_contact.side

    @property
    def before(self) -> ContactFields:
        """Whom this person takes over from."""
        return self.agreement_contact.holder(on=self.starts_on - timedelta(days=1))


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
