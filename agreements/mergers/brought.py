"""Which agreements each predecessor brought along in a merger, with what was decided about them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.addresses import merger_page
from agreements.beside import last_day
from agreements.models import Agreement, MergerDecision
from municipalities.models import Municipality, Succession


@dataclass(frozen=True)
class Brought:
    """An agreement that bound a predecessor when it merged, and so binds its successor from that day on."""

    succession: Succession
    agreement: Agreement  # annotated: `signed_on`, `last_day`, and `stage` as of the day that was asked for
    decisions: tuple[MergerDecision, ...]  # the latest first

    @property
    def successor(self) -> Municipality:
        return self.succession.successor

    @property
    def page(self) -> str:
        return merger_page(self.succession)

    @property
    def decision(self) -> MergerDecision | None:
        """The one that stands: each replaces the one before."""
        return self.decisions[0] if self.decisions else None

    @property
    def next_review_on(self) -> date | None:
        """When the successor first owes a yearly review under it."""
        days = self.agreement.anniversaries(until=self.last_day)
        return next((day for day in days if day >= self.succession.took_effect_on), None)

    @property
    def is_undecided(self) -> bool:
        return not self.decisions

    @property
    def last_day(self) -> date:
        """The day of an early end, else the last day of the period."""
        return last_day_of(self.agreement)


def brought_by(successions: Collection[Succession], *, on: date) -> list[Brought]:
    """What these successions brought along, in their order; `on` is the day that looks back.

    Four queries for any number of mergers. The successions come with both their municipalities.
    """
    if not successions:
        return []
    links = _links_by_successor()
    places = _with_ancestors({one.predecessor_id for one in successions}, links)
    agreements = _agreements_of(places, on=on)
    decisions = _decisions_on(successions)
    return [
        Brought(succession, agreement, tuple(decisions[succession.pk, agreement.pk]))
        for succession in successions
        for agreement in _binding(succession.predecessor_id, succession.took_effect_on, agreements, links)
    ]


def taken_over(agreement: Agreement, *, on: date) -> list[Brought]:
    """Each merger that brought this agreement along, the first one first."""
    return [one for one in brought_by(_chain_from(agreement.municipality), on=on) if one.agreement == agreement]


def _chain_from(municipality: Municipality) -> list[Succession]:
    """What became of it, over one merger or more; nothing is asked when it was fetched with its succession."""
    found: list[Succession] = []
    while (link := getattr(municipality, "succession", None)) is not None:
        found.append(link)
        municipality = link.successor
    return found


Links = Mapping[int, list[int]]  # the predecessors of each successor


def _links_by_successor() -> Links:
    links: dict[int, list[int]] = defaultdict(list)
    pairs = Succession.objects.order_by("took_effect_on", "predecessor").values_list("successor", "predecessor")
    for successor, predecessor in pairs:
        links[successor].append(predecessor)
    return links


def _with_ancestors(places: Iterable[int], links: Links) -> set[int]:
    found: set[int] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        found.add(place)
        waiting += links.get(place, [])
    return found


def _agreements_of(places: Collection[int], *, on: date) -> dict[int, list[Agreement]]:
    """Those that were signed, whenever that was, by municipality."""
    found: dict[int, list[Agreement]] = defaultdict(list)
    signed = Agreement.objects.filter(municipality__in=places).signed(by=date.max).with_signature(on=date.max)
    rows = signed.annotate(last_day=last_day()).with_stage(on=on).select_related("municipality")
    for agreement in rows.order_by("starts_on", "pk"):
        found[agreement.municipality_id].append(agreement)
    return found


def _decisions_on(successions: Iterable[Succession]) -> dict[tuple[int, int], list[MergerDecision]]:
    found: dict[tuple[int, int], list[MergerDecision]] = defaultdict(list)
    rows = MergerDecision.objects.filter(succession__in=[one.pk for one in successions])
    for decision in rows.for_list():
        found[decision.succession_id, decision.agreement_id].append(decision)
    return found


def _binding(place: int, day: date, agreements: Mapping[int, list[Agreement]], links: Links) -> list[Agreement]:
    """What binds the place on the day: its own, or else what it took over itself in an earlier merger."""
    own = [one for one in agreements.get(place, []) if _binds(one, on=day)]
    if own:
        return own
    return [one for before in links.get(place, []) for one in _binding(before, day, agreements, links)]


def _binds(agreement: Agreement, *, on: date) -> bool:
    """As `AgreementQuerySet.in_force`, for one that was fetched with its signature and its last day."""
    starts_on, ends_on, signed_on = agreement.starts_on, agreement.ends_on, agreement.signed_on
    if starts_on is None or ends_on is None or signed_on is None:
        return False
    return max(starts_on, signed_on) <= on <= min(ends_on, last_day_of(agreement))


def last_day_of(agreement: Agreement) -> date:
    """Of an agreement annotated with `last_day`; one whose period is still open has no end yet."""
    day: date | None = agreement.last_day  # type: ignore[attr-defined]
    return day or date.max
