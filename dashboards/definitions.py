"""The figures: what each is called and what it counts. A number, its list and its explanation come from one place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import DeclineReason, Stage
from dashboards.inheritance import Force
from dashboards.standings import Standing, State, Traits

DECLINED_BECAUSE = "declined-"
FIRST_VERSIONS = date(2026, 11, 29)


class Group(models.TextChoices):
    AREA = "area", _("Working area")
    VISITS = "visits", _("Visits")
    AGREEMENTS = "agreements", _("Agreements")
    STAGES = "stages", _("Where the talks stand")
    REASONS = "reasons", _("Why there is no agreement")
    FOLLOW_UP = "follow_up", _("Follow-up")
    STATES = "states", _("Colour on the map")


class Unit(models.TextChoices):
    """What a figure is a number of."""

    MUNICIPALITIES = "municipalities", _("municipalities")
    REVIEWS = "reviews", _("reviews")
    COMMITMENTS = "commitments", _("commitments")
    DAYS = "days", _("days")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number over the municipalities of the working area: how many, how many of theirs, or a median of theirs.

    Who changes what is counted, or the sentence that says so, raises the version and its day, and adds a row to
    `fixtures/definitions.csv`: what was published stays with the version that it was counted by.
    """

    code: str
    name: str | Promise
    explanation: str | Promise
    group: Group
    test: Callable[[Traits], bool] | None = None  # without one, every municipality counts
    amount: Callable[[Standing], int | None] | None = None  # instead of a test, where more than one can be brought
    unit: Unit = Unit.MUNICIPALITIES
    version: int = 1
    since: date = FIRST_VERSIONS
    headline: bool = False
    part_of: str = ""

    def __str__(self) -> str:
        return str(self.name)

    @property
    def full_name(self) -> str:
        """For where it stands alone: a part is called after the figure that it is a part of, too."""
        return f"{BY_CODE[self.part_of]}: {self}" if self.part_of else str(self)

    @property
    def has_percentage(self) -> bool:
        return self.unit == Unit.MUNICIPALITIES and self.group != Group.AREA

    @property
    def adds_up(self) -> bool:
        """Whether the numbers of the provinces make the total; medians do not."""
        return self.unit != Unit.DAYS

    def of(self, standing: Standing) -> int | None:
        """What one municipality brings: 1 when it counts, its number of reviews, its days. None for nothing."""
        if not standing.in_working_area:
            return None
        if self.amount is None:
            return 1 if self.holds_for(standing.traits) else None
        found = self.amount(standing)
        return None if self.adds_up and found == 0 else found

    def holds_for(self, traits: Traits) -> bool:
        return self.test is None or self.test(traits)

    def counts(self, standing: Standing) -> bool:
        return self.of(standing) is not None

    def number(self, brought: list[int]) -> int | None:
        """The figure of all municipalities together; None when there is nothing to take a median of."""
        if self.adds_up:
            return sum(brought)
        return round(median(brought)) if brought else None


def in_tables(figures: Iterable[Figure]) -> list[Figure]:
    """All but the colours of the map, which say nothing that the others do not."""
    return [figure for figure in figures if figure.group != Group.STATES]


def _stage(stage: Stage | None, name: str | Promise, explanation: str | Promise) -> Figure:
    return Figure(
        code=stage.value if stage else "no_talks",
        name=name,
        explanation=explanation,
        group=Group.STAGES,
        test=lambda traits: traits.stage == stage,
    )


def state_code(state: State) -> str:
    return f"state-{state.value}"


def _state(state: State) -> Figure:
    return Figure(
        code=state_code(state),
        name=state.label,
        explanation=_("One colour per municipality: the first of the states in the legend that applies."),
        group=Group.STATES,
        test=lambda traits: traits.state == state,
    )


