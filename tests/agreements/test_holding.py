"""What holds on a day: the agreement with the changes of its addenda in effect, asked in Python and in the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agreements.holding import holding_of
from agreements.models import Addendum, Agreement, Commitment
from tests.factories import AgreementFactory, DomainFactory, UserFactory

FIRST = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]
DOMAINS = 3
Answer = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Change:
    """An addendum as somebody might make it, sensible or not; commitments and domains by their number so far."""

    signed_on: date
    starts_on: date
    added_domains: frozenset[int]
    dropped_domains: frozenset[int]
    added: tuple[int, ...]  # the domain of each new commitment
    replaced: frozenset[int]
    dropped: frozenset[int]


numbers = st.frozensets(st.integers(0, 5), max_size=2)
changes = st.builds(
    Change,
    signed_on=st.sampled_from(DAYS),
    starts_on=st.sampled_from(DAYS),
    added_domains=st.frozensets(st.integers(0, DOMAINS - 1), max_size=2),
    dropped_domains=st.frozensets(st.integers(0, DOMAINS - 1), max_size=1),
    added=st.lists(st.integers(0, DOMAINS - 1), max_size=2).map(tuple),
    replaced=numbers,
    dropped=numbers,
)


class World:
    """One agreement of two domains with two commitments, to which addenda are added."""

    def __init__(self) -> None:
        self.domains = [DomainFactory(code=f"d{n}", position=n + 1) for n in range(DOMAINS)]
        self.by = UserFactory()
        self.agreement: Agreement = AgreementFactory()
        self.agreement.domains.set(self.domains[:2])
        for domain in self.domains[:2]:
            Commitment.objects.create(agreement=self.agreement, domain=domain, text="Afspraak")

    def add(self, change: Change) -> Addendum:
        before = list(self.agreement.commitments.order_by("pk"))
        addendum = Addendum.objects.create(
            agreement=self.agreement,
            number=self.agreement.addenda.count() + 1,
            subject="Wijziging",
            signed_on=change.signed_on,
            agency_signed_on=change.signed_on,
            municipality_signed_on=change.signed_on,
            starts_on=change.starts_on,
            created_by=self.by,
        )
        addendum.added_domains.set([self.domains[n] for n in change.added_domains])
        addendum.dropped_domains.set([self.domains[n] for n in change.dropped_domains])
        addendum.dropped_commitments.set([before[n] for n in change.dropped if n < len(before)])
        own = {"agreement": self.agreement, "added_by": addendum, "text": "Afspraak"}
        for n in change.added:
            Commitment.objects.create(domain=self.domains[n], **own)
        for n in change.replaced:
            if n < len(before):
                Commitment.objects.create(domain=before[n].domain, replaces=before[n], **own)
        return addendum

    def answers(self) -> list[Answer]:
        agreement = Agreement.objects.with_addenda().get(pk=self.agreement.pk)
        found = []
        for day in DAYS:
            holding = holding_of(agreement, on=day)
            domains = [one.domain.pk for one in holding.domains]
            found.append((domains, sorted(one.pk for one in holding.commitments)))
        return found

    def answers_of_the_database(self) -> list[Answer]:
        return [(self._domains(day), self._commitments(day)) for day in DAYS]

    def _domains(self, day: date) -> list[int]:
        return [one.pk for one in self.domains if Agreement.objects.with_domain(one, on=day).exists()]

    def _commitments(self, day: date) -> list[int]:
        return sorted(Commitment.objects.holding(on=day).values_list("pk", flat=True))


def fresh(check: Callable[[], None]) -> None:
    with transaction.atomic():
        check()
        transaction.set_rollback(True)


@pytest.mark.django_db
@hypothesis_settings(max_examples=20)
@given(st.lists(changes, max_size=4))
def test_python_and_the_database_tell_the_same_for_any_addenda(wishes: list[Change]):
    def check() -> None:
        world = World()
        for change in wishes:
            world.add(change)
        assert world.answers() == world.answers_of_the_database()

    fresh(check)


@pytest.mark.django_db
@hypothesis_settings(max_examples=12)
@given(st.lists(changes, min_size=1, max_size=4))
def test_a_later_addendum_never_changes_a_day_before_it_takes_effect(wishes: list[Change]):
    def check() -> None:
        world = World()
        before = world.answers_of_the_database()
        for change in wishes:
            addendum = world.add(change)
            after = world.answers_of_the_database()
            assert addendum.takes_effect_on is not None
            earlier = sum(day < addendum.takes_effect_on for day in DAYS)
            assert after[:earlier] == before[:earlier]
            before = after

    fresh(check)


# In words ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def world(db: None) -> World:
    return World()


def change(
    signed_on: int = 1,
    starts_on: int = 1,
    *,
    added_domains: Iterable[int] = (),
    dropped_domains: Iterable[int] = (),
    added: Iterable[int] = (),
    replaced: Iterable[int] = (),
    dropped: Iterable[int] = (),
) -> Change:
    """An addendum signed and begun on these days (by number) that changes only what is said."""
    return Change(
        DAYS[signed_on],
        DAYS[starts_on],
        added_domains=frozenset(added_domains),
        dropped_domains=frozenset(dropped_domains),
        added=tuple(added),
        replaced=frozenset(replaced),
        dropped=frozenset(dropped),
    )


def holds(world: World, day: int) -> Answer:
    found = world.answers()[day]
    assert found == world.answers_of_the_database()[day]
    return found


def test_an_addendum_counts_from_its_first_day_and_never_before_the_last_signature(world: World):
    early = world.add(change(signed_on=4, starts_on=2, dropped=[0]))
    assert [len(holds(world, day)[1]) for day in (3, 4)] == [2, 1]
    assert early.takes_effect_on == DAYS[4]
    world.add(change(signed_on=5, starts_on=7, dropped=[1]))
    assert [len(holds(world, day)[1]) for day in (6, 7)] == [1, 0]


def test_a_dropped_domain_takes_its_commitments_along_and_they_do_not_come_back_with_it(world: World):
    world.add(change(signed_on=1, dropped_domains=[0]))
    world.add(change(signed_on=3, starts_on=3, added_domains=[0]))
    second = world.agreement.commitments.order_by("pk")[1]
    assert holds(world, 2) == ([world.domains[1].pk], [second.pk])
    assert holds(world, 3) == ([world.domains[0].pk, world.domains[1].pk], [second.pk])


def test_a_later_addendum_changes_what_an_earlier_one_added(world: World):
    world.add(change(signed_on=1, added_domains=[2], added=[2]))
    world.add(change(signed_on=2, starts_on=2, replaced=[2]))
    added, replacement = world.agreement.commitments.order_by("pk")[2:]
    assert added.pk in holds(world, 1)[1]
    assert added.pk not in holds(world, 2)[1]
    assert replacement.pk in holds(world, 2)[1]
    assert replacement.replaces == added


def test_a_replacement_stands_in_the_place_of_what_it_replaces(world: World):
    domain = world.domains[0]
    Commitment.objects.create(agreement=world.agreement, domain=domain, text="Tweede", position=2)
    addendum = world.add(change(replaced=[0]))
    replacement = addendum.commitments.get()
    agreement = Agreement.objects.with_addenda().get(pk=world.agreement.pk)
    held = holding_of(agreement, on=DAYS[1]).domains[0]
    assert [one.text for one in held.commitments] == ["Afspraak", "Tweede"]
    assert (held.commitments[0], held.commitments[0].added_by) == (replacement, addendum)


def test_an_open_addendum_changes_nothing(world: World):
    open_one = Addendum.objects.create(agreement=world.agreement, subject="Nieuw", starts_on=FIRST, created_by=world.by)
    open_one.dropped_domains.set(world.domains)
    assert len(holds(world, 7)[1]) == 2


def test_how_a_commitment_stands_carries_over_to_its_replacement_until_newly_recorded(world: World):
    first = world.agreement.commitments.order_by("pk")[0]
    first.progress.create(state="under_way", on=DAYS[0], recorded_by=world.by)
    replacement = world.add(change(replaced=[0])).commitments.get()
    assert (replacement.state, replacement.state_on(DAYS[0])) == ("under_way", "under_way")
    replacement.progress.create(state="done", on=DAYS[5], recorded_by=world.by)
    replacement = Commitment.objects.get(pk=replacement.pk)
    assert [replacement.state_on(day).value for day in (DAYS[4], DAYS[5])] == ["under_way", "done"]


def test_asking_what_holds_costs_no_query_once_the_rows_are_there(world: World, django_assert_num_queries):
    for number in range(3):
        world.add(change(signed_on=number, starts_on=number, added=[0, 1], replaced=[0]))
    # agreement, domains, commitments with domains and progress, addenda with what they add and drop
    with django_assert_num_queries(9):
        agreement = Agreement.objects.with_addenda().get(pk=world.agreement.pk)
        for day in DAYS:
            for one in holding_of(agreement, on=day).commitments:
                assert one.state == "to_do"
                assert one.added_by is None or one.added_by.reference
