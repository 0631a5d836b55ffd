"""Steps in any order, legal or not: the log agrees with a small model, and later steps leave earlier days alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, DeclineReason, StageChange
from municipalities.models import Municipality
from tests.factories import AgreementFactory, DeclineReasonFactory, MunicipalityFactory, UserFactory, decided

FIRST = date(2020, 1, 1)
LAST = FIRST + timedelta(days=7)
PERIOD = (FIRST + timedelta(days=2), FIRST + timedelta(days=6))
DAYS = [FIRST + timedelta(days=number) for number in range(8)]
RANK = ["exploring", "negotiation", "final_negotiation", "approved", "declined", "signed", "ended"]


@dataclass(frozen=True)
class Move:
    """A step that somebody tries to record."""

    stage: str
    on: date


@dataclass(frozen=True)
class Strike:
    """A recorded step that somebody tries to strike out: the number-th that stands."""

    number: int


moves = st.builds(Move, stage=st.sampled_from(RANK), on=st.sampled_from(DAYS))
strikes = st.builds(Strike, number=st.integers(0, 5))


# The small model: plain words for the rules --------------------------------------------------------------------------


def in_order(chain: list[Move]) -> list[Move]:
    return sorted(chain, key=lambda move: (move.on, RANK.index(move.stage)))


def is_legal(chain: list[Move]) -> bool:
    before = ""
    for move in in_order(chain):
        if before in {"exploring", "negotiation", "final_negotiation", "approved"}:
            forward = move.stage in RANK[RANK.index(before) + 1 : 4]
            good = forward or move.stage in {"signed", "declined"}
        elif before == "declined":
            good = move.stage in RANK[:4]
        elif before == "signed":
            good = move.stage == "ended"
        else:
            good = not before and move.stage != "ended"
        if not good:
            return False
        before = move.stage
    return True


def is_true(move: Move) -> bool:
    if move.stage == "ended":
        return PERIOD[0] <= move.on < PERIOD[1]
    return move.stage != "signed" or move.on <= PERIOD[1]


def stage_on(chain: list[Move], day: date) -> str | None:
    taken = [move for move in in_order(chain) if move.on < day or (move.on == day and move.stage != "ended")]
    return taken[-1].stage if taken else None


def in_force_on(chain: list[Move], day: date) -> bool:
    days = {move.stage: move.on for move in chain}
    return "signed" in days and max(days["signed"], PERIOD[0]) <= day <= min(days.get("ended", LAST), PERIOD[1])


# What the register says ----------------------------------------------------------------------------------------------


class Register:
    """One agreement, and who records its steps."""

    def __init__(self) -> None:
        self.user: User = UserFactory()
        self.reason: DeclineReason = DeclineReasonFactory()
        self.agreement: Agreement = decided(
            AgreementFactory(party="municipality", starts_on=PERIOD[0], ends_on=PERIOD[1])
        )

    def take(self, move: Move) -> bool:
        return accepted(lambda: self._take(move))

    def _take(self, move: Move) -> object:
        agreement, by, on = self.agreement, self.user, move.on
        if move.stage == "declined":
            return stages.decline(agreement, effective_on=on, reason=self.reason, by=by)
        if move.stage == "signed":
            return stages.sign(agreement, agency_signed_on=FIRST, municipality_signed_on=on, by=by)
        if move.stage == "ended":
            return stages.end(agreement, effective_on=on, reason="Fusie", by=by)
        return stages.advance(agreement, to=move.stage, effective_on=on, by=by)  # type: ignore[arg-type]

    def strike(self, move: Move) -> bool:
        change = StageChange.objects.standing().get(agreement=self.agreement, stage=move.stage, effective_on=move.on)
        return accepted(lambda: stages.correct(change, reason="Fout", by=self.user))

    def stage_on(self, day: date) -> str | None:
        return Agreement.objects.with_stage(on=day).get(pk=self.agreement.pk).stage

    def in_force_on(self, day: date) -> bool:
        return Agreement.objects.in_force(on=day).filter(pk=self.agreement.pk).exists()

    def days(self) -> list[tuple[str | None, bool]]:
        return [(self.stage_on(day), self.in_force_on(day)) for day in DAYS]


def accepted(take: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            take()
    except ValidationError:
        return False
    return True


Answer = TypeVar("Answer")


def fresh(check: Callable[[], Answer]) -> Answer:
    """Each example on a database of its own: what it wrote is taken back."""
    with transaction.atomic():
        answer = check()
        transaction.set_rollback(True)
    return answer


@pytest.mark.django_db
@hypothesis_settings(max_examples=40)
@given(st.lists(st.one_of(moves, moves, moves, strikes), max_size=9))
def test_the_log_takes_what_the_rules_allow_and_says_where_the_agreement_stood(tries: list[Move | Strike]):
    def check() -> None:
        register, chain = Register(), list[Move]()
        for attempt in tries:
            if isinstance(attempt, Move):
                wanted = [*chain, attempt]
                allowed = is_true(attempt) and is_legal(wanted)
                assert register.take(attempt) == allowed, (attempt, chain)
            elif attempt.number < len(chain):
                wanted = [move for number, move in enumerate(chain) if number != attempt.number]
                allowed = is_legal(wanted)
                assert register.strike(chain[attempt.number]) == allowed, (attempt, chain)
            else:
                continue
            chain = wanted if allowed else chain
        assert register.days() == [(stage_on(chain, day), in_force_on(chain, day)) for day in DAYS]

    fresh(check)


@pytest.mark.django_db
@hypothesis_settings(max_examples=20)
@given(st.lists(moves, min_size=1, max_size=6))
def test_a_step_never_changes_a_day_before_it_took_effect(tries: list[Move]):
    def check() -> None:
        register = Register()
        before = register.days()
        for move in tries:
            if register.take(move):
                after = register.days()
                earlier = sum(day < move.on for day in DAYS)
                assert after[:earlier] == before[:earlier]
                before = after

    fresh(check)


@pytest.mark.django_db
@hypothesis_settings(max_examples=15)
@given(st.lists(moves, max_size=8))
def test_the_order_of_typing_does_not_matter(tries: list[Move]):
    """The same steps, recorded late in another order where that is legal all along, tell the same days."""

    def check() -> None:
        first = Register()
        taken = [move for move in tries if first.take(move)]
        second = Register()
        if all(second.take(move) for move in reversed(taken)):
            assert second.days() == first.days()

    fresh(check)


@pytest.mark.django_db
@hypothesis_settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from(DAYS)), max_size=6))
def test_however_agreements_are_signed_one_is_in_force_per_day(wishes: list[tuple[date, date, date]]):
    def check() -> None:
        municipality: Municipality = MunicipalityFactory()
        user = UserFactory()
        for first, last, signed_on in wishes:
            if first < last:
                agreement = decided(
                    AgreementFactory(municipality=municipality, party="ocmw", starts_on=first, ends_on=last)
                )
                days: dict[str, Any] = {"agency_signed_on": signed_on, "ocmw_signed_on": signed_on}
                accepted(partial(stages.sign, agreement, by=user, **days))
        assert all(Agreement.objects.in_force(on=day).count() <= 1 for day in DAYS)

    fresh(check)
