"""Writing the reference data: matched on official codes, safe to repeat, all or nothing."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

from municipalities.models import Domain, Municipality, Province, Region, Succession, Term
from municipalities.reference.recorded_here import RecordedHere
from municipalities.reference.rows import MunicipalityRow, Reference

CHANGE_REASON = "load_reference"


@dataclass
class Outcome:
    """How many rows of each kind were made or changed."""

    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        if not self.made and not self.changed:
            return "Nothing changed."
        made = [f"{count} {kind} made" for kind, count in self.made.items()]
        return ", ".join(made + [f"{count} {kind} changed" for kind, count in self.changed.items()]) + "."


@transaction.atomic
def load(reference: Reference) -> Outcome:
    """Bring the database in line with the files.

    What an authority publishes follows the files at every load, and so does the agency of a municipality that they
    name. What is ours (regions and who is in which, fixed contacts, names of domains) is set once, when a row is made,
    and then left to the screens.
    """
    outcome = Outcome()
    provinces = _load_provinces(reference, outcome)
    _load_missing(Term, "starts_on", reference.terms, "terms", outcome)
    _load_missing(Domain, "code", reference.domains, "domains", outcome)
    municipalities = _load_municipalities(reference, provinces, outcome)
    _load_successions(reference, municipalities, outcome)
    return outcome


def _load_provinces(reference: Reference, outcome: Outcome) -> dict[str, Province]:
    present = {one.nis: one for one in Province.objects.all()}
    for row in reference.provinces:
        province = present.setdefault(row.nis, Province(nis=row.nis))
        kind = outcome.changed if province.pk else outcome.made
        if _follow(province, vars(row)) or province.pk is None:
            province.save()
            kind["provinces"] += 1
    return present


def _load_missing(model: type[models.Model], key: str, rows: list[Any], kind: str, outcome: Outcome) -> None:
    known = set(model._default_manager.values_list(key, flat=True))
    new = [model(**vars(row)) for row in rows if getattr(row, key) not in known]
    if new:
        model._default_manager.bulk_create(new)
        outcome.made[kind] += len(new)


def _load_municipalities(
    reference: Reference, provinces: dict[str, Province], outcome: Outcome
) -> dict[str, Municipality]:
    present = {one.nis: one for one in Municipality.objects.all()}
    recorded_here = RecordedHere(reference)
    regions = _Regions(reference, provinces, list(present.values()), outcome)
    new = []
    for row in reference.municipalities:
        municipality = present.get(row.nis) or recorded_here.successor_of(row)
        values = recorded_here.kept_out_of(_values(row, provinces, reference.agencies))
        if municipality is None:
            new.append(Municipality(**values, region=regions.of(row)))
        elif _follow(municipality, values):
            present[row.nis] = municipality
            municipality.version += 1
            municipality._change_reason = CHANGE_REASON  # type: ignore[union-attr]
            municipality.save()
            outcome.changed["municipalities"] += 1
    if new:
        made = bulk_create_with_history(new, Municipality, default_change_reason=CHANGE_REASON)
        present |= {one.nis: one for one in made}
        outcome.made["municipalities"] += len(new)
    return present


def _values(row: MunicipalityRow, provinces: dict[str, Province], agencies: dict[str, str]) -> dict[str, Any]:
    """Without an agency that the files do not name: one that came by merger keeps what it has."""
    values = dict(vars(row))
    if row.nis in agencies:
        values["agency"] = agencies[row.nis]
    values["province_id"] = provinces[values.pop("province_nis")].pk
    return values


def _load_successions(reference: Reference, municipalities: dict[str, Municipality], outcome: Outcome) -> None:
    present = {one.predecessor_id: one for one in Succession.objects.all()}
    for row in reference.successions:
        predecessor, successor = municipalities[row.predecessor_nis], municipalities[row.successor_nis]
        succession = present.get(predecessor.pk) or Succession(predecessor=predecessor)
        kind = outcome.changed if succession.pk else outcome.made
        if _follow(succession, {"successor_id": successor.pk, "took_effect_on": row.took_effect_on}):
            succession.save()
            kind["successions"] += 1


def _follow(instance: models.Model, values: dict[str, Any]) -> bool:
    """Take over the values; whether one of them was new."""
    new = {name: value for name, value in values.items() if getattr(instance, name) != value}
    for name, value in new.items():
        setattr(instance, name, value)
    return bool(new)


class _Regions:
    """The region that a new municipality begins in: that of its neighbours if we have them, else the file's."""

    def __init__(
        self, reference: Reference, provinces: dict[str, Province], present: list[Municipality], outcome: Outcome
    ) -> None:
        self.rows, self.provinces, self.outcome = reference.regions, provinces, outcome
        self.by_name = {one.name: one for one in Region.objects.all()}
        by_pk = {one.pk: one for one in self.by_name.values()}
        neighbours: dict[str, Counter[int]] = {}
        for one in present:
            neighbours.setdefault(one.arrondissement, Counter())[one.region_id] += 1
        self.of_neighbours = {name: by_pk[seen.most_common(1)[0][0]] for name, seen in neighbours.items()}

    def of(self, row: MunicipalityRow) -> Region:
        return self.of_neighbours.get(row.arrondissement) or self._from_file(row.arrondissement)

    def _from_file(self, arrondissement: str) -> Region:
        row = self.rows[arrondissement]
        if row.name not in self.by_name:
            self.by_name[row.name] = Region.objects.create(name=row.name, province=self.provinces[row.province_nis])
            self.outcome.made["regions"] += 1
        return self.by_name[row.name]


def counts() -> list[str]:
    """A line for the day before the first succession and for each day of successions, in total and per province."""
    days = list(Succession.objects.order_by("took_effect_on").values_list("took_effect_on", flat=True).distinct())
    if days:
        days.insert(0, days[0] - timedelta(days=1))
    lines = []
    for day in days:
        per_province = Counter(Municipality.objects.existing_on(day).values_list("province__name", flat=True))
        names = Province.objects.values_list("name", flat=True)
        parts = ", ".join(f"{name} {per_province[name]}" for name in names)
        lines.append(f"{day.isoformat()}: {per_province.total()} municipalities ({parts})")
    return lines
