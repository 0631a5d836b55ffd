"""Where an agreement stands is read from dated steps; nothing beside them says so."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.models.reference import DeclineReason

if TYPE_CHECKING:
    from agreements.models.final import Final


class Stage(models.TextChoices):
    EXPLORING = "exploring", _("exploratory talk")
    NEGOTIATION = "negotiation", _("negotiation")
    FINAL_NEGOTIATION = "final_negotiation", _("final negotiation")
    APPROVED = "approved", _("approved by the council")
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("no agreement")
    ENDED = "ended", _("ended early")

    @property
    def is_open(self) -> bool:
        """Before signature, and not refused."""
        return self in OPEN_STAGES

    def may_follow(self, before: "Stage | None") -> bool:
        """Whether this stage can come right after another; None stands for the beginning."""
        if before is None:
            return self != Stage.ENDED
        if before == Stage.DECLINED:
            return self.is_open
        if before.is_open:
            return self in {Stage.SIGNED, Stage.DECLINED} or (
                self.is_open and OPEN_STAGES.index(self) > OPEN_STAGES.index(before)
            )
        return before == Stage.SIGNED and self == Stage.ENDED


OPEN_STAGES = (Stage.EXPLORING, Stage.NEGOTIATION, Stage.FINAL_NEGOTIATION, Stage.APPROVED)

# What happened on one day happened in this order, in whatever order it was typed in.
ORDER_WITHIN_A_DAY = (*OPEN_STAGES, Stage.DECLINED, Stage.SIGNED, Stage.ENDED)


class StageChangeQuerySet(models.QuerySet["StageChange"]):
    def standing(self, *, known_at: datetime | None = None) -> Self:
        """Steps that were not corrected; with `known_at`, as they stood at that moment, corrections since undone."""
        if known_at is None:
            return self.filter(correction__isnull=True)
        return self.filter(recorded_at__lte=known_at).filter(
            Q(correction__isnull=True) | Q(correction__corrected_at__gt=known_at)
        )

    def in_effect(self, *, on: date, known_at: datetime | None = None) -> Self:
        """Standing steps that had taken effect on the day. An ending takes effect when its day is over."""
        standing = self.standing(known_at=known_at)
        return standing.filter(effective_on__lte=on).exclude(stage=Stage.ENDED, effective_on=on)

    def in_order(self) -> Self:
        """As they happened."""
        return self.order_by("effective_on", _rank_within_a_day(), "pk")

    def latest_first(self) -> Self:
        return self.order_by("-effective_on", _rank_within_a_day().desc(), "-pk")

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(HOW_TO_RECORD)

    def bulk_update(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(HOW_TO_CORRECT)

    def update(self, **kwargs: Any) -> Any:
        raise TypeError(HOW_TO_CORRECT)

    def delete(self) -> Any:
        raise TypeError(HOW_TO_CORRECT)


HOW_TO_RECORD = "A stage change is recorded by agreements.actions.stages alone."
HOW_TO_CORRECT = "A stage change is never changed or deleted, only corrected: agreements.actions.stages.correct()."


def _rank_within_a_day() -> Case:
    return Case(
        *(When(stage=stage, then=Value(rank)) for rank, stage in enumerate(ORDER_WITHIN_A_DAY)),
        output_field=models.IntegerField(),
    )


class StageChange(models.Model):
    """A dated step of an agreement. Made by `agreements.actions.stages` alone, and never changed afterwards."""

    agreement = models.ForeignKey(
        "agreements.Agreement", on_delete=models.PROTECT, related_name="stage_changes", verbose_name=_("agreement")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    effective_on = models.DateField(_("happened on"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    note = models.TextField(_("note"), blank=True)
    reason = models.ForeignKey(
        DeclineReason,
        on_delete=models.PROTECT,
        related_name="stage_changes",
        verbose_name=_("reason for no agreement"),
        null=True,
        blank=True,
    )
    try_again_on = models.DateField(_("try again on"), null=True, blank=True)
    municipality_signed_on = models.DateField(_("signed by the municipality on"), null=True, blank=True)
    ocmw_signed_on = models.DateField(_("signed by the OCMW on"), null=True, blank=True)
    agency_signed_on = models.DateField(_("signed by the agency on"), null=True, blank=True)

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        ordering = ["effective_on", "pk"]
        indexes = [
            models.Index(fields=["agreement", "effective_on"], name="stage_change_in_order"),
            # Not by stage alone: SQLite would prefer that to the agreement at hand, and read every signature for each.
            models.Index(fields=["agreement", "stage", "effective_on"], name="stage_change_by_stage"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="declined", reason__isnull=False) | (~Q(stage="declined") & Q(reason__isnull=True)),
                name="stage_change_no_agreement_has_a_reason",
                violation_error_message=_("Choose why there is no agreement."),
            ),
            models.CheckConstraint(
                condition=Q(try_again_on__isnull=True) | Q(stage="declined"),
                name="stage_change_try_again_after_no_agreement_only",
                violation_error_message=_("Only without an agreement there is a day to try again."),
            ),
            models.CheckConstraint(
                condition=Q(try_again_on__isnull=True) | Q(try_again_on__gt=F("effective_on")),
                name="stage_change_try_again_comes_after_the_refusal",
                violation_error_message=_("The day to try again comes after the refusal."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(stage="signed", agency_signed_on__isnull=False, municipality_signed_on__isnull=False)
                    | Q(stage="signed", agency_signed_on__isnull=False, ocmw_signed_on__isnull=False)
                    | (
                        ~Q(stage="signed")
                        & Q(
                            agency_signed_on__isnull=True,
                            municipality_signed_on__isnull=True,
                            ocmw_signed_on__isnull=True,
                        )
                    )
                ),
                name="stage_change_signature_has_the_days_of_both_sides",
                violation_error_message=_("Give the day on which each party signed."),
            ),
            models.CheckConstraint(
                condition=(
                    (Q(agency_signed_on__isnull=True) | Q(agency_signed_on__lte=F("effective_on")))
                    & (Q(municipality_signed_on__isnull=True) | Q(municipality_signed_on__lte=F("effective_on")))
                    & (Q(ocmw_signed_on__isnull=True) | Q(ocmw_signed_on__lte=F("effective_on")))
                    & (
                        ~Q(stage="signed")
                        # Without "is not null" an unknown day would make the whole check unknown, and so pass it.
                        | Q(agency_signed_on__isnull=False, agency_signed_on=F("effective_on"))
                        | Q(municipality_signed_on__isnull=False, municipality_signed_on=F("effective_on"))
                        | Q(ocmw_signed_on__isnull=False, ocmw_signed_on=F("effective_on"))
                    )
                ),
                name="stage_change_signed_when_the_last_party_signed",
                violation_error_message=_("An agreement is signed on the day the last party signed."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="ended") | ~Q(note=""),
                name="stage_change_ending_has_a_reason",
                violation_error_message=_("Say why the agreement ends early."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {date_format(self.effective_on)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError(HOW_TO_RECORD if self.pk is None else HOW_TO_CORRECT)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(HOW_TO_CORRECT)

    def insert(self) -> Self:
        """Write this step, once. Called by `agreements.actions.stages.record` alone; a test holds that."""
        super().save(force_insert=True)
        return self

    @property
    def is_standing(self) -> bool:
        return not hasattr(self, "correction")

    def is_in_effect(self, *, on: date) -> bool:
        """As `StageChangeQuerySet.in_effect`, for a step that was fetched with its correction."""
        if not self.is_standing:
            return False
        return self.effective_on < on or (self.effective_on == on and self.stage != Stage.ENDED)


class EndingQuerySet(StageChangeQuerySet):
    def for_paper(self) -> Self:
        """What the paper prints, and what is settled of it."""
        return self.select_related("agreement__municipality", "correction").prefetch_related(
            "agreement__council_decisions", "agreement__contacts__changes", "finals"
        )


class EndingManager(models.Manager.from_queryset(EndingQuerySet)):  # type: ignore[misc]  # a class made by Django
    def get_queryset(self) -> EndingQuerySet:
        found: EndingQuerySet = super().get_queryset().filter(stage=Stage.ENDED)
        return found


class Ending(StageChange):
    """The early end of an agreement: a step of which a paper is made that all parties sign."""

    objects: ClassVar[Any] = EndingManager()

    class Meta:
        proxy = True
        verbose_name = _("early end")
        verbose_name_plural = _("early ends")

    def get_absolute_url(self) -> str:
        return self.agreement.get_absolute_url()

    @property
    def reference(self) -> str:
        """The number of the agreement, then what its paper is, as that of an addendum: OVL-2021-0007/E."""
        return f"{self.agreement.reference}/E"

    @property
    def standing_final(self) -> "Final | None":
        """The paper as it is or will be signed, unless it was taken back."""
        return next((final for final in self.finals.all() if final.reopening_id is None), None)


class StageCorrection(models.Model):
    """A mistake in a recorded step: why it no longer stands, and the step that stands in its place, if any."""

    change = models.OneToOneField(
        StageChange, on_delete=models.PROTECT, related_name="correction", verbose_name=_("stage change")
    )
    replacement = models.OneToOneField(
        StageChange,
        on_delete=models.PROTECT,
        related_name="corrects",
        verbose_name=_("replacement"),
        null=True,
        blank=True,
    )
    reason = models.TextField(_("reason of the correction"))
    corrected_at = models.DateTimeField(_("corrected at"), auto_now_add=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("corrected by")
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="stage_correction_has_a_reason",
                violation_error_message=_("Say why this step is corrected."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
