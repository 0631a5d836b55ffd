"""Papers that are kept byte for byte."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT_AS_IT_IS = "A document is never changed or deleted: papers.documents stores another one."


class Document(models.Model):
    """A stored paper. The file is named after its own SHA-256, so what it says can always be proved.

    Made by `papers.documents` alone, which writes the file whole before the row.
    """

    file = models.FileField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    label = models.CharField(_("name"), max_length=250, help_text=_("As it was handed in; never used as a path."))
    stored_at = models.DateTimeField(_("stored at"), auto_now_add=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("stored by")
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_sha256_is_64_hexadecimal_digits",
                violation_error_message=_("This is not a SHA-256."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError(KEPT_AS_IT_IS)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(KEPT_AS_IT_IS)

    def insert(self) -> Self:
        """Write this row, once. Called by `papers.documents` alone."""
        super().save(force_insert=True)
        return self
