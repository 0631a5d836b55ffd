"""Whether an answer still comes out of the register as it was given."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from publications.models.publication import Publication, PublicationQuerySet


class Clock(models.TextChoices):
    """From which moment the day of the figures is looked at."""

    THEN = "then", _("as known when it was given")
    NOW = "now", _("as known now")


class VerificationQuerySet(models.QuerySet["Verification"]):
    def latest_of_each(self) -> Self:
        """The newest for each publication on each clock."""
        newest = Verification.objects.filter(publication=OuterRef("publication"), clock=OuterRef("clock"))
        return self.filter(pk=Subquery(newest.order_by("-pk").values("pk")[:1]))

    def broken(self) -> Self:
        return self.filter(Q(is_intact=False) | Q(is_same=False))

    def alarming(self) -> Self:
        """What asks for an eye: a broken seal, or another outcome of an answer that no correction succeeded."""
        differs = Q(is_same=False, publication__succeeded_by__isnull=True)
        return self.latest_of_each().filter(Q(is_intact=False) | differs)

    def untold(self) -> Self:
        """Of which no manager had a mail yet."""
        return self.filter(told_at__isnull=True)

    def for_list(self) -> Self:
        return self.select_related("publication").defer("publication__frozen")


def with_outcome(publications: PublicationQuerySet) -> PublicationQuerySet:
    """Annotates what the newest verification on a clock found.

    `is_broken`: a difference, or a broken seal; None before the first. `is_seal_broken`: the latter.
    """
    found = Verification.objects.filter(publication=OuterRef("pk"))
    return publications.annotate(
        is_seal_broken=Exists(found.latest_of_each().filter(is_intact=False)),
        is_broken=Case(
            When(Exists(found.latest_of_each().broken()), then=Value(True)),
            When(Exists(found), then=Value(False)),
            output_field=models.BooleanField(null=True),
        ),
    )


class Verification(models.Model):
    """What was found on one clock, from one night until the last on which it was found again."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="verifications", verbose_name=_("publication")
    )
    clock = models.CharField(_("clock"), max_length=10, choices=Clock)
    is_intact = models.BooleanField(_("seal unbroken"))
    is_same = models.BooleanField(_("reproduces"))
    differences = models.JSONField(_("differences"), default=dict, blank=True)
    causes = models.JSONField(_("what changed"), default=dict, blank=True)
    found_at = models.DateTimeField(_("found at"))
    confirmed_at = models.DateTimeField(_("last found at"))
    told_at = models.DateTimeField(_("managers told at"), null=True, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-found_at", "-pk"]
        indexes = [models.Index(fields=["publication", "clock", "-id"], name="verification_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(found_at__lte=models.F("confirmed_at")),
                name="verification_is_found_before_it_is_confirmed",
                violation_error_message=_("What was found is confirmed later, not earlier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication}, {self.get_clock_display()}"

    @property
    def is_broken(self) -> bool:
        return not (self.is_intact and self.is_same)

    @property
    def is_seal_broken(self) -> bool:
        return not self.is_intact

    def tells_otherwise_than(self, other: "Verification") -> bool:
        return (self.is_intact, self.differences) != (other.is_intact, other.differences)

    @property
    def totals(self) -> list[dict[str, Any]]:
        """The figures that are another number, in total and per province."""
        found: list[dict[str, Any]] = self.differences.get("figures", [])
        return found

    @property
    def versions(self) -> list[dict[str, Any]]:
        """The figures that are counted by another version of their definition."""
        found: list[dict[str, Any]] = self.differences.get("versions", [])
        return found

    @property
    def places(self) -> list[dict[str, Any]]:
        """The municipalities that count differently, each with what changed."""
        return [place | {"causes": self._causes(place["nis"])} for place in self.differences.get("places", [])]

    def _causes(self, nis: str) -> list[dict[str, Any]]:
        return [
            cause | {"at": cause["at"] and datetime.fromisoformat(cause["at"])} for cause in self.causes.get(nis, [])
        ]
