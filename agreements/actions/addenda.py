"""The way of an addendum: started, changed, signed or withdrawn. Whoever takes a step waits at its agreement."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.content import refuse_frozen
from agreements.actions.signing import SigningDays, refuse_untrue_days
from agreements.actions.stages import locked
from agreements.freeze import Part, councils_still_to_decide, freeze_of
from agreements.holding import holding_before
from agreements.models import Addendum, AddendumSignatory, Agreement, Commitment, PaperKind, TemplateVersion
from agreements.pdf.agreement import version_of
from agreements.people import signatories_copied
from agreements.references import next_addendum_number


@transaction.atomic
def start(agreement: Agreement, *, subject: str, by: User, starts_on: date | None = None) -> Addendum:
    """Begin an addendum to an agreement that runs, with the people who sign such a paper today.

    Raises ValidationError when the agreement does not run, its municipality is no more, or another addendum is open.
    """
    agreement = locked(agreement)
    today = timezone.localdate()
    if not Agreement.objects.running(on=today).filter(pk=agreement.pk).exists():
        raise ValidationError(_("Only an agreement that is signed and still runs can have an addendum."))
    _refuse_gone(agreement, on=today)
    if agreement.addenda.open().exists():
        raise ValidationError(_("This agreement has an open addendum already: sign or withdraw that first."))
    refuse_outside_period(agreement, starts_on)
    addendum = Addendum.objects.create(
        agreement=agreement,
        template_version=TemplateVersion.objects.standard(PaperKind.ADDENDUM),
        clause_version=version_of(agreement),
        subject=subject.strip(),
        starts_on=starts_on,
        created_by=by,
    )
    for fields in signatories_copied(agreement, on=today):
        AddendumSignatory.objects.create(addendum=addendum, **fields)
    return addendum


@contextmanager
def changing_addendum(addendum: Addendum, part: Part) -> Iterator[None]:
    """A transaction in which the part of the paper may change: nobody settles, signs or withdraws it meanwhile.

    Raises ContentStays when it is frozen.
    """
    with transaction.atomic():
        refuse_frozen(locked_addendum(addendum), part)
        yield


def locked_addendum(addendum: Addendum) -> Addendum:
    """The addendum as it is now, which nobody else can change or take a step with until this transaction ends."""
    locked(addendum.agreement)
    return Addendum.objects.for_detail().get(pk=addendum.pk)


# What it changes -----------------------------------------------------------------------------------------------------


@transaction.atomic
def drop(addendum: Addendum, commitment: Commitment) -> None:
    """Let the commitment no longer hold from the addendum on. Raises ValidationError when it does not hold now."""
    with changing_addendum(addendum, Part.TEXT):
        refuse_unknown(addendum, commitment)
        addendum.dropped_commitments.add(commitment)


@transaction.atomic
def keep(addendum: Addendum, commitment: Commitment) -> None:
    """Take back that it would be dropped."""
    with changing_addendum(addendum, Part.TEXT):
        addendum.dropped_commitments.remove(commitment)


def refuse_unknown(addendum: Addendum, commitment: Commitment) -> None:
    """A commitment can be changed or dropped once, where it holds until then."""
    addendum = Addendum.objects.for_detail().get(pk=addendum.pk)
    if commitment not in holding_before(addendum).commitments:
        raise ValidationError(_("This commitment does not hold any more, so it cannot be changed or dropped."))
    if addendum.commitments.filter(replaces=commitment).exists():
        raise ValidationError(_("This addendum changes that commitment already."))
    if commitment in addendum.dropped_commitments.all():
        raise ValidationError(_("This addendum drops that commitment already."))
    if commitment.domain in addendum.dropped_domains.all():
        raise ValidationError(_("This addendum drops the whole domain of that commitment."))


# Signed, corrected, withdrawn ----------------------------------------------------------------------------------------


@transaction.atomic
def sign(addendum: Addendum, days: SigningDays) -> Addendum:
    """Signed by every party: the addendum gets the next number and holds from its first day or this, the later one.

    Raises ValidationError when a decision or the final is missing, or a day cannot be true.
    """
    addendum = locked_addendum(addendum)
    if not addendum.is_open:
        raise ValidationError(freeze_of(addendum).words)
    missing = councils_still_to_decide(addendum)
    if missing:
        councils = ", ".join(str(body.label) for body in missing)
        raise ValidationError(_("Still missing: the decision of %(councils)s.") % {"councils": councils})
    if addendum.standing_final is None:
        raise ValidationError(_("Make the final first: it is what the parties sign."))
    addendum.number = next_addendum_number(addendum.agreement)
    _put_days(addendum, days)
    addendum.save()
    return addendum


@transaction.atomic
def correct_days(addendum: Addendum, days: SigningDays, *, reason: str) -> Addendum:
    """Put other days of signature in the place of wrong ones; the history keeps those, with the reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why these days are corrected.")})
    addendum = locked_addendum(addendum)
    if addendum.signed_on is None:
        raise ValidationError(_("This addendum is not signed, so there are no days to correct."))
    _put_days(addendum, days)
    addendum._change_reason = reason.strip()  # type: ignore[attr-defined]  # where simple-history looks for it
    addendum.save()
    return addendum