FIGURES: tuple[Figure, ...] = (
    Figure(
        code="municipalities",
        name=_("Municipalities"),
        explanation=_(
            "Municipalities that exist on this day and that the agency itself works for; "
            "Antwerpen and Gent have an agency of their own and are not counted. All percentages are a share of these."
        ),
        group=Group.AREA,
        headline=True,
    ),
    Figure(
        code="visited",
        name=_("Visited"),
        explanation=_(
            "At least one visit took place in the term, up to and including this day, on the spot or by video; "
            "phone calls, e-mails and visits that were only planned or cancelled do not count."
        ),
        group=Group.VISITS,
        test=lambda traits: traits.visited,
        headline=True,
    ),
    Figure(
        code="contacted_only",
        name=_("Only by phone or e-mail"),
        explanation=_("A phone call or an e-mail in the term, but no visit in it yet."),
        group=Group.VISITS,
        test=lambda traits: traits.contacted_only,
    ),
    Figure(
        code="not_visited",
        name=_("Not yet visited"),
        explanation=_("All others: no visit in this term yet, whether or not there was a phone call or an e-mail."),
        group=Group.VISITS,
        test=lambda traits: not traits.visited,
    ),
    Figure(
        code="never_visited",
        name=_("Never visited"),
        explanation=_("No visit in any term up to this day; a visit to a predecessor stays with the predecessor."),
        group=Group.VISITS,
        test=lambda traits: traits.never_visited,
        part_of="not_visited",
    ),
    Figure(
        code="concluded",
        name=_("Agreement concluded"),
        explanation=_(
            "The last party signed in the term, up to and including this day. It stays counted until the term is over, "
            "also when it ended since; what was signed in an earlier term, or by a predecessor, is not included."
        ),
        group=Group.AGREEMENTS,
        test=lambda traits: traits.concluded,
        headline=True,
    ),
    Figure(
        code="in_force",
        name=_("Agreement in force"),
        explanation=_(
            "Bound by an agreement on this day, whenever it was signed: every party signed, the day lies in its "
            "period, and it did not end early before; its own or taken over in a merger."
        ),
        group=Group.AGREEMENTS,
        test=lambda traits: traits.in_force is not None,
        headline=True,
    ),
    Figure(
        code="in_force_own",
        name=_("its own"),
        explanation=_("The municipality has an agreement in force that it concluded itself."),
        group=Group.AGREEMENTS,
        test=lambda traits: traits.in_force == Force.OWN,
        part_of="in_force",
    ),
    Figure(
        code="inherited_whole",
        name=_("inherited whole"),
        explanation=_(
            "Merged, without an agreement of its own in force, while every predecessor had one that still is."
        ),
        group=Group.AGREEMENTS,
        test=lambda traits: traits.in_force == Force.INHERITED_WHOLE,
        headline=True,
        part_of="in_force",
    ),
    Figure(
        code="inherited_part",
        name=_("inherited in part"),
        explanation=_(
            "Merged, without an agreement of its own in force, while some of the predecessors, not all, "
            "had one that still is."
        ),
        group=Group.AGREEMENTS,
        test=lambda traits: traits.in_force == Force.INHERITED_PART,
        headline=True,
        part_of="in_force",
    ),
    Figure(
        code="lapsed",
        name=_("Agreement lapsed"),
        explanation=_(
            "An agreement of its own ran to its last day, without an early end, and on this day no agreement is in "
            "force, its own or inherited; whichever term it was signed in."
        ),
        group=Group.AGREEMENTS,
        test=lambda traits: traits.lapsed,
    ),
    Figure(
        code="days_to_signature",
        name=_("Days from first visit to signature"),
        explanation=_(
            "The median over the municipalities counted as concluded, of the days between the first visit of the term "
            "and the first signature in it; those that signed without an earlier visit in the term are left out."
        ),
        group=Group.AGREEMENTS,
        unit=Unit.DAYS,
        amount=lambda standing: standing.days_to_signature,
    ),
    _stage(
        None,
        _("No talks in this term"),
        _("No step towards an agreement in this term, and nothing left open from an earlier one."),
    ),
    _stage(
        Stage.EXPLORING,
        _("Exploratory talk"),
        _("The latest step on this day is the exploratory talk, in this term or still open from an earlier one."),
    ),
    _stage(Stage.NEGOTIATION, _("Negotiation"), _("The latest step on this day is the negotiation of the content.")),
    _stage(
        Stage.FINAL_NEGOTIATION,
        _("Final negotiation"),
        _("The latest step on this day is the last round of negotiation."),
    ),
    _stage(
        Stage.APPROVED,
        _("Approved by the council"),
        _("The council approved, and on this day not all parties have signed yet."),
    ),
    _stage(
        Stage.SIGNED,
        _("Signed"),
        _(
            "The latest step, in this term, is the signature; where talks on a next agreement began since, "
            "those are counted instead."
        ),
    ),
    _stage(
        Stage.DECLINED,
        _("No agreement"),
        _(
            "The latest step, in this term, is the decision not to conclude one; "
            "taken up again, it is no longer counted here."
        ),
    ),
    _stage(
        Stage.ENDED,
        _("Ended early"),
        _("The latest step, in this term, is an early end; reaching the last day of the period is none."),
    ),
    Figure(
        code="reviews_overdue",
        name=_("Review overdue"),
        explanation=_(
            "An agreement in force, its own or inherited, of which an anniversary has passed without the yearly review."
        ),
        group=Group.FOLLOW_UP,
        test=lambda traits: traits.review_overdue,
        headline=True,
    ),
    Figure(
        code="reviews_held",
        name=_("Yearly reviews held"),
        explanation=_(
            "Reviews, not municipalities: all that were held in the term, up to and including this day; under an "
            "agreement that was taken over in a merger they count for the successor."
        ),
        group=Group.FOLLOW_UP,
        unit=Unit.REVIEWS,
        amount=lambda standing: standing.reviews_held,
    ),
    Figure(
        code="commitments_done",
        name=_("Commitments done"),
        explanation=_(
            "Commitments, not municipalities: those that hold on this day under an agreement in force, its own or "
            "inherited, with their addenda, and of which it was recorded that they were done by this day."
        ),
        group=Group.FOLLOW_UP,
        unit=Unit.COMMITMENTS,
        amount=lambda standing: standing.commitments_done,
    ),
    *(_state(state) for state in State if state != State.OUTSIDE),
)

BY_CODE = {figure.code: figure for figure in FIGURES}


def declined_because(reason: DeclineReason) -> Figure:
    return Figure(
        code=f"{DECLINED_BECAUSE}{reason.code}",
        name=reason.label,
        explanation=_("The reason recorded with the latest step, among those counted as no agreement."),
        group=Group.REASONS,
        test=lambda traits: traits.decline_reason_id == reason.pk,
        part_of="declined",
    )


def with_reasons(reasons: Iterable[DeclineReason]) -> list[Figure]:
    """All figures in order, with one for each of these reasons after the stages."""
    figures = list(FIGURES)
    after = next(place for place, figure in enumerate(figures) if figure.group == Group.FOLLOW_UP)
    figures[after:after] = [declined_because(reason) for reason in reasons]
    return figures


def choices() -> list[tuple[str, str]]:
    """Every figure as a choice for a filter."""
    return [(figure.code, figure.full_name) for figure in with_reasons(DeclineReason.objects.all())]


def figure_of(code: str) -> Figure | None:
    """The figure with this code, also one of a reason for no agreement."""
    if code in BY_CODE or not code.startswith(DECLINED_BECAUSE):
        return BY_CODE.get(code)
    reason = DeclineReason.objects.filter(code=code.removeprefix(DECLINED_BECAUSE)).first()
    return declined_because(reason) if reason else None
