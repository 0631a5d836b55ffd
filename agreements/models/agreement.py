from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agreements.models.anniversaries import anniversaries, count_of_reviews_overdue
from agreements.models.reference import DeclineReason
from agreements.models.stage import OPEN_STAGES, Stage, StageChange, StageChangeQuerySet
from agreements.models.template import Clause, TemplateVersion
from municipalities.conflicts import Versioned
from municipalities.models import Domain, Municipality, Term

if TYPE_CHECKING:
    from agreements.models.commitment import Commitment
    from agreements.models.final import Final


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def signed(self, *, by: date) -> Self:
        """Every party had signed by the end of the day."""
        return self.filter(Exists(_own_changes(by).filter(stage=Stage.SIGNED)))

    def concluded(self, *, on: date) -> Self:
        """Signed by all in the term of the day, up to that day; each term starts from zero. Raises NoTerm."""
        since = Term.objects.of(on).starts_on
        return self.filter(Exists(_own_changes(on).filter(stage=Stage.SIGNED, effective_on__gte=since)))

    def ended(self, *, by: date) -> Self:
        """Ended early, before the day. On the day of the ending itself the agreement still binds."""
        return self.filter(Exists(_own_changes(by).filter(stage=Stage.ENDED)))

    def in_force(self, *, on: date) -> Self:
        """Those that bind both parties on the day: signed, within the period, and no early end before the day."""
        return self.signed(by=on).filter(starts_on__lte=on, ends_on__gte=on).exclude(Exists(_own_ending(on)))

    def running(self, *, on: date) -> Self:
        """Signed, and not lapsed or ended by the day; its first day may still lie ahead."""
        return self.signed(by=on).exclude(ends_on__lt=on).exclude(Exists(_own_ending(on)))

    def lapsed(self, *, by: date) -> Self:
        """Signed, never ended early, and past the last day."""
        return self.signed(by=by).filter(ends_on__lt=by).exclude(Exists(_own_ending(by)))

    def at_stage(self, *stages: str, on: date) -> Self:
        """Those that stood at one of the stages on the day."""
        latest = _own_changes(on).latest_first()
        return self.alias(latest_stage=Subquery(latest.values("stage")[:1])).filter(latest_stage__in=stages)

    def not_begun(self, *, on: date) -> Self:
        """Prepared, without a step by the day."""
        return self.exclude(Exists(_own_changes(on)))

    def pending(self, *, on: date) -> Self:
        """Neither signed nor refused on the day: in talks, or prepared for them; each with its `stage`."""
        return self.with_stage(on=on).filter(Q(stage__in=OPEN_STAGES) | Q(stage__isnull=True))

    def refused(self, *, on: date, because: DeclineReason) -> Self:
        """No agreement on the day, for this reason."""
        latest = _own_changes(on).latest_first()
        return self.alias(latest_reason=Subquery(latest.values("reason")[:1])).filter(latest_reason=because.pk)

    def with_refusal(self, *, on: date) -> Self:
        """Annotates `refused_because` and `try_again_on`: the words and the day of a refusal that holds, else None."""
        latest = _own_changes(on).latest_first()
        return self.annotate(
            refused_because=Subquery(latest.values("reason__label")[:1]),
            try_again_on=Subquery(latest.values("try_again_on")[:1]),
        )

    def with_stage(self, *, on: date) -> Self:
        """Annotates `stage` (a value of Stage, or None before the first step) and `stage_since` on the day."""
        latest = _own_changes(on).latest_first()
        return self.annotate(
            stage=Subquery(latest.values("stage")[:1]),
            stage_since=Subquery(latest.values("effective_on")[:1]),
        )

    def known(self, *, on: date) -> Self:
        """Agreements of which a step had been taken by the day, filed then or later, or that were prepared by then."""
        return self.filter(Exists(_own_changes(on)) | Q(created_at__date__lte=on))

    def with_signature(self, *, on: date) -> Self:
        """Annotates `signed_on`: the day the last party signed, when on or before the day, else None."""
        signature = _own_changes(on).filter(stage=Stage.SIGNED).values("effective_on")[:1]
        return self.annotate(signed_on=Subquery(signature))

    def with_reviews_overdue(self, *, on: date) -> Self:
        """Annotates `reviews_overdue`: how many anniversaries in force passed before the day without a review."""
        steps = StageChange.objects.standing().filter(agreement=OuterRef("pk")).values("effective_on")
        return self.alias(
            standing_signature=Subquery(steps.filter(stage=Stage.SIGNED)[:1]),
            standing_ending=Subquery(steps.filter(stage=Stage.ENDED)[:1]),
        ).annotate(
            reviews_overdue=count_of_reviews_overdue(on=on, signed_on="standing_signature", ended_on="standing_ending")
        )

    def reviews_overdue(self, *, on: date) -> Self:
        """Agreements that owe at least one review on the day."""
        return self.with_reviews_overdue(on=on).filter(reviews_overdue__gt=0)

    def with_decision_to_renew(self, *, on: date) -> Self:
        """Annotates `decision_to_renew`: in talks that go on the text was taken back, and a council decides anew.

        `agreements.freeze.councils_to_decide_anew` says which.
        """
        latest = _own_changes(on).latest_first()
        decided = CouncilDecision.objects.filter(
            agreement=OuterRef("pk"), decided_on__lte=on, recorded_at__gt=OuterRef("taken_back_at")
        )
        still = (
            Q(party=party) & ~Exists(decided.filter(body=body))
            for party in Agreement.Party
            for body in Agreement(party=party).councils
        )
        return self.alias(
            stage_that_day=Subquery(latest.values("stage")[:1]), taken_back_at=_last_taken_back(on)
        ).annotate(
            decision_to_renew=ExpressionWrapper(
                Q(stage_that_day__in=OPEN_STAGES, taken_back_at__isnull=False) & reduce(or_, still),
                output_field=models.BooleanField(),
            )
        )

    def decision_to_renew(self, *, on: date) -> Self:
        """Agreements that wait for a council to decide anew on a text that was taken back."""
        return self.with_decision_to_renew(on=on).filter(decision_to_renew=True)

    def with_domain(self, domain: Domain, *, on: date) -> Self:
        """Those under which the domain holds on the day: chosen in the agreement or added since, and not dropped."""
        own = Domain.objects.filter(pk=domain.pk, agreements=OuterRef("pk"))
        return self.alias(
            added=_last_addendum("added_by_addenda", domain, on),
            dropped=_last_addendum("dropped_by_addenda", domain, on),
        ).filter(Q(added__gt=F("dropped")) | Q(Exists(own), added=0, dropped=0))

    def with_held_domains(self) -> Self:
        """With all that `agreements.holding.domains_held` asks for."""
        return self.prefetch_related("domains", "addenda__added_domains", "addenda__dropped_domains")

    def with_addenda(self) -> Self:
        """With all that `agreements.holding.holding_of` asks for."""
        return self.with_held_domains().prefetch_related(
            "commitments__domain", "commitments__progress", "addenda__dropped_commitments"
        )

    def for_list(self, *, on: date) -> Self:
        """What a row of the list needs, without a query per row."""
        return (
            self.select_related("municipality__province", "municipality__region")
            .with_stage(on=on)
            .with_signature(on=on)
            .with_refusal(on=on)
            .with_decision_to_renew(on=on)
            .with_reviews_overdue(on=on)
        )

    def for_detail(self, *, on: date) -> Self:
        """What the page of one agreement needs."""
        return (
            self.for_list(on=on)
            .select_related("template_version__template", "municipality__succession__successor")
            .with_addenda()
            .prefetch_related(
                "domain_texts",
                "left_out__part",
                "addenda__left_out__part",
                "contacts__changes",
                "signatories",
                "council_decisions",
                "reviews",
                Prefetch(
                    "stage_changes",
                    StageChange.objects.in_order().select_related(
                        "recorded_by", "reason", "correction__corrected_by", "correction__replacement"
                    ),
                ),
            )
        )

    def for_paper(self) -> Self:
        """What the paper prints, and no more: a print is ready in a second because little else takes time."""
        return self.select_related("municipality", "template_version__template").prefetch_related(
            "domains",
            "contacts",
            "signatories",
            "council_decisions",
            "commitments",
            "domain_texts",
            "left_out",
            "template_version__parts__domain",
            "template_version__parts__clauses",
        )

    def for_report(self) -> Self:
        """What the report of a review prints of the agreement: who the parties are, and what held between them."""
        agreements = self.select_related("municipality", "template_version").with_addenda()
        return agreements.prefetch_related(
            "contacts__changes", "council_decisions", "template_version__parts", "addenda__clause_version__parts"
        )

    def for_reviews(self) -> Self:
        """What recording a review needs: the content it looks back on, and the steps and reviews that tell its day."""
        return (
            self.select_related("municipality")
            .with_addenda()
            .prefetch_related(
                "reviews",
                Prefetch("stage_changes", StageChange.objects.select_related("correction")),
            )
        )


