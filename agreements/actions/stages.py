"""The steps of an agreement. `record` makes every stage change; each verb checks first that the log stays true.

The whole chain of steps, in the order in which they happened, is legal before and after each verb: that is what makes
filing late safe. A refused step raises ValidationError, keyed by the field of the form where there is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.reopening import refuse_beside_signed_copy, reopen
from agreements.actions.signing import SigningDays, decided_later, refuse_untrue_days
from agreements.freeze import freeze_of
from agreements.models import Agreement, DeclineReason, Ending, Final, Stage, StageChange, StageCorrection
from agreements.models.stage import ORDER_WITHIN_A_DAY
from agreements.requirements import last_decision_on, missing_for
from municipalities.models import Municipality


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a stage change says, before it is recorded."""

    stage: Stage
    effective_on: date
    note: str = ""
    reason: DeclineReason | None = None
    try_again_on: date | None = None
    agency_signed_on: date | None = None
    municipality_signed_on: date | None = None
    ocmw_signed_on: date | None = None

    @property
    def signing_days(self) -> SigningDays:
        return SigningDays(
            agency_signed_on=self.agency_signed_on,
            municipality_signed_on=self.municipality_signed_on,
            ocmw_signed_on=self.ocmw_signed_on,
        )


AnyStep = TypeVar("AnyStep", bound=Step | StageChange)


def advance(agreement: Agreement, *, to: Stage, effective_on: date, by: User, note: str = "") -> StageChange:
    """Go on to an open stage, or take a refused agreement up again."""
    if not Stage(to).is_open:
        raise ValueError(f"Not an open stage: {to}")
    return _take(agreement, Step(stage=Stage(to), effective_on=effective_on, note=note), by=by)


def decline(
    agreement: Agreement,
    *,
    effective_on: date,
    reason: DeclineReason,
    by: User,
    note: str = "",
    try_again_on: date | None = None,
) -> StageChange:
    """No agreement, for now: why, and when to try again."""
    step = Step(stage=Stage.DECLINED, effective_on=effective_on, note=note, reason=reason, try_again_on=try_again_on)
    return _take(agreement, step, by=by)


def sign(
    agreement: Agreement,
    *,
    agency_signed_on: date,
    by: User,
    municipality_signed_on: date | None = None,
    ocmw_signed_on: date | None = None,
    note: str = "",
) -> StageChange:
    """Signed by every party: on the day on which the last of them signed."""
    step = signature(
        agency_signed_on=agency_signed_on,
        municipality_signed_on=municipality_signed_on,
        ocmw_signed_on=ocmw_signed_on,
        note=note,
    )
    return _take(agreement, step, by=by)


def signature(
    *, agency_signed_on: date | None, municipality_signed_on: date | None, ocmw_signed_on: date | None, note: str = ""
) -> Step:
    days = (agency_signed_on, municipality_signed_on, ocmw_signed_on)
    return Step(
        stage=Stage.SIGNED,
        effective_on=max(day for day in days if day is not None),
        note=note,
        agency_signed_on=agency_signed_on,
        municipality_signed_on=municipality_signed_on,
        ocmw_signed_on=ocmw_signed_on,
    )


def end(agreement: Agreement, *, effective_on: date, reason: str, by: User) -> StageChange:
    """End a signed agreement early. It still binds on the day itself; the day may lie ahead."""
    return _take(agreement, Step(stage=Stage.ENDED, effective_on=effective_on, note=reason), by=by)


@transaction.atomic
def correct(change: StageChange, *, reason: str, by: User, replacement: Step | None = None) -> StageCorrection:
    """Strike a step out, with the reason, and put another in its place or none.

    Raises ValidationError when it was corrected before, or when without it, or with the other, the log or the
    one agreement in force would no longer hold.
    """
    if not reason.strip():
        raise ValidationError({"why": _("Say why this step is corrected.")})
    agreement = locked(change.agreement)
    standing = _standing(agreement)
    if change not in standing:
        raise ValidationError(_("This step was corrected before."))
    others = [step for step in standing if step != change]
    if change.stage == Stage.SIGNED:
        _refuse_under_addenda(agreement, replacement)
    if change.stage == Stage.ENDED:
        _refuse_under_papers(Ending.objects.select_related("agreement").get(pk=change.pk))
    opens_text = change.stage == Stage.APPROVED and freeze_of(agreement).can_be_taken_back
    made = _put_in_place(agreement, replacement, beside=others, by=by)
    correction = StageCorrection.objects.create(change=change, replacement=made, reason=reason.strip(), corrected_by=by)
    if opens_text and made is None and not any(step.stage == Stage.APPROVED for step in others):
        # Without an approval the text is open again: it is taken back, and a final with it.
        reopen(agreement, reason=reason, by=by)
    return correction


