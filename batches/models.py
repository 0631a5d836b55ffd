"""The papers of many agreements as one ZIP: what was asked, how far it is, who took it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agreements.models import Agreement
from batches.permissions import sees_all

if TYPE_CHECKING:
    from datetime import datetime

KEPT: Final = timedelta(days=1)
# A worker says every few seconds that it is there; whoever is silent for so long is gone.
SILENCE: Final = timedelta(seconds=20)
# Nothing takes this long: whoever claimed it hangs.
LONGEST: Final = timedelta(minutes=10)
# The crew ends a process that hangs before another takes up its work, and hangs on it too.
PATIENCE: Final = LONGEST - timedelta(minutes=1)


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> Self:
        """One's own; managers and administrators see those of everybody."""
        return self if sees_all(user) else self.filter(made_by=user)

    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True, cancelled_at__isnull=True)

    def kept(self) -> Self:
        """Finished or cancelled, and not forgotten yet."""
        return self.filter(Q(finished_at__isnull=False) | Q(cancelled_at__isnull=False), forgotten_at__isnull=True)

    def outlived(self, *, at: "datetime") -> Self:
        """Finished or cancelled more than a day before, and not forgotten yet."""
        return self.kept().filter(Q(finished_at__lt=at - KEPT) | Q(cancelled_at__lt=at - KEPT))

    def with_progress(self) -> Self:
        """Annotates `total`, `done` and `last_done_at`, of the agreements in the batch."""
        return self.annotate(
            total=Count("items"),
            done=Count("items", filter=Q(items__done_at__isnull=False)),
            last_done_at=Max("items__done_at"),
        )

    def for_list(self) -> Self:
        return self.select_related("made_by", "cancelled_by").with_progress().order_by("-made_at", "-pk")


