"""A numbered addition to a signed agreement. What it changes holds from its first day; no row is rewritten."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement, CouncilDecision, DecisionFields
from agreements.models.people import SignatoryFields
from agreements.models.stage import Ending
from agreements.models.template import Clause, TemplateVersion
from municipalities.conflicts import Versioned
from municipalities.models import Domain

if TYPE_CHECKING:
    from agreements.models.final import Final


class AddendumQuerySet(models.QuerySet["Addendum"]):
    def open(self) -> Self:
        """Neither signed nor withdrawn."""
        return self.filter(signed_on__isnull=True, withdrawn_on__isnull=True)

    def signed(self, *, by: date) -> Self:
        return self.filter(signed_on__lte=by)

    def in_effect(self, *, on: date, known_at: datetime | None = None) -> Self:
        """Those whose changes hold on the day: signed by all, and begun; with `known_at`, by what was recorded then."""
        if known_at is None:
            return self.signed(by=on).filter(starts_on__lte=on)
        known = Addendum.history.as_of(known_at).filter(signed_on__lte=on, starts_on__lte=on)
        return self.filter(pk__in=known.values("id"))

    def with_agreement(self) -> Self:
        """With the agreement and all that tells what held before and after."""
        agreements = Agreement.objects.select_related("municipality__region").with_addenda()
        return self.prefetch_related(Prefetch("agreement", agreements))

    def for_detail(self) -> Self:
        """What the page of one addendum needs."""
        return (
            self.with_agreement()
            .select_related("template_version__template", "created_by")
            .prefetch_related("added_domains", "dropped_domains", "dropped_commitments", "left_out")
            .prefetch_related("signatories", "council_decisions", "reopenings")
            .prefetch_related("finals__document", "finals__made_by", "finals__reopening__reopened_by")
            .prefetch_related("signed_copies__document")
        )

    def for_paper(self) -> Self:
        """What the paper prints."""
        return (
            self.with_agreement()
            .select_related("template_version__template")
            .prefetch_related("added_domains", "dropped_domains", "dropped_commitments", "left_out")
            .prefetch_related("signatories", "council_decisions", "template_version__parts__domain")
            .prefetch_related("agreement__contacts__changes", "clause_version__parts__clauses")
        )


class Addendum(Versioned):
    """An addition to a signed agreement: other commitments (`Commitment.added_by`), domains added or dropped.

    Without a number it is provisional; the signature gives it the next in the row of its agreement.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="addenda", verbose_name=_("agreement")
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, editable=False)
    template_version = models.ForeignKey(
        TemplateVersion,
        on_delete=models.PROTECT,
        related_name="addenda",
        verbose_name=_("version of the template"),
        null=True,
        blank=True,
    )
    # Where the clauses of a domain that comes in stand: an agreement signed outside has no version of its own.
    clause_version = models.ForeignKey(
        TemplateVersion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("version with the clauses"),
        null=True,
        blank=True,
    )
    subject = models.CharField(_("subject"), max_length=200)
    starts_on = models.DateField(_("holds from"), null=True, blank=True)
    dated_on = models.DateField(_("date on the paper"), null=True, blank=True)
    added_domains = models.ManyToManyField(
        Domain, related_name="added_by_addenda", verbose_name=_("domains added"), blank=True
    )
    dropped_domains = models.ManyToManyField(
        Domain, related_name="dropped_by_addenda", verbose_name=_("domains dropped"), blank=True
    )
    dropped_commitments = models.ManyToManyField(
        "agreements.Commitment", related_name="dropped_by", verbose_name=_("commitments dropped"), blank=True
    )
    left_out = models.ManyToManyField(Clause, related_name="+", verbose_name=_("optional clauses left out"), blank=True)
    municipality_signed_on = models.DateField(_("signed by the municipality on"), null=True, blank=True)
    ocmw_signed_on = models.DateField(_("signed by the OCMW on"), null=True, blank=True)
    agency_signed_on = models.DateField(_("signed by the agency on"), null=True, blank=True)
    signed_on = models.DateField(_("signed by all on"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_because = models.TextField(_("why it is withdrawn"), blank=True)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = AddendumQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[added_domains, dropped_domains, dropped_commitments, left_out])

    if TYPE_CHECKING:
        agreement_id: int

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        ordering = ["agreement", F("number").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="addendum_has_its_own_number",
                violation_error_message=_("This number is taken."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(signed_on__isnull=True, withdrawn_on__isnull=True),
                name="addendum_one_open_at_a_time",
                violation_error_message=_("This agreement has an open addendum already: sign or withdraw that first."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, number__isnull=True)
                | Q(signed_on__isnull=False, number__isnull=False, starts_on__isnull=False),
                name="addendum_has_a_number_and_a_first_day_once_signed",
                violation_error_message=_("A signed addendum has a number and a first day; an open one has no number."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(signed_on__isnull=True),
                name="addendum_signed_is_not_withdrawn",
                violation_error_message=_("What all parties signed cannot be withdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
                name="addendum_is_withdrawn_with_a_reason",
                violation_error_message=_("Say why the addendum is withdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | (
                    Q(agency_signed_on__isnull=False)
                    & (Q(municipality_signed_on__isnull=False) | Q(ocmw_signed_on__isnull=False))
                ),
                name="addendum_signed_has_the_days_of_both_sides",
                violation_error_message=_("Give the day on which each party signed."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("agreements:addendum_detail", args=[self.pk])

    def is_in_effect(self, *, on: date) -> bool:
        """As `AddendumQuerySet.in_effect`."""
        return self.takes_effect_on is not None and self.takes_effect_on <= on

    @property
    def takes_effect_on(self) -> date | None:
        """From when its changes hold: its first day, but never before the last signature; None until signed."""
        if self.signed_on is None or self.starts_on is None:
            return None
        return max(self.signed_on, self.starts_on)

    @property
    def councils(self) -> list[CouncilDecision.Body]:
        """The councils that decide on it: those of the agreement."""
        return self.agreement.councils

    @property
    def standing_final(self) -> "Final | None":
        """The paper as it is or will be signed, unless it was taken back."""
        return next((final for final in self.finals.all() if final.reopening_id is None), None)

    @property
    def is_open(self) -> bool:
        return self.signed_on is None and self.withdrawn_on is None

    @property
    def reference(self) -> str:
        """The number of the agreement, then its own: OVL-2021-0007/A1; provisional: OVL-2021-0007/A…"""
        return f"{self.agreement.reference}/{self.short_reference}"

    @property
    def short_reference(self) -> str:
        return f"A{self.number or '…'}"


class AddendumDecision(DecisionFields):
    """The decision of a council on an addendum."""

    addendum = models.ForeignKey(
        Addendum, on_delete=models.PROTECT, related_name="council_decisions", verbose_name=_("addendum")
    )

    history = HistoricalRecords()

    class Meta(DecisionFields.Meta):
        verbose_name = _("council decision on an addendum")
        verbose_name_plural = _("council decisions on addenda")
        constraints = [
            models.UniqueConstraint(
                fields=["addendum", "body"],
                name="council_decides_once_on_an_addendum",
                violation_error_message=_("The decision of this council is already recorded."),
            ),
        ]

    @property
    def agreement(self) -> Agreement:
        return self.addendum.agreement


class AddendumSignatory(SignatoryFields):
    """Someone who signs an addendum."""

    addendum = models.ForeignKey(
        Addendum, on_delete=models.PROTECT, related_name="signatories", verbose_name=_("addendum")
    )

    history = HistoricalRecords()

    class Meta(SignatoryFields.Meta):
        verbose_name = _("signatory of an addendum")
        verbose_name_plural = _("signatories of addenda")
        constraints = [
            models.CheckConstraint(
                condition=Q(by_delegation=True, delegated_on__isnull=False)
                | Q(by_delegation=False, delegated_on__isnull=True),
                name="addendum_signatory_by_delegation_has_its_date",
                violation_error_message=_("A delegation has a date, and a date only with a delegation."),
            ),
        ]

    @property
    def agreement(self) -> Agreement:
        return self.addendum.agreement


# What is printed from what was filled in for it, decided on by councils and signed by the people that it names.
Source = Agreement | Addendum

# Whatever has a final and comes back signed.
Signable = Source | Ending


def agreement_of(source: Signable) -> Agreement:
    return source if isinstance(source, Agreement) else source.agreement