def _put_in_place(
    agreement: Agreement, replacement: Step | None, *, beside: list[StageChange], by: User
) -> StageChange | None:
    """The step instead of the one struck out, if any; the log holds with it, or without any."""
    if replacement is None:
        _refuse_illegal(agreement, beside)
        return None
    _refuse_untrue(agreement, replacement)
    _refuse_illegal(agreement, beside, added=replacement)
    return record(agreement, replacement, by=by)


def _refuse_under_addenda(agreement: Agreement, signature: Step | None) -> None:
    """An addendum rests on the signature of its agreement: that stays, and no later than the addendum is signed."""
    addenda = agreement.addenda.filter(withdrawn_on__isnull=True)
    if signature is None and addenda.exists():
        raise ValidationError(_("This agreement has addenda: its signature cannot be struck out."))
    if signature is not None and addenda.filter(signed_on__lt=signature.effective_on).exists():
        raise ValidationError(_("An addendum was signed before that day: the agreement cannot be signed later."))


def _refuse_under_papers(ending: Ending) -> None:
    """What both parties sign gives the day and the reason: it is taken back before these change."""
    if Final.objects.of(ending).standing().exists():
        raise ValidationError(_("The final of this early end is made. Take it back first, then correct the step."))
    refuse_beside_signed_copy(ending)


def record(agreement: Agreement, step: Step, *, by: User) -> StageChange:
    """Write one step down. The only place where a stage change is made."""
    return StageChange(
        agreement=agreement,
        stage=step.stage,
        effective_on=step.effective_on,
        note=step.note.strip(),
        reason=step.reason,
        try_again_on=step.try_again_on,
        agency_signed_on=step.agency_signed_on,
        municipality_signed_on=step.municipality_signed_on,
        ocmw_signed_on=step.ocmw_signed_on,
        recorded_by=by,
    ).insert()


def hold(*municipalities: int) -> None:
    """Let nobody else start agreements of these municipalities, or take a step, until this transaction ends.

    Always in one order, and before a number is asked for: else two people wait for each other. Raises ValidationError
    when the merger that one came from was undone by now.
    """
    held = Municipality.objects.select_for_update(no_key=True).filter(pk__in=municipalities).order_by("pk")
    if len(held) < len(set(municipalities)):
        raise ValidationError(_("The merger that this municipality came from was undone in the meantime."))


def locked(agreement: Agreement) -> Agreement:
    """The agreement as it is now, which nobody else can change or take a step with until this transaction ends.

    Whoever takes a step with an agreement waits at its municipality, because two agreements of one municipality
    exclude each other. Whoever edits one that must not be signed meanwhile takes this lock too.
    """
    hold(agreement.municipality_id)
    return (
        Agreement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .prefetch_related("council_decisions", "domains", "contacts", "signatories")
        .get(pk=agreement.pk)
    )


@transaction.atomic
def _take(agreement: Agreement, step: Step, *, by: User) -> StageChange:
    agreement = locked(agreement)
    _refuse_untrue(agreement, step)
    _refuse_illegal(agreement, _standing(agreement), added=step)
    return record(agreement, step, by=by)


def _standing(agreement: Agreement) -> list[StageChange]:
    return list(agreement.stage_changes.standing())


# What one step says must be true -------------------------------------------------------------------------------------


def _refuse_untrue(agreement: Agreement, step: Step) -> None:
    municipality = agreement.municipality
    if step.stage != Stage.ENDED:
        if step.effective_on > timezone.localdate() and step.stage != Stage.SIGNED:
            raise ValidationError({"effective_on": _("This cannot have happened in the future.")})
        if not municipality.exists_on(step.effective_on):
            raise ValidationError(
                _("%(municipality)s did not exist on %(day)s.")
                % {"municipality": municipality.name, "day": date_format(step.effective_on)}
            )
    check = {
        Stage.APPROVED: _refuse_untrue_approval,
        Stage.DECLINED: _refuse_untrue_refusal,
        Stage.SIGNED: _refuse_untrue_signature,
        Stage.ENDED: _refuse_untrue_ending,
    }.get(step.stage)
    if check:
        check(agreement, step)


def _refuse_untrue_approval(agreement: Agreement, step: Step) -> None:
    _refuse_missing(agreement, step.stage)
    decided_on = last_decision_on(agreement)
    if decided_on and step.effective_on < decided_on:
        raise ValidationError({"effective_on": decided_later(decided_on)})


def _refuse_untrue_refusal(agreement: Agreement, step: Step) -> None:
    if step.reason is None:
        raise ValidationError({"reason": _("Choose why there is no agreement.")})
    if not DeclineReason.objects.usable_on(step.effective_on).filter(pk=step.reason.pk).exists():
        raise ValidationError({"reason": _("This reason was not in use on that day.")})
    if step.try_again_on and step.try_again_on <= step.effective_on:
        raise ValidationError({"try_again_on": _("The day to try again comes after the refusal.")})


