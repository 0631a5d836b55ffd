"""Papers that are settled: the final as it is signed, what came back signed, and why a text was opened again."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models.addendum import Addendum, Signable, agreement_of
from agreements.models.agreement import Agreement
from agreements.models.stage import Ending
from agreements.models.template import TemplateVersion
from papers.models import Document


def belonging_to(source: Signable) -> dict[str, Any]:
    """The fields that say whose a final, a signed copy or a reopening is."""
    return {
        "agreement": agreement_of(source),
        "addendum": source if isinstance(source, Addendum) else None,
        "ending": source if isinstance(source, Ending) else None,
    }


def of_one_paper(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(addendum__isnull=True) | Q(ending__isnull=True),
        name=f"{model}_is_of_one_paper",
        violation_error_message=_("This belongs to an addendum or to an early end, not to both."),
    )


class Reopening(models.Model):
    """The text was taken back into concept, with a reason. A final that stood until then is superseded."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="reopenings", verbose_name=_("agreement")
    )
    addendum = models.ForeignKey(
        Addendum, on_delete=models.PROTECT, related_name="reopenings", verbose_name=_("addendum"), null=True, blank=True
    )
    ending = models.ForeignKey(
        Ending, on_delete=models.PROTECT, related_name="reopenings", verbose_name=_("early end"), null=True, blank=True
    )
    reason = models.TextField(_("reason"))
    reopened_at = models.DateTimeField(_("taken back at"), auto_now_add=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken back by")
    )

    class Meta:
        verbose_name = _("text taken back")
        verbose_name_plural = _("texts taken back")
        ordering = ["reopened_at", "pk"]
        constraints = [
            of_one_paper("reopening"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="reopening_has_a_reason",
                violation_error_message=_("Say why the text is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class FinalQuerySet(models.QuerySet["Final"]):
    def standing(self) -> Self:
        """Finals that were not taken back."""
        return self.filter(reopening__isnull=True)

    def of(self, source: Signable) -> Self:
        """Of the agreement itself, of one of its addenda, or of its end."""
        return self.filter(**belonging_to(source))

    def for_page(self) -> Self:
        """What a list of papers shows; the data of a final is large and not among it."""
        return self.select_related("document", "made_by", "reopening__reopened_by").defer("data")


class Final(models.Model):
    """The paper as it is signed: rendered once, stored, served as it is ever after."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="finals", verbose_name=_("agreement")
    )
    addendum = models.ForeignKey(
        Addendum, on_delete=models.PROTECT, related_name="finals", verbose_name=_("addendum"), null=True, blank=True
    )
    ending = models.ForeignKey(
        Ending, on_delete=models.PROTECT, related_name="finals", verbose_name=_("early end"), null=True, blank=True
    )
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="final", verbose_name=_("document")
    )
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="finals", verbose_name=_("version of the template")
    )
    data = models.JSONField(_("data"), help_text=_("Everything that went into it."))
    fingerprint = models.CharField(_("fingerprint of the data"), max_length=64)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    reopening = models.OneToOneField(
        Reopening,
        on_delete=models.PROTECT,
        related_name="superseded",
        verbose_name=_("taken back"),
        null=True,
        blank=True,
    )

    objects = FinalQuerySet.as_manager()

    class Meta:
        verbose_name = _("final")
        verbose_name_plural = _("finals")
        ordering = ["made_at", "pk"]
        constraints = [
            of_one_paper("final"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(addendum__isnull=True, ending__isnull=True, reopening__isnull=True),
                name="final_one_standing_per_agreement",
                violation_error_message=_("This agreement has a final already."),
            ),
            models.UniqueConstraint(
                fields=["addendum"],
                condition=Q(addendum__isnull=False, reopening__isnull=True),
                name="final_one_standing_per_addendum",
                violation_error_message=_("This addendum has a final already."),
            ),
            models.UniqueConstraint(
                fields=["ending"],
                condition=Q(ending__isnull=False, reopening__isnull=True),
                name="final_one_standing_per_ending",
                violation_error_message=_("This early end has a final already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("agreements:final_pdf", args=[self.pk])


class SignedCopyQuerySet(models.QuerySet["SignedCopy"]):
    def standing(self) -> Self:
        """Those that were not set aside."""
        return self.filter(set_aside_at__isnull=True)

    def of(self, source: Signable) -> Self:
        """Of the agreement itself, of one of its addenda, or of its end."""
        return self.filter(**belonging_to(source))


class SignedCopy(models.Model):
    """A paper that came back signed, stored untouched, with what was read in it when it was filed."""

    class Party(models.TextChoices):
        ALL = "all", _("all parties on one copy")
        MUNICIPALITY = "municipality", _("municipality")
        OCMW = "ocmw", _("OCMW")
        AGENCY = "agency", _("agency")

    class Text(models.TextChoices):
        SAME = "same", _("same text as the final")
        DIFFERS = "differs", _("text differs from the final")
        SCAN = "scan", _("scan without text")
        UNREADABLE = "unreadable", _("text that cannot be read here")
        NO_FINAL = "no_final", _("no final to compare with")

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signed_copies", verbose_name=_("agreement")
    )
    addendum = models.ForeignKey(
        Addendum,
        on_delete=models.PROTECT,
        related_name="signed_copies",
        verbose_name=_("addendum"),
        null=True,
        blank=True,
    )
    ending = models.ForeignKey(
        Ending,
        on_delete=models.PROTECT,
        related_name="signed_copies",
        verbose_name=_("early end"),
        null=True,
        blank=True,
    )
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="signed_copy", verbose_name=_("document")
    )
    final = models.ForeignKey(
        Final,
        on_delete=models.PROTECT,
        related_name="signed_copies",
        verbose_name=_("compared with"),
        null=True,
        blank=True,
    )
    party = models.CharField(_("signed by"), max_length=20, choices=Party, default=Party.ALL)
    text = models.CharField(_("text"), max_length=20, choices=Text)
    differences = models.JSONField(_("differences"), default=list, blank=True)
    more_differences = models.PositiveIntegerField(_("differences that are not listed"), default=0)
    written = models.JSONField(_("written where one signs"), default=list, blank=True)
    signatures = models.JSONField(_("electronic signatures"), default=list, blank=True)
    accepted_because = models.TextField(_("why it is filed with a broken signature"), blank=True)
    filed_at = models.DateTimeField(_("filed at"), auto_now_add=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("filed by")
    )
    set_aside_at = models.DateTimeField(_("set aside at"), null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("set aside by"),
        null=True,
        blank=True,
    )
    set_aside_because = models.TextField(_("why it is set aside"), blank=True)

    objects = SignedCopyQuerySet.as_manager()

    if TYPE_CHECKING:
        agreement_id: int
        addendum_id: int | None

    class Meta:
        verbose_name = _("signed copy")
        verbose_name_plural = _("signed copies")
        ordering = ["filed_at", "pk"]
        constraints = [
            of_one_paper("signed_copy"),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_by__isnull=True, set_aside_because="")
                | (Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~Q(set_aside_because="")),
                name="signed_copy_is_set_aside_with_a_reason",
                violation_error_message=_("Say why this copy is set aside."),
            ),
            models.CheckConstraint(
                condition=Q(final__isnull=True, text="no_final") | (Q(final__isnull=False) & ~Q(text="no_final")),
                name="signed_copy_is_compared_with_a_final_or_has_none",
                violation_error_message=_("Say with which final this copy was compared."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("agreements:signed_copy_detail", args=[self.pk])

    @property
    def source(self) -> Signable:
        """The paper of which this is a copy."""
        return self.addendum or self.ending or self.agreement
