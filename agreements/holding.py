"""What holds between the parties on a day: what the agreement itself says, with the changes of its addenda."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from agreements.models import Addendum, Agreement, Commitment
from municipalities.models import Domain


@dataclass(frozen=True)
class HeldDomain:
    """A domain of cooperation, the addendum that brought it (None: the agreement itself), and its commitments."""

    domain: Domain
    added_by: Addendum | None
    commitments: list[Commitment]


@dataclass(frozen=True)
class Holding:
    """What holds on `on`; a commitment knows the addendum that added it and the commitment that it replaces."""

    on: date
    domains: list[HeldDomain]
    commitments: list[Commitment]
    addenda: list[Addendum]


@dataclass(frozen=True)
class LookedBackOn:
    """What a review is about."""

    domains: list[Domain]
    commitments: list[Commitment]


def holding_of(agreement: Agreement, *, on: date) -> Holding:
    """Asks nothing of the database when the agreement was fetched `with_addenda()`.

    The addenda in effect are applied in the order of their numbers. `Commitment.objects.holding` and
    `Agreement.objects.with_domain` answer the same in the database.
    """
    return _applied(agreement, addenda_in_effect(agreement, on=on), on=on)


def domains_held(agreement: Agreement, *, on: date) -> list[Domain]:
    """The domains of what holds, in their order; asks nothing when the agreement was fetched `with_held_domains()`."""
    return _in_order(_brought_by(agreement, addenda_in_effect(agreement, on=on)))


def addenda_in_effect(agreement: Agreement, *, on: date) -> list[Addendum]:
    """Those whose changes hold on the day, in the order of their numbers."""
    return _by_number(one for one in agreement.addenda.all() if one.is_in_effect(on=on))


def holding_before(addendum: Addendum) -> Holding:
    """What the addendum changes: the agreement with every addendum of a lower number, in effect yet or not."""
    earlier = [
        one
        for one in addendum.agreement.addenda.all()
        if one.number is not None
        and one.pk != addendum.pk
        and (addendum.number is None or one.number < addendum.number)
    ]
    return _applied(addendum.agreement, _by_number(earlier), on=addendum.takes_effect_on or date.max)


def _applied(agreement: Agreement, addenda: list[Addendum], *, on: date) -> Holding:
    brought_by = _brought_by(agreement, addenda)
    commitments = _commitments(agreement, addenda)
    domains = [
        HeldDomain(domain, brought_by[domain], [one for one in commitments if one.domain_id == domain.pk])
        for domain in _in_order(brought_by)
    ]
    return Holding(on, domains, commitments, addenda)


def _brought_by(agreement: Agreement, addenda: list[Addendum]) -> dict[Domain, Addendum | None]:
    """The domains that hold after these addenda, each with the one that brought it."""
    held: dict[Domain, Addendum | None] = dict.fromkeys(agreement.domains.all())
    for addendum in addenda:
        held |= dict.fromkeys(addendum.added_domains.all(), addendum)
        for domain in addendum.dropped_domains.all():
            held.pop(domain, None)
    return held


def _commitments(agreement: Agreement, addenda: list[Addendum]) -> list[Commitment]:
    """The commitments that hold after these addenda, in their place."""
    rows = linked_commitments(agreement)
    held = {one.pk: one for one in rows if one.added_by_id is None}
    for addendum in addenda:
        own = [one for one in rows if one.added_by_id == addendum.pk]
        held |= {one.pk: one for one in own}
        lost = {domain.pk for domain in addendum.dropped_domains.all()}
        gone = {one.replaces_id for one in own} | {one.pk for one in addendum.dropped_commitments.all()}
        held = {pk: one for pk, one in held.items() if pk not in gone and one.domain_id not in lost}
    return sorted(held.values(), key=_place)


def linked_commitments(agreement: Agreement) -> list[Commitment]:
    """Every commitment of the agreement and its addenda, each pointing to the rows that were fetched already."""
    addenda = {one.pk: one for one in agreement.addenda.all()}
    for addendum in addenda.values():
        addendum.agreement = agreement
    rows = {one.pk: one for one in agreement.commitments.all()}
    for one in rows.values():
        one.agreement = agreement
        if one.added_by_id is not None:
            one.added_by = addenda[one.added_by_id]
        if one.replaces_id is not None:
            one.replaces = rows[one.replaces_id]
    return list(rows.values())


def looked_back_on(
    agreement: Agreement, *, on: date, commitments: Collection[int], domains: Iterable[Domain]
) -> LookedBackOn:
    """What held on the day of a review, and the commitments (by key) and domains that it speaks of besides.

    An addendum that is filed late thus takes nothing out of a review.
    """
    holding = holding_of(agreement, on=on)
    spoken_of = [one for one in linked_commitments(agreement) if one.pk in commitments]
    rows = list(dict.fromkeys([*holding.commitments, *spoken_of]))
    found = {*(one.domain for one in holding.domains), *(one.domain for one in rows), *domains}
    return LookedBackOn(_in_order(found), rows)


def _in_order(domains: Iterable[Domain]) -> list[Domain]:
    return sorted(domains, key=lambda domain: domain.position)


def _by_number(addenda: Iterable[Addendum]) -> list[Addendum]:
    return sorted(addenda, key=lambda one: one.number or 0)


def _place(commitment: Commitment) -> tuple[int, int, int]:
    """As the commitments are ordered in the database; a replacement stands where the replaced one stood."""
    *_, first = _way_back(commitment)
    return commitment.domain.position, commitment.position, first.pk


def _way_back(commitment: Commitment) -> Iterator[Commitment]:
    """The commitment, the one it replaces, and so on back to the first."""
    here: Commitment | None = commitment
    while here is not None:
        yield here
        here = here.replaces
