from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class NoTerm(Exception):
    """No term of local government is known for a day. The message says so in words for the screen."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(gettext("No term is known for %(day)s.") % {"day": date_format(day)})


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, day: date) -> "Term":
        """The term that the day falls in. Raises NoTerm."""
        term = self.filter(starts_on__lte=day, ends_on__gte=day).first()
        if term is None:
            raise NoTerm(day)
        return term


class Term(models.Model):
    """Six years of local government."""

    starts_on = models.DateField(_("first day"), unique=True)
    ends_on = models.DateField(_("last day"), unique=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")),
                name="term_starts_before_it_ends",
                violation_error_message=_("A term must start before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on.year}–{self.ends_on.year}"

    def nearest(self, day: date) -> date:
        """The day itself, or the first or last day of the term when the day lies outside it."""
        return min(max(day, self.starts_on), self.ends_on)

    def clean(self) -> None:
        if self.starts_on and self.ends_on:
            others = Term.objects.exclude(pk=self.pk)
            if others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).exists():
                raise ValidationError(_("Two terms cannot hold on the same day."))