@transaction.atomic
def withdraw(addendum: Addendum, *, reason: str) -> Addendum:
    """Give an open addendum up. A standing final is taken back first, so that no paper to sign goes round."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the addendum is withdrawn.")})
    addendum = locked_addendum(addendum)
    if not addendum.is_open:
        raise ValidationError(freeze_of(addendum).words)
    if addendum.standing_final is not None:
        raise ValidationError(_("The final of this addendum is made. Take it back first, then withdraw the addendum."))
    addendum.withdrawn_on = timezone.localdate()
    addendum.withdrawn_because = reason.strip()
    addendum.save()
    return addendum


def _put_days(addendum: Addendum, days: SigningDays) -> None:
    refuse_untrue_days(
        addendum.agreement,
        days,
        decided_on=max((one.decided_on for one in addendum.council_decisions.all()), default=None),
        addendum_to=Agreement.objects.with_signature(on=timezone.localdate()).get(pk=addendum.agreement_id).signed_on,
    )
    _refuse_gone(addendum.agreement, on=days.last)
    for name, day in days.by_field.items():
        setattr(addendum, name, day)
    addendum.signed_on = days.last
    _refuse_out_of_turn(addendum)


def _refuse_gone(agreement: Agreement, *, on: date) -> None:
    """A successor takes over what its predecessor agreed; nobody can agree anything more in the name of that one."""
    place = agreement.municipality
    if not place.exists_on(on):
        gone = _("%(name)s no longer existed on %(day)s, so nobody can sign an addendum for it.")
        way_out = _("Prepare a new agreement with the municipality that came in its place, or end this one.")
        raise ValidationError([gone % {"name": place.name, "day": date_format(on)}, way_out])


def _refuse_out_of_turn(addendum: Addendum) -> None:
    """Within the agreement, and in the order of the numbers: what a later one changes holds by then."""
    holds_from = addendum.takes_effect_on
    if holds_from is None:
        raise ValidationError(_("Say first from when the addendum holds."))
    last_day = addendum.agreement.ends_on
    if last_day and holds_from > last_day:
        raise ValidationError(
            _("The agreement runs until %(day)s: an addendum cannot hold from a later day.")
            % {"day": date_format(last_day)}
        )
    if Agreement.objects.ended(by=holds_from).filter(pk=addendum.agreement_id).exists():
        raise ValidationError(_("The agreement ended before that day: an addendum to it can no longer hold."))
    for other in addendum.agreement.addenda.all():
        other_from = other.takes_effect_on
        if other_from is None or other.number is None or addendum.number is None or other.pk == addendum.pk:
            continue
        if (other.number < addendum.number and holds_from < other_from) or (
            other.number > addendum.number and holds_from > other_from
        ):
            words = {"reference": other.short_reference, "day": date_format(other_from)}
            raise ValidationError(
                _("Addendum %(reference)s holds from %(day)s: addenda take effect in the order of their numbers.")
                % words
            )


def refuse_outside_period(agreement: Agreement, starts_on: date | None) -> None:
    first, last = agreement.starts_on, agreement.ends_on
    if starts_on and first and last and not first <= starts_on <= last:
        words = {"first": date_format(first), "last": date_format(last)}
        raise ValidationError(
            {"starts_on": _("The agreement runs from %(first)s to %(last)s; the addendum holds within it.") % words}
        )
