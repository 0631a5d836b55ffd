"""Figures as they were given out, frozen for good."""

import hashlib
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import HasKey, KeyTransform
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publications.models.frozen import Frozen
from publications.models.said import Said
from publications.sealing import canonical

if TYPE_CHECKING:
    from publications.models.verification import Verification

NEVER_CHANGED: Final = "A publication is never changed or deleted, only succeeded: publications.actions.publish()."


class Readable(models.Func):
    """What a column holds when it is JSON. PostgreSQL keeps nothing else there; SQLite fails on it."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CASE WHEN JSON_VALID(%(expressions)s) THEN %(expressions)s END"
        return self.as_sql(compiler, connection, template=template, **context)


def _frozen(key: str) -> KeyTransform:
    return KeyTransform(key, Readable("frozen", output_field=models.JSONField()))


def _total(code: str) -> KeyTransform:
    return KeyTransform("total", KeyTransform(code, _frozen("figures")))


def _has_list(code: str) -> HasKey:
    return HasKey(_frozen("lists"), code)


class PublicationQuerySet(models.QuerySet["Publication"]):
    def standing(self, *, known_at: datetime | None = None) -> Self:
        """Those that no correction took the place of; with `known_at`, as they stood at that moment.

        What was given before this register was known all along.
        """
        if known_at is None:
            return self.filter(succeeded_by__isnull=True)
        given = Q(published_at__lte=known_at) | Q(before_register=True)
        return self.filter(given).filter(Q(succeeded_by__isnull=True) | Q(succeeded_by__published_at__gt=known_at))

    def for_list(self) -> Self:
        """Annotates `visited` and `concluded`, the totals that are always asked for, and whether each has its list.

        Leaves out the rest.
        """
        return (
            self.select_related("succeeded_by")
            .defer("frozen", "succeeded_by__frozen")
            .annotate(visited=_total("visited"), concluded=_total("concluded"))
            .annotate(lists_visited=_has_list("visited"), lists_concluded=_has_list("concluded"))
        )

    def for_detail(self) -> Self:
        """With what the seal is taken of."""
        others = ("succeeds", "succeeded_by")
        return self.select_related("published_by", *others).defer(*(f"{other}__frozen" for other in others))

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(NEVER_CHANGED)

    def bulk_update(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(NEVER_CHANGED)

    def update(self, **kwargs: Any) -> Any:
        raise TypeError(NEVER_CHANGED)

    def delete(self) -> Any:
        raise TypeError(NEVER_CHANGED)


class Publication(Said):
    """An answer that was given. Inserted once; the database refuses to change it."""

    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    known_at = models.DateTimeField(
        _("known at"), null=True, blank=True, help_text=_("The figures rest on what was recorded by this moment.")
    )
    paragraph = models.TextField(_("paragraph made from the figures"), blank=True)
    frozen = models.JSONField(_("frozen"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    before_register = models.BooleanField(_("given before this register existed"), default=False)
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="publications",
        verbose_name=_("published by"),
        null=True,
        blank=True,
    )
    succeeds = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="succeeded_by",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
    )

    objects = PublicationQuerySet.as_manager()

    if TYPE_CHECKING:
        succeeded_by: "Publication"
        verifications: models.Manager["Verification"]
        succeeds_id: int | None

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-figures_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                condition=Q(succeeds__isnull=True) & ~Q(number=""),
                name="publication_number_is_given_once_but_for_corrections",
                violation_error_message=_("There is a publication with this number already; correct that one."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="written_question") | ~Q(number=""),
                name="publication_of_a_written_question_has_its_number",
                violation_error_message=_("Give the number of the written question."),
            ),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=True) | Q(answered_on__isnull=True) | Q(asked_on__lte=F("answered_on")),
                name="publication_is_asked_before_it_is_answered",
                violation_error_message=_("The answer cannot come before the question."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(figures_on__lte=F("answered_on")),
                name="publication_has_figures_of_a_day_before_the_answer",
                violation_error_message=_("The figures cannot be of a day after the answer."),
            ),
            models.CheckConstraint(
                condition=Q(before_register=True, known_at__isnull=True, published_by__isnull=True)
                | Q(
                    before_register=False,
                    known_at__isnull=False,
                    published_by__isnull=False,
                    answered_on__isnull=False,
                ),
                name="publication_is_signed_unless_older_than_the_register",
                violation_error_message=_("Say who publishes, when it is answered, and what was known then."),
            ),
            models.CheckConstraint(
                condition=Q(succeeds__isnull=True, reason="") | (Q(succeeds__isnull=False) & ~Q(reason="")),
                name="publication_that_corrects_has_a_reason",
                violation_error_message=_("Say why the earlier answer is corrected."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="publication_has_a_sha256",
                violation_error_message=_("A publication carries the SHA-256 of what it says."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publications:publication_detail", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError(NEVER_CHANGED)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(NEVER_CHANGED)

    def insert(self) -> Self:
        """Seal this publication and write it, once. Called by `publications.actions` and `.loading` alone."""
        self.sha256 = self.digest()
        super().save(force_insert=True)
        return self

    @cached_property
    def content(self) -> Frozen:
        return Frozen(self.frozen)

    @property
    def is_corrected(self) -> bool:
        return hasattr(self, "succeeded_by")

    @cached_property
    def is_intact(self) -> bool:
        """Whether it still says what it said when it was sealed. What does not is shown nowhere."""
        return self.sha256 == self.digest()

    def digest(self) -> str:
        return hashlib.sha256(self.canonical()).hexdigest()

    def canonical(self) -> bytes:
        return canonical(self)