def _refuse_untrue_signature(agreement: Agreement, step: Step) -> None:
    _refuse_missing(agreement, step.stage)
    decided_on = last_decision_on(agreement)
    refuse_untrue_days(agreement, step.signing_days, decided_on=decided_on)
    if agreement.ends_on and step.effective_on > agreement.ends_on:
        raise ValidationError(
            _("The agreement runs until %(day)s: it cannot be signed later.") % {"day": date_format(agreement.ends_on)}
        )


def _refuse_untrue_ending(agreement: Agreement, step: Step) -> None:
    if not step.note.strip():
        raise ValidationError({"reason": _("Say why the agreement ends early.")})
    starts_on, ends_on = agreement.starts_on, agreement.ends_on
    if starts_on and ends_on and not starts_on <= step.effective_on < ends_on:
        raise ValidationError(
            {
                "effective_on": _("Ending early happens between %(first)s and %(last)s, the period of the agreement.")
                % {"first": date_format(starts_on), "last": date_format(ends_on - timedelta(days=1))}
            }
        )


def _refuse_missing(agreement: Agreement, stage: Stage) -> None:
    missing = [one.text for one in missing_for(agreement, stage) if one.required]
    if missing:
        raise ValidationError(_("Still missing: %(what)s.") % {"what": ", ".join(missing)})


# What all steps say together must hold -------------------------------------------------------------------------------


def _refuse_illegal(agreement: Agreement, steps: list[StageChange], *, added: Step | None = None) -> None:
    unsorted: list[Step | StageChange] = [*steps, added] if added else [*steps]
    chain = in_order(unsorted)
    before: Step | StageChange | None = None
    for step in chain:
        if not Stage(step.stage).may_follow(Stage(before.stage) if before else None):
            text = _cannot_follow(before, step)
            raise ValidationError(text if added is None or added.stage == Stage.SIGNED else {"effective_on": text})
        before = step
    _refuse_second_in_force(agreement, chain)


def insertable(agreement: Agreement) -> list[Stage]:
    """The stages that a step could still have, now or filed late, as far as their order goes."""
    steps = [step for step in agreement.stage_changes.all() if step.is_standing]
    chain: list[Stage | None] = [Stage(step.stage) for step in in_order(steps)]
    places = list(zip([None, *chain], [*chain, None], strict=True))
    return [
        stage
        for stage in Stage
        if any(stage.may_follow(before) and (after is None or after.may_follow(stage)) for before, after in places)
    ]


def in_order(steps: Iterable[AnyStep]) -> list[AnyStep]:
    """As they happened; `StageChangeQuerySet.in_order` does the same in the database."""
    return sorted(steps, key=lambda step: (step.effective_on, ORDER_WITHIN_A_DAY.index(Stage(step.stage))))


def _cannot_follow(before: Step | StageChange | None, step: Step | StageChange) -> str:
    words = {"stage": Stage(step.stage).label, "day": date_format(step.effective_on)}
    if before is None:
        return _("“%(stage)s” (%(day)s) cannot be the first step.") % words
    words |= {"before": Stage(before.stage).label, "since": date_format(before.effective_on)}
    return _("“%(stage)s” (%(day)s) cannot come after “%(before)s” (%(since)s).") % words


def _refuse_second_in_force(agreement: Agreement, chain: list[Step | StageChange]) -> None:
    own = force_period(agreement, chain)
    if own is None:
        return
    others = (
        StageChange.objects.standing()
        .filter(agreement__municipality_id=agreement.municipality_id, stage__in=[Stage.SIGNED, Stage.ENDED])
        .exclude(agreement=agreement)
        .select_related("agreement")
    )
    steps_of: dict[Agreement, list[Step | StageChange]] = {}
    for step in others:
        steps_of.setdefault(step.agreement, []).append(step)
    for other, steps in steps_of.items():
        theirs = force_period(other, steps)
        if theirs and own[0] <= theirs[1] and theirs[0] <= own[1]:
            raise ValidationError(
                _("%(reference)s is in force here from %(first)s to %(last)s: two agreements cannot be, on one day.")
                % {
                    "reference": other.reference,
                    "first": date_format(theirs[0]),
                    "last": date_format(theirs[1]),
                }
            )


def force_period(agreement: Agreement, steps: Iterable[Step | StageChange]) -> tuple[date, date] | None:
    """The first and the last day on which an agreement is in force by these standing steps, or None."""
    days = {Stage(step.stage): step.effective_on for step in steps}
    signed_on = days.get(Stage.SIGNED)
    if signed_on is None or agreement.starts_on is None or agreement.ends_on is None:
        return None
    first = max(agreement.starts_on, signed_on)
    last = min(agreement.ends_on, days.get(Stage.ENDED, agreement.ends_on))
    return (first, last) if first <= last else None
