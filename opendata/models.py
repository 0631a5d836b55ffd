"""What the open data keep of themselves: who may ask for more, and since when the facts are what they are."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

# That a token was used is written down once in so long, not at every question.
USE_IS_NOTED_EVERY: Final = timedelta(hours=1)
USUAL_LIFE: Final = timedelta(days=365)
A_SECOND: Final = timedelta(seconds=1)


class TokenQuerySet(models.QuerySet["Token"]):
    def for_list(self) -> Self:
        return self.select_related("created_by", "revoked_by")

    def known_by(self, secret: str) -> "Token | None":
        """The token with this secret, whether or not it still opens anything."""
        key, _dot, _rest = secret.partition(".")
        token = self.filter(key=key).first()
        return token if token is not None and constant_time_compare(token.digest, digest_of(secret)) else None


def a_year_from_now() -> date:
    return timezone.localdate() + USUAL_LIFE


def digest_of(secret: str) -> str:
    """A secret has 256 random bits: nobody guesses it, so one round of a hash keeps it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Token(models.Model):
    """What a program shows to read more than what is public. Its secret is shown once, and kept as a hash."""

    name = models.CharField(_("used by"), max_length=120, help_text=_("The organisation or the program."))
    purpose = models.CharField(_("used for"), max_length=250)
    key = models.CharField(_("key"), max_length=12, unique=True)
    digest = models.CharField(_("hash of the secret"), max_length=64)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    expires_on = models.DateField(_("last day"), default=a_year_from_now)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("revoked by"),
        null=True,
        blank=True,
    )

    objects = TokenQuerySet.as_manager()

    secret = ""  # known while it is given out, and never read back

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_is_revoked_by_somebody_at_some_time",
                violation_error_message=_("Say both when the token was revoked and by whom."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(purpose=""),
                name="token_says_for_whom_and_for_what",
                violation_error_message=_("Say who uses the token and for what."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("opendata:token_list")

    def invent_secret(self) -> None:
        self.key = secrets.token_hex(6)
        self.secret = f"{self.key}.{secrets.token_urlsafe(32)}"
        self.digest = digest_of(self.secret)

    @property
    def is_expired(self) -> bool:
        return self.expires_on < timezone.localdate()

    @property
    def opens(self) -> bool:
        """Whether it still gives access."""
        return self.revoked_at is None and not self.is_expired

    def note_use(self) -> None:
        now = timezone.now()
        if self.last_used_at is None or self.last_used_at < now - USE_IS_NOTED_EVERY:
            Token.objects.filter(pk=self.pk).update(last_used_at=now)


class Edition(models.Model):
    """Since when the facts behind some answers are what they are: one row for each set of facts.

    The day on which facts changed is nowhere else: some tables keep no moment, and what was changed back may
    not pass for unchanged. So the first question after a change writes down that the facts are others from now.
    """

    facts = models.CharField(_("facts"), max_length=20, unique=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.facts} {self.fingerprint[:8]}"

    @classmethod
    def seen(cls, facts: str, fingerprint: str) -> "Edition":
        """The edition of these facts, which begins now when their fingerprint is another than before."""
        now = timezone.now()
        edition, _made = cls.objects.get_or_create(facts=facts, defaults={"fingerprint": fingerprint, "since": now})
        if edition.fingerprint != fingerprint:
            edition.fingerprint = fingerprint
            edition.since = max(now, edition.since + A_SECOND)  # the clock of another machine may run ahead
            edition.save(update_fields=["fingerprint", "since"])
        return edition

    @property
    def last_modified(self) -> datetime | None:
        """For a header that counts in seconds: None while another change in the same second would not show."""
        return self.since if self.since + A_SECOND < timezone.now() else None
