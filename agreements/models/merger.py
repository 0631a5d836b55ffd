"""What a region decides about an agreement that a merger brought to a successor."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.addresses import merger_page
from agreements.models.agreement import Agreement
from municipalities.models import Succession


class MergerDecisionQuerySet(models.QuerySet["MergerDecision"]):
    def standing(self) -> Self:
        """Decisions that no later one replaced."""
        return self.filter(replaced_by__isnull=True)

    def for_list(self) -> Self:
        return self.select_related("decided_by", "recorded_by")


class MergerDecision(models.Model):
    """What becomes of an agreement that a predecessor brought along. Never changed: a later decision replaces it."""

    class Choice(models.TextChoices):
        CONTINUE = "continue", _("let it run on")
        NEW_AGREEMENT = "new_agreement", _("a new agreement")
        ADDENDUM = "addendum", _("an addendum")
        END = "end", _("end it early")

    succession = models.ForeignKey(
        Succession, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("succession")
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="merger_decisions", verbose_name=_("agreement")
    )
    choice = models.CharField(_("decision"), max_length=20, choices=Choice)
    note = models.TextField(_("note"), blank=True)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        error_messages={"unique": _("Somebody else replaced this decision in the meantime.")},
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = MergerDecisionQuerySet.as_manager()

    if TYPE_CHECKING:
        succession_id: int
        agreement_id: int
        replaces_id: int | None

    class Meta:
        verbose_name = _("decision after a merger")
        verbose_name_plural = _("decisions after a merger")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["succession", "agreement"],
                condition=Q(replaces__isnull=True),
                name="merger_decision_is_first_once",
                violation_error_message=_("Something was decided about this agreement already: replace that."),
            ),
            models.CheckConstraint(
                condition=~Q(choice="end") | ~Q(note=""),
                name="merger_decision_to_end_says_why",
                violation_error_message=_("Say why the agreement ends early."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()

    def get_absolute_url(self) -> str:
        return merger_page(self.succession)
