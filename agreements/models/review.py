from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.commitment import CommitmentProgress
from municipalities.conflicts import Versioned
from municipalities.models import Contact, Domain


class ReviewQuerySet(models.QuerySet["Review"]):
    def for_detail(self) -> Self:
        """What the page of one review needs."""
        return self.select_related("agreement__municipality").prefetch_related(
            "agency_people",
            "contacts",
            "outcomes__domain",
            models.Prefetch(
                "progress",
                CommitmentProgress.objects.select_related("commitment__domain").order_by(
                    "commitment__domain__position", "commitment__position", "pk"
                ),
            ),
        )


class Review(Versioned):
    """The yearly meeting that an agreement owes. It comes due on an anniversary; this records that it was held."""

    class FollowUp(models.TextChoices):
        NOTHING = "nothing", _("nothing needed")
        ADJUSTMENT = "adjustment", _("an adjustment")
        ADDENDUM = "addendum", _("an addendum")

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("agreement")
    )
    due_on = models.DateField(_("due on"))
    held_on = models.DateField(_("held on"))
    agency_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="reviews", verbose_name=_("present for the agency"), blank=True
    )
    contacts = models.ManyToManyField(
        Contact, related_name="reviews", verbose_name=_("present for the municipality"), blank=True
    )
    other_people = models.CharField(_("others present, not yet in the register"), max_length=250, blank=True)
    follow_up = models.CharField(_("follow-up"), max_length=20, choices=FollowUp, default=FollowUp.NOTHING)
    follow_up_note = models.TextField(_("what follows"), blank=True)

    objects = ReviewQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[agency_people, contacts])

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "due_on"],
                name="review_once_per_anniversary",
                violation_error_message=_("The review of this year is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up="nothing") | ~Q(follow_up_note=""),
                name="review_follow_up_says_what_follows",
                violation_error_message=_("Say what will be adjusted or added."),
            ),
        ]

    def __str__(self) -> str:
        return date_format(self.held_on)

    def get_absolute_url(self) -> str:
        return reverse("agreements:review_detail", args=[self.pk])


class ReviewOutcome(models.Model):
    """What the review found under one domain."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("review"))
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+", verbose_name=_("domain"))
    text = models.TextField(_("outcome"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["domain__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "domain"],
                name="review_has_one_outcome_per_domain",
                violation_error_message=_("A domain has one outcome per review."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
