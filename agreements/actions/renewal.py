"""The next agreement, from the one that lapses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.agreements import Facts, prepare, start
from agreements.actions.stages import hold, locked
from agreements.beside import last_day, outlasting, pending_beside
from agreements.holding import Holding, holding_of
from agreements.models import Agreement, Clause, Commitment, DomainText, Stage, TemplateVersion
from agreements.periods import next_period
from agreements.references import hold_series
from municipalities.lineage import heir_of
from municipalities.models import Domain, Municipality, Term

ClauseName = tuple[int | None, str]  # in any version: the domain of its part, and its internal name
STILL_OPEN = {Commitment.State.TO_DO, Commitment.State.UNDER_WAY}


@dataclass(frozen=True)
class Carried:
    """What the next agreement takes over: what holds on the last day, and what is still to be done."""

    domains: list[Domain]
    commitments: list[Commitment]
    texts: list[DomainText]
    left_out: set[ClauseName]


@dataclass(frozen=True)
class Outcome:
    """What came of preparing many: the new agreements, and those that got none with why."""

    made: list[Agreement]
    refused: list[tuple[Agreement, str]]


def last_day_of(agreement: Agreement) -> date | None:
    """The day of an early ending, else the last day of the period."""
    return Agreement.objects.values_list(last_day(), flat=True).get(pk=agreement.pk)


def carried_over(agreement: Agreement) -> Carried:
    holding: Holding = holding_of(agreement, on=last_day_of(agreement) or timezone.localdate())
    domains = [one.domain for one in holding.domains]
    return Carried(
        domains,
        [one for held in holding.domains for one in held.commitments if one.state in STILL_OPEN],
        [text for text in agreement.domain_texts.select_related("domain") if text.domain in domains],
        _left_out(agreement, holding),
    )


def _left_out(agreement: Agreement, holding: Holding) -> set[ClauseName]:
    """The optional clauses that the agreement did without; of a domain that an addendum brought, those of that one."""
    brought_by = {held.domain.pk: held.added_by for held in holding.domains if held.added_by}
    own = {name for name in _names(agreement.left_out.all()) if name[0] not in brought_by}
    for domain, addendum in brought_by.items():
        own |= {name for name in _names(addendum.left_out.all()) if name[0] == domain}
    return own


def _names(clauses: QuerySet[Clause]) -> set[ClauseName]:
    return {(clause.part.domain_id, clause.name) for clause in clauses.select_related("part")}


def heir_for(agreement: Agreement, *, on: date) -> Municipality:
    """Who makes the next agreement: the municipality, or what became of it. Raises ValidationError with why not."""
    heir = heir_of(agreement.municipality, on=on)
    if heir is None:
        raise ValidationError({"talk_on": _("The municipality did not exist on that day.")})
    if not heir.in_working_area:
        raise ValidationError(
            _("%(name)s has an agency of its own, %(agency)s.")
            % {"name": heir.name, "agency": heir.get_agency_display()}
        )
    return heir


def refuse_second(agreement: Agreement, heir: Municipality) -> None:
    """Raises ValidationError where the agreement was never signed, is followed, or another one is on its way."""
    today = timezone.localdate()
    if not agreement.is_signed(on=today):
        raise ValidationError(_("Only an agreement that was signed is followed by a next one."))
    for follower in agreement.renewed_by.with_stage(on=today):
        if follower.stage != Stage.DECLINED:
            raise ValidationError(_("%(reference)s follows it already.") % {"reference": follower.reference})
    _refuse_beside(agreement, heir, on=today)


def _refuse_beside(agreement: Agreement, heir: Municipality, *, on: date) -> None:
    """Raises ValidationError where another agreement with the same party is on its way, or has a later last day."""
    same = Q() if agreement.party == Agreement.Party.BOTH else Q(party__in=[agreement.party, Agreement.Party.BOTH])
    if (other := pending_beside(agreement, heir, on=on).filter(same).first()) is not None:
        prepared = _("An agreement with %(name)s is prepared already: %(reference)s.")
        words = _("%(name)s is in talks already: %(reference)s.") if other.stage else prepared
    elif (other := outlasting(agreement, heir, on=on).filter(same).first()) is not None:
        words = _("A later agreement with %(name)s runs or ran already: %(reference)s.")
    else:
        return
    raise ValidationError(words % {"name": other.municipality.name, "reference": other.reference})


@transaction.atomic
def renew(
    agreement: Agreement, *, talk_on: date | None, starts_on: date | None, ends_on: date | None, by: User
) -> Agreement:
    """Make the agreement that follows: same party, what holds on the last day, what is still to be done.

    Without a talk it is only prepared. People and number are those of the day of the talk, else of today; the text is
    the one in use now. Raises ValidationError with why there can be none.
    """
    day = talk_on or timezone.localdate()
    heir = heir_for(agreement, on=day)
    # Two people at once, or two halves of a merger: the second finds what the first made.
    hold(heir.pk, agreement.municipality_id)
    present = locked(agreement)
    if heir_for(present, on=day) != heir:
        raise ValidationError(_("The merger that this municipality came from was undone in the meantime."))
    refuse_second(present, heir)
    carried = carried_over(agreement)
    facts: Facts = {"municipality": heir, "party": agreement.party, "domains": carried.domains, "renews": agreement}
    facts |= {"starts_on": starts_on, "ends_on": ends_on}
    follower = start(talk_on=talk_on, by=by, **facts) if talk_on else prepare(on=day, **facts)
    follower.left_out.set(_left_out_again(carried, follower.template_version))
    _copy(carried, follower)
    return follower


@transaction.atomic
def renew_many(
    agreements: Sequence[Agreement], *, talk_on: date | None, by: User, may: Callable[[Municipality], bool]
) -> Outcome:
    """Prepare the next agreement of each, with the usual period after its last day; one that cannot stops no other.

    `may` says for which municipalities this user starts agreements.
    """
    terms = list(Term.objects.all())
    outcome = Outcome([], [])
    day = talk_on or timezone.localdate()
    _hold_all(agreements, on=day)
    for agreement in agreements:
        try:
            if not may(heir_for(agreement, on=day)):
                raise ValidationError(_("Your role or region does not allow this."))
            starts_on, ends_on = next_period(last_day_of(agreement), on=timezone.localdate(), terms=terms)
            outcome.made.append(renew(agreement, talk_on=talk_on, starts_on=starts_on, ends_on=ends_on, by=by))
        except ValidationError as refusal:
            outcome.refused.append((agreement, " ".join(refusal.messages)))
    return outcome


def _hold_all(agreements: Sequence[Agreement], *, on: date) -> None:
    """All municipalities, then all numbers: one by one they would be held in the order of the list."""
    heirs = [heir for one in agreements if (heir := heir_of(one.municipality, on=on)) is not None]
    hold(*(one.pk for one in heirs), *(one.municipality_id for one in agreements))
    hold_series((one.province for one in heirs), year=on.year)


def _left_out_again(carried: Carried, version: TemplateVersion | None) -> list[Clause]:
    """The clauses left out so far, where the text in use still has them as optional."""
    if version is None or not carried.left_out:
        return []
    optional = Clause.objects.filter(part__version=version, optional=True).select_related("part")
    return [one for one in optional if (one.part.domain_id, one.name) in carried.left_out]


def _copy(carried: Carried, follower: Agreement) -> None:
    """Row by row, which writes their history too."""
    last: dict[int, int] = {}
    for one in carried.commitments:
        last[one.domain_id] = last.get(one.domain_id, 0) + 1
        Commitment.objects.create(
            agreement=follower,
            domain=one.domain,
            position=last[one.domain_id],
            text=one.text,
            carried_out_by=one.carried_out_by,
        )
    for text in carried.texts:
        DomainText.objects.create(agreement=follower, domain=text.domain, text=text.text)