def _own_changes(on: date) -> StageChangeQuerySet:
    """The steps in effect on the day of the agreement of the outer query."""
    return StageChange.objects.in_effect(on=on).filter(agreement=OuterRef("pk"))


def _last_taken_back(on: date) -> Subquery:
    """The moment up to the day when the text of the agreement itself was last taken back; None when it never was."""
    own = {"reopenings__addendum": None, "reopenings__ending": None, "reopenings__reopened_at__date__lte": on}
    latest = Agreement.objects.filter(pk=OuterRef("pk"), **own).order_by("-reopenings__reopened_at")
    return Subquery(latest.values("reopenings__reopened_at")[:1])


def _last_addendum(changes: str, domain: Domain, on: date) -> Coalesce:
    """The number of the last addendum in effect on the day that added or dropped the domain; 0 when none did."""
    in_effect = {f"{changes}__signed_on__lte": on, f"{changes}__starts_on__lte": on}
    those = Domain.objects.filter(pk=domain.pk, **{f"{changes}__agreement": OuterRef("pk")}, **in_effect)
    number = f"{changes}__number"
    return Coalesce(Subquery(those.order_by(f"-{number}").values(number)[:1]), 0)


def _own_ending(on: date) -> StageChangeQuerySet:
    return _own_changes(on).filter(stage=Stage.ENDED)