class Claim(models.Model):
    """Work that one worker at a time has in hand. Who holds it is known by a text of its own for each time."""

    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True, editable=False)
    claimed_by = models.CharField(_("claimed by"), max_length=100, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    deaths = models.PositiveSmallIntegerField(
        _("tries that ended with their worker"), default=0, editable=False, help_text=_("Among the tries.")
    )

    class Meta:
        abstract = True

    @staticmethod
    def unclaimed() -> Q:
        return Q(claimed_at__isnull=True) | Q(claimed_at__lt=Now() - LONGEST)

    @staticmethod
    def hanging() -> Q:
        return Q(claimed_at__lt=Now() - PATIENCE)

    @property
    def failures(self) -> int:
        """Tries that failed and could tell of it; the one in hand counts, for whoever asks after it failed."""
        return self.tries - self.deaths


class Batch(Claim):
    """A list of agreements of which the papers were asked, in the order of the list. The claim is on its ZIP."""

    class What(models.TextChoices):
        DRAFTS = "drafts", _("drafts")
        FINALS = "finals", _("finals")
        COPIES = "copies", _("signed copies")

    class State(models.TextChoices):
        """Read from the dates, never stored."""

        WAITING = "waiting", _("waits for a worker")
        BUSY = "busy", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("did not work out")
        CANCELLED = "cancelled", _("stopped")
        GONE = "gone", _("no longer kept")

    what = models.CharField(_("papers"), max_length=10, choices=What)
    filter_words = models.TextField(_("filter"), blank=True, help_text=_("In words, as the list was filtered."))
    query = models.TextField(_("filter in the address"), blank=True)
    day = models.DateField(_("as on"), help_text=_("Drafts are printed as the agreements stand on this day."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="batches", verbose_name=_("asked by")
    )
    made_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("cancelled by"),
        null=True,
        blank=True,
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    file = models.FileField(_("file"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    forgotten_at = models.DateTimeField(_("forgotten at"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    if TYPE_CHECKING:
        total: int
        done: int
        last_done_at: datetime | None
        made_by_id: int

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, finished_at__isnull=True),
                name="batch_is_cancelled_by_someone_before_it_is_finished",
                violation_error_message=_("A batch is cancelled by someone, and only before it is finished."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, file="", problem="")
                | Q(finished_at__isnull=False, forgotten_at__isnull=False, file="")
                | (Q(finished_at__isnull=False, forgotten_at__isnull=True) & (Q(file="") ^ Q(problem=""))),
                name="batch_finished_has_a_file_or_a_problem_until_it_is_forgotten",
                violation_error_message=_("A finished batch has a file or a problem."),
            ),
        ]

    def __str__(self) -> str:
        return f"{_('batch')} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("batches:batch_detail", args=[self.pk])

    @property
    def state(self) -> State:
        if self.cancelled_at:
            return self.State.CANCELLED
        if self.problem:
            return self.State.FAILED
        if self.forgotten_at:
            return self.State.GONE
        if self.finished_at:
            return self.State.READY
        return self.State.BUSY if self.done or self.tries else self.State.WAITING

    @property
    def mark(self) -> str:
        """The name of its shape (accounts.templatetags.marks)."""
        return {
            self.State.WAITING: "due",
            self.State.BUSY: "under_way",
            self.State.READY: "done",
            self.State.FAILED: "overdue",
            self.State.CANCELLED: "cancelled",
            self.State.GONE: "not_held",
        }[self.state]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it, but being forgotten."""
        return self.finished_at is not None or self.cancelled_at is not None

    @property
    def kept_until(self) -> "datetime | None":
        return self.finished_at + KEPT if self.finished_at else None

    @property
    def folder(self) -> str:
        """Where its files lie: the ZIP, and the drafts until they are in it."""
        return f"batches/{self.pk}"


class BatchItemQuerySet(models.QuerySet["BatchItem"]):
    def undone(self) -> Self:
        return self.filter(done_at__isnull=True)

    def free(self) -> Self:
        """Not done, and in nobody's hands."""
        return self.undone().filter(Claim.unclaimed())


class BatchItem(Claim):
    """One agreement in a batch: its papers, or why there are none."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items", verbose_name=_("batch"))
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="batch_items", verbose_name=_("agreement")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    papers = models.JSONField(_("papers"), default=list, blank=True)
    missing = models.TextField(_("why there is no paper"), blank=True)
    problem = models.TextField(_("problem"), blank=True)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement in a batch")
        verbose_name_plural = _("agreements in a batch")
        ordering = ["position"]
        indexes = [models.Index(fields=["batch", "done_at", "tries", "position"], name="batch_item_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "agreement"],
                name="batch_holds_an_agreement_once",
                violation_error_message=_("This agreement is in the batch already."),
            ),
            models.UniqueConstraint(
                fields=["batch", "position"],
                name="batch_has_one_agreement_per_position",
                violation_error_message=_("There is an agreement at this position already."),
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(missing="", problem=""),
                name="batch_item_says_what_became_of_it_when_it_is_done",
                violation_error_message=_("What became of it is known when it is done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.agreement}"


class BatchDownload(models.Model):
    """Who took the papers of a batch, and when."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="downloads", verbose_name=_("batch"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken by")
    )
    taken_at = models.DateTimeField(_("taken at"), auto_now_add=True)

    class Meta:
        verbose_name = _("download of a batch")
        verbose_name_plural = _("downloads of batches")
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.taken_by} {self.taken_at}"


class WorkerQuerySet(models.QuerySet["Worker"]):
    def living(self) -> Self:
        """Heard of lately. All moments are those of the database: the clocks of machines differ."""
        return self.filter(seen_at__gt=Now() - SILENCE)

    def seen(self, names: Iterable[str]) -> None:
        """These are there now, also those that were silent for so long that they were forgotten."""
        self.bulk_create(
            [Worker(name=name, seen_at=Now()) for name in names],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["seen_at"],
        )


class Worker(models.Model):
    """A process of `manage.py work`, on whichever machine."""

    name = models.CharField(_("name"), max_length=63, unique=True)
    started_at = models.DateTimeField(_("started at"), db_default=Now())
    seen_at = models.DateTimeField(_("seen at"), db_default=Now())

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = [F("started_at").desc()]

    def __str__(self) -> str:
        return self.name
