"""An answer that is being prepared: everything can still change, and no figure is frozen yet."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.conflicts import Versioned
from publications.models.publication import Publication
from publications.models.said import Said


class Draft(Said, Versioned):
    """What will be published, once somebody says so; then the draft is gone and the publication is there."""

    known_on = models.DateField(
        _("as known on"),
        null=True,
        blank=True,
        help_text=_("Leave empty for all that is recorded at the moment of publishing."),
    )
    answered_on = models.DateField(_("answered on"))
    succeeds = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="drafts",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    if TYPE_CHECKING:
        succeeds_id: int | None

    class Meta:
        verbose_name = _("draft of a publication")
        verbose_name_plural = _("drafts of publications")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(succeeds__isnull=True, reason="") | (Q(succeeds__isnull=False) & ~Q(reason="")),
                name="draft_that_corrects_has_a_reason",
                violation_error_message=_("Say why the earlier answer is corrected."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="written_question") | ~Q(number=""),
                name="draft_of_a_written_question_has_its_number",
                violation_error_message=_("Give the number of the written question."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publications:draft_detail", args=[self.pk])
