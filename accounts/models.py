from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ManyRelatedManager

    from municipalities.models import Region


class UserQuerySet(models.QuerySet["User"]):
    def working(self) -> "UserQuerySet":
        """People who can be chosen for something new."""
        return self.filter(is_active=True).order_by("first_name", "last_name", "email")


class UserManagerWithWords(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's own manager, with the words of UserQuerySet."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        """The first account of a new register: an administrator."""
        extra_fields.setdefault("role", User.Role.ADMINISTRATOR)
        return super().create_superuser(username, email, password, **extra_fields)


class User(AbstractUser):
    """Someone who works at the agency. The regions of a user are Region.members, seen from the other side."""

    class Role(models.TextChoices):
        STAFF = "staff", _("staff member")
        COORDINATOR = "coordinator", _("coordinator")
        MANAGER = "manager", _("manager")
        ADMINISTRATOR = "administrator", _("administrator")

    if TYPE_CHECKING:
        regions: ManyRelatedManager[Region, models.Model]

    email = models.EmailField(_("e-mail address"), unique=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.STAFF)
    job_title = models.CharField(_("function"), max_length=120, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)

    objects: ClassVar[UserManagerWithWords] = UserManagerWithWords()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["first_name", "last_name", "email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["staff", "coordinator", "manager", "administrator"]),
                name="user_has_a_known_role",
                violation_error_message=_("Choose one of the roles."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Submission(models.Model):
    """A form that was sent once, and the page its answer led to: sending it again leads there too."""

    token = models.UUIDField(_("token"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="submissions", verbose_name=_("user"))
    location = models.CharField(_("location"), max_length=500)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["token", "user"],
                name="submission_is_made_once",
                violation_error_message=_("This form had been sent already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.token} → {self.location}"