class Agreement(Versioned):
    """A collaboration agreement with a local government, from the first talk on. Never deleted: its number stays."""

    class Party(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        OCMW = "ocmw", _("OCMW")
        BOTH = "both", _("municipality and OCMW")

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("municipality")
    )
    reference = models.CharField(_("reference number"), max_length=20, unique=True, editable=False)
    party = models.CharField(_("party"), max_length=20, choices=Party, default=Party.BOTH)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    dated_on = models.DateField(_("date on the paper"), null=True, blank=True)
    period_because = models.TextField(_("why the period leaves the term of local government"), blank=True)
    domains = models.ManyToManyField(Domain, related_name="agreements", verbose_name=_("domains"), blank=True)
    template_version = models.ForeignKey(
        TemplateVersion,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("version of the template"),
        null=True,
        blank=True,
    )
    left_out = models.ManyToManyField(
        Clause, related_name="left_out_by", verbose_name=_("optional clauses left out"), blank=True
    )
    signed_outside = models.BooleanField(
        _("signed outside this register"),
        default=False,
        help_text=_("There is no final here: the signed copy is the paper."),
    )
    renews = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="renewed_by",
        verbose_name=_("follows"),
        null=True,
        blank=True,
        editable=False,
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For ourselves; not printed."))
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[domains, left_out])

    if TYPE_CHECKING:
        # Annotated by with_stage(), with_signature(), with_refusal(), with_decision_to_renew(), with_reviews_overdue().
        stage: str | None
        stage_since: date | None
        signed_on: date | None
        refused_because: str | None
        try_again_on: date | None
        decision_to_renew: bool
        reviews_overdue: int

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["municipality", "starts_on", "ends_on"], name="agreement_period")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")),
                name="agreement_starts_before_it_ends",
                violation_error_message=_("An agreement must start before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.municipality.name}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement_detail", args=[self.pk])

    def commitments_of(self, domain: Domain) -> "list[Commitment]":
        """What the agreement itself says under the domain, apart from its addenda."""
        return [one for one in self.commitments.all() if one.domain_id == domain.pk and one.added_by_id is None]

    @property
    def standing_final(self) -> "Final | None":
        """The paper as it is or will be signed, unless it was taken back."""
        own = (final for final in self.finals.all() if final.addendum_id is None and final.ending_id is None)
        return next((final for final in own if final.reopening_id is None), None)

    def is_signed(self, *, on: date) -> bool:
        """Signed by all parties on or before the day; it stays so after it lapsed or ended. Asks the log."""
        return Agreement.objects.signed(by=on).filter(pk=self.pk).exists()

    @property
    def councils(self) -> "list[CouncilDecision.Body]":
        """The councils that decide on this agreement: one per party on the side of the municipality."""
        return {
            Agreement.Party.MUNICIPALITY.value: [CouncilDecision.Body.MUNICIPAL_COUNCIL],
            Agreement.Party.OCMW.value: [CouncilDecision.Body.OCMW_COUNCIL],
        }.get(self.party, [CouncilDecision.Body.MUNICIPAL_COUNCIL, CouncilDecision.Body.OCMW_COUNCIL])

    def anniversaries(self, *, until: date) -> list[date]:
        """The days a review is due, oldest first: each anniversary of the first day within the period."""
        if self.starts_on is None or self.ends_on is None:
            return []
        return anniversaries(self.starts_on, until=min(until, self.ends_on))


class DecisionFields(Versioned):
    """The decision of a council on a paper."""

    class Body(models.TextChoices):
        MUNICIPAL_COUNCIL = "municipal_council", _("municipal council")
        OCMW_COUNCIL = "ocmw_council", _("OCMW council")

    body = models.CharField(_("body"), max_length=20, choices=Body, default=Body.MUNICIPAL_COUNCIL)
    decided_on = models.DateField(_("date of the decision"))
    number = models.CharField(_("number"), max_length=50, blank=True)
    link = models.URLField(_("link"), blank=True)
    recorded_at = models.DateTimeField(
        _("recorded at"),
        default=timezone.now,
        editable=False,
        help_text=_("Of this day and number: a decision taken anew is recorded anew."),
    )

    class Meta:
        abstract = True
        ordering = ["decided_on", "body"]

    def __str__(self) -> str:
        return self.get_body_display()


class CouncilDecision(DecisionFields):
    """The decision of a council on an agreement."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="council_decisions", verbose_name=_("agreement")
    )

    history = HistoricalRecords()

    class Meta(DecisionFields.Meta):
        verbose_name = _("council decision")
        verbose_name_plural = _("council decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "body"],
                name="council_decides_once_on_an_agreement",
                violation_error_message=_("The decision of this council is already recorded."),
            ),
        ]
