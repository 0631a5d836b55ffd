from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality


class LateEntry(models.Model):
    """Why something was recorded or changed after figures were given out that it changes."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="late_entries", verbose_name=_("municipality")
    )
    day = models.DateField(_("happened on"))
    reason = models.TextField(_("reason"))
    changes = models.TextField(_("published figures that changed"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("late entry")
        verbose_name_plural = _("late entries")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="late_entry_has_a_reason",
                violation_error_message=_("Say why it is recorded or changed only now."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
