from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.addendum import Addendum
from agreements.models.agreement import Agreement
from municipalities.conflicts import Versioned
from municipalities.models import Domain


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def original(self) -> Self:
        """What the agreement itself says, apart from its addenda."""
        return self.filter(added_by__isnull=True)

    def holding(self, *, on: date, known_at: datetime | None = None) -> Self:
        """What binds on the day, from the agreement itself and from its addenda in effect, applied by number.

        With `known_at`: without the addenda of which the signature was recorded later. What an addendum says does not
        change once it is signed. `agreements.holding.holding_of` answers the same from rows that were fetched.
        """
        in_effect = Addendum.objects.in_effect(on=on, known_at=known_at)
        since = in_effect.filter(agreement=OuterRef("agreement"), number__gte=OuterRef("number_added_by"))
        return self.alias(number_added_by=Coalesce("added_by__number", 0)).filter(
            Q(added_by__isnull=True) | Q(added_by__in=in_effect),
            ~Exists(since.filter(dropped_domains=OuterRef("domain"))),
            ~Exists(since.filter(dropped_commitments=OuterRef("pk"))),
            ~Exists(since.filter(commitments__replaces=OuterRef("pk"))),
        )

    def for_progress(self) -> Self:
        """What the page about how one commitment stands needs. What an addendum only proposes does not stand yet."""
        progress = CommitmentProgress.objects.select_related("review", "recorded_by")
        agreed = self.filter(Q(added_by__isnull=True) | Q(added_by__signed_on__isnull=False))
        return agreed.select_related("agreement__municipality", "domain").prefetch_related(
            models.Prefetch("progress", progress)
        )


class Commitment(Versioned):
    """One extra arrangement under a domain. How it stands is the latest of its dated progress."""

    class CarriedOutBy(models.TextChoices):
        AGENCY = "agency", _("the agency")
        MUNICIPALITY = "municipality", _("the municipality")
        BOTH = "both", _("both together")

    class State(models.TextChoices):
        TO_DO = "to_do", _("to do")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("agreement")
    )
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("domain"))
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    text = models.TextField(_("text"))
    carried_out_by = models.CharField(
        _("carried out by"), max_length=20, choices=CarriedOutBy, default=CarriedOutBy.BOTH
    )
    added_by = models.ForeignKey(
        "agreements.Addendum",
        on_delete=models.PROTECT,
        related_name="commitments",
        verbose_name=_("added by"),
        null=True,
        blank=True,
        editable=False,
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        editable=False,
    )

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    if TYPE_CHECKING:
        domain_id: int
        added_by_id: int | None
        replaces_id: int | None

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["domain__position", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="commitment_says_something",
                violation_error_message=_("Write down what was agreed."),
            ),
            models.CheckConstraint(
                condition=models.Q(replaces__isnull=True) | models.Q(added_by__isnull=False),
                name="commitment_is_replaced_by_an_addendum",
                violation_error_message=_("Only an addendum replaces a commitment."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def progress_until(self, day: date | None = None) -> "CommitmentProgress | None":
        """The latest known by the day (None: ever); until something is recorded, that of the replaced commitment."""
        known = [one for one in self.progress.all() if day is None or one.on <= day]
        if known:
            return max(known, key=lambda one: (one.on, one.pk))
        return self.replaces.progress_until(day) if self.replaces is not None else None

    def state_on(self, day: date | None = None) -> State:
        progress = self.progress_until(day)
        return self.State(progress.state) if progress else self.State.TO_DO

    @property
    def state(self) -> str:
        return self.state_on().value

    def get_state_display(self) -> str:
        return str(self.state_on().label)


class CommitmentProgress(models.Model):
    """How a commitment stood from a day on, as seen at a review or in between."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="progress", verbose_name=_("commitment")
    )
    state = models.CharField(_("state"), max_length=20, choices=Commitment.State)
    on = models.DateField(_("since"))
    review = models.ForeignKey(
        "agreements.Review",
        on_delete=models.PROTECT,
        related_name="progress",
        verbose_name=_("review"),
        null=True,
        blank=True,
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "review"],
                name="commitment_progress_once_per_review",
                violation_error_message=_("A review records the state of each commitment once."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class DomainText(Versioned):
    """A paragraph of this agreement's own under a domain, in Markdown with merge fields."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="domain_texts", verbose_name=_("agreement")
    )
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+", verbose_name=_("domain"))
    text = models.TextField(_("text"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("paragraph under a domain")
        verbose_name_plural = _("paragraphs under domains")
        ordering = ["domain__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "domain"],
                name="domain_text_once_per_domain",
                violation_error_message=_("There is a paragraph under this domain already."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="domain_text_says_something",
                violation_error_message=_("Write the paragraph, or remove it."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
