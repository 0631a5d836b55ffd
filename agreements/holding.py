"""What holds between the parties on a day: what the agreement itself says, with the changes of its addenda."""

from collections.abc import Iterable, Iterator
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


def holding_of(agreement: Agreement, *, on: date) -> Holding:
    """Asks nothing of the database when the agreement was fetched `with_addenda()`.

    The addenda in effect are applied in the order of their numbers. `Commitment.objects.holding` and
    `Agreement.objects.with_domain` answer the same in the database.
    """
    return _applied(agreement, [one for one in agreement.addenda.all() if one.is_in_effect(on=on)], on=on)


def holding_before(addendum: Addendum) -> Holding:
    """What the addendum changes: the agreement with every addendum of a lower number, in effect yet or not."""
    earlier = [
        one
        for one in addendum.agreement.addenda.all()
        if one.number is not None
        and one.pk != addendum.pk
        and (addendum.number is None or one.number < addendum.number)
    ]
    return _applied(addendum.agreement, earlier, on=addendum.takes_effect_on or date.max)


def _applied(agreement: Agreement, addenda: list[Addendum], *, on: date) -> Holding:
    in_order = sorted(addenda, key=lambda one: one.number or 0)
    rows = linked_commitments(agreement)
    brought_by: dict[int, Addendum | None] = {domain.pk: None for domain in agreement.domains.all()}
    names = {domain.pk: domain for domain in agreement.domains.all()}
    held = {one.pk: one for one in rows if one.added_by_id is None}
    for addendum in in_order:
        own = [one for one in rows if one.added_by_id == addendum.pk]
        names |= {domain.pk: domain for domain in addendum.added_domains.all()}
        brought_by |= {domain.pk: addendum for domain in addendum.added_domains.all()}
        held |= {one.pk: one for one in own}
        lost = {domain.pk for domain in addendum.dropped_domains.all()}
        gone = {one.replaces_id for one in own} | {one.pk for one in addendum.dropped_commitments.all()}
        brought_by = {pk: one for pk, one in brought_by.items() if pk not in lost}
        held = {pk: one for pk, one in held.items() if pk not in gone and one.domain_id not in lost}
    commitments = sorted(held.values(), key=_place)
    domains = [
        HeldDomain(names[pk], brought_by[pk], [one for one in commitments if one.domain_id == pk])
        for pk in sorted(brought_by, key=lambda pk: names[pk].position)
    ]
    return Holding(on, domains, commitments, in_order)


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


def domains_of(holding: Holding, *, also: Iterable[Commitment] = ()) -> list[Domain]:
    """The domains that hold, with those of commitments that outlived their domain, in their order."""
    found = {one.domain.pk: one.domain for one in holding.domains}
    found |= {one.domain_id: one.domain for one in (*holding.commitments, *also)}
    return sorted(found.values(), key=lambda domain: domain.position)


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
