"""What the files say, checked within and between them before anything is written."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from municipalities.models import Municipality
from municipalities.official_codes import is_kbo_number
from municipalities.reference.files import BrokenFile, Row, read, refuse_doubles

NIS = (r"[0-9]{5}", "41002")
# Statbel's first day for whatever existed at the mergers of 1977: not a fact about the municipality.
NOMINAL_FIRST_DAY = date(1977, 1, 1)


@dataclass(frozen=True)
class ProvinceRow:
    nis: str
    name: str
    abbreviation: str
    position: int


@dataclass(frozen=True)
class RegionRow:
    name: str
    province_nis: str


@dataclass(frozen=True)
class TermRow:
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class DomainRow:
    code: str
    name: str
    short_name: str
    position: int


@dataclass(frozen=True)
class MunicipalityRow:
    nis: str
    name: str
    title: str
    province_nis: str
    arrondissement: str
    postal_codes: str
    kbo_number: str
    ovo_code: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class SuccessionRow:
    predecessor_nis: str
    successor_nis: str
    took_effect_on: date


@dataclass(frozen=True)
class Reference:
    """The whole of the reference data."""

    provinces: list[ProvinceRow]
    regions: dict[str, RegionRow]  # by arrondissement
    terms: list[TermRow]
    domains: list[DomainRow]
    municipalities: list[MunicipalityRow]
    agencies: dict[str, str]  # by NIS code; the others are ours
    successions: list[SuccessionRow]

    @classmethod
    def read(cls, directory: Path) -> Self:
        """Read and check all files of the directory. Raises BrokenFile at the first thing that is wrong."""
        provinces = _provinces(directory / "provinces.csv")
        known_provinces = {one.nis for one in provinces}
        arrondissements = _arrondissements(directory / "arrondissements.csv", known_provinces)
        municipalities = _municipalities(directory / "municipalities.csv", known_provinces, arrondissements)
        return cls(
            provinces=provinces,
            regions=_regions(directory / "regions.csv", known_provinces, arrondissements),
            terms=_terms(directory / "terms.csv"),
            domains=_domains(directory / "domains.csv"),
            municipalities=municipalities,
            agencies=_agencies(directory / "agencies.csv", municipalities),
            successions=_successions(directory / "municipality_successions.csv", municipalities),
        )


def _provinces(path: Path) -> list[ProvinceRow]:
    rows = read(path, ["nis", "name", "abbreviation", "position"])
    for column in ("nis", "name", "abbreviation", "position"):
        refuse_doubles(rows, column)
    return [
        ProvinceRow(
            nis=row.matching("nis", *NIS),
            name=row.text("name", longest=50),
            abbreviation=row.matching("abbreviation", r"[A-Z]{3}", "OVL"),
            position=row.number("position"),
        )
        for row in rows
    ]


def _arrondissements(path: Path, provinces: set[str]) -> dict[str, str]:
    """Names by NIS code."""
    rows = read(path, ["nis", "name_nl", "province_nis"])
    refuse_doubles(rows, "nis")
    refuse_doubles(rows, "name_nl")
    for row in rows:
        row.one_of("province_nis", provinces)
    return {row.matching("nis", *NIS): row.text("name_nl", longest=50) for row in rows}


def _regions(path: Path, provinces: set[str], arrondissements: dict[str, str]) -> dict[str, RegionRow]:
    rows = read(path, ["name", "province_nis", "arrondissements"])
    refuse_doubles(rows, "name")
    found: dict[str, RegionRow] = {}
    for row in rows:
        region = RegionRow(row.text("name", longest=80), row.one_of("province_nis", provinces))
        for nis in row.several("arrondissements", *NIS):
            if nis not in arrondissements:
                raise row.broken("arrondissements", f'"{nis}" is not in arrondissements.csv.')
            if arrondissements[nis] in found:
                raise row.broken("arrondissements", f"{nis} {arrondissements[nis]} is in another region too.")
            found[arrondissements[nis]] = region
    missing = sorted(set(arrondissements.values()) - set(found))
    if missing:
        raise BrokenFile(path, f"no region for {', '.join(missing)}.", column="arrondissements")
    return found


def _terms(path: Path) -> list[TermRow]:
    terms: list[TermRow] = []
    for row in read(path, ["starts_on", "ends_on"]):
        term = TermRow(row.day("starts_on"), row.day("ends_on"))
        if term.ends_on <= term.starts_on:
            raise row.broken("ends_on", "comes before starts_on.")
        if terms and term.starts_on <= terms[-1].ends_on:
            raise row.broken("starts_on", "the term before has not ended on that day.")
        terms.append(term)
    return terms


def _domains(path: Path) -> list[DomainRow]:
    rows = read(path, ["code", "name", "short_name", "position"])
    for column in ("code", "name", "position"):
        refuse_doubles(rows, column)
    return [
        DomainRow(
            code=row.matching("code", r"[a-z-]{1,30}", "services"),
            name=row.text("name", longest=150),
            short_name=row.text("short_name", longest=40),
            position=row.number("position"),
        )
        for row in rows
    ]


def _agencies(path: Path, municipalities: list[MunicipalityRow]) -> dict[str, str]:
    rows = read(path, ["nis", "agency"])
    refuse_doubles(rows, "nis")
    known = {one.nis for one in municipalities}
    return {row.one_of("nis", known): row.one_of("agency", Municipality.Agency.values) for row in rows}


def _municipalities(path: Path, provinces: set[str], arrondissements: dict[str, str]) -> list[MunicipalityRow]:
    columns = ["nis", "name_nl", "title", "province_nis", "arrondissement_nis", "postal_codes"]
    rows = read(path, [*columns, "kbo_number", "ovo_code", "valid_from", "valid_to"])
    refuse_doubles(rows, "nis")
    found: list[MunicipalityRow] = []
    by_name: dict[str, list[MunicipalityRow]] = {}
    for row in rows:
        one = _municipality(row, provinces, arrondissements)
        for other in by_name.setdefault(one.name, []):
            if _overlap(one, other):
                raise row.broken("name_nl", f"{one.name} is also the name of {other.nis}, on the same days.")
        by_name[one.name].append(one)
        found.append(one)
    return found


def _municipality(row: Row, provinces: set[str], arrondissements: dict[str, str]) -> MunicipalityRow:
    starts_on, ends_on = row.day("valid_from"), row.optional_day("valid_to")
    if ends_on is not None and ends_on < starts_on:
        raise row.broken("valid_to", "comes before valid_from.")
    kbo_number = row.matching("kbo_number", r"[0-9]{10}", "0207437468", required=False)
    if kbo_number and not is_kbo_number(kbo_number):
        raise row.broken("kbo_number", f'"{kbo_number}" is mistyped: its last two digits do not fit the others.')
    postal_codes = " ".join(row.several("postal_codes", r"[0-9]{4}", "9300"))
    if len(postal_codes) > 250:
        raise row.broken("postal_codes", "has too many postal codes.")
    return MunicipalityRow(
        nis=row.matching("nis", *NIS),
        name=row.text("name_nl", longest=80),
        title=row.one_of("title", Municipality.Title.values),
        province_nis=row.one_of("province_nis", provinces),
        arrondissement=arrondissements[row.one_of("arrondissement_nis", arrondissements)],
        postal_codes=postal_codes,
        kbo_number=kbo_number,
        ovo_code=row.matching("ovo_code", r"OVO[0-9]{6}", "OVO002002", required=False),
        starts_on=None if starts_on == NOMINAL_FIRST_DAY else starts_on,
        ends_on=ends_on,
    )


def _overlap(one: MunicipalityRow, other: MunicipalityRow) -> bool:
    return (one.starts_on or date.min) <= (other.ends_on or date.max) and (other.starts_on or date.min) <= (
        one.ends_on or date.max
    )


def _successions(path: Path, municipalities: list[MunicipalityRow]) -> list[SuccessionRow]:
    rows = read(path, ["date", "predecessor_nis", "successor_nis"])
    refuse_doubles(rows, "predecessor_nis")
    known = {one.nis: one for one in municipalities}
    found = [_succession(row, known) for row in rows]
    ended = {one.nis for one in municipalities if one.ends_on is not None}
    lost = sorted(ended - {one.predecessor_nis for one in found})
    if lost:
        raise BrokenFile(path, f"no successor for {', '.join(lost)}.", column="predecessor_nis")
    # A municipality that absorbs another under its own NIS code lives on: no link from itself to itself.
    return [one for one in found if one.predecessor_nis != one.successor_nis]


def _succession(row: Row, known: dict[str, MunicipalityRow]) -> SuccessionRow:
    day = row.day("date")
    predecessor = known[row.one_of("predecessor_nis", known)]
    successor = known[row.one_of("successor_nis", known)]
    if predecessor is successor:
        if predecessor.ends_on is not None:
            raise row.broken("successor_nis", f"{predecessor.name} ended and cannot go into itself.")
    elif predecessor.ends_on != day - timedelta(days=1):
        raise row.broken("date", f"{predecessor.name} did not end on the day before, according to municipalities.csv.")
    if successor.starts_on is not None and successor.starts_on != day:
        raise row.broken("date", f"{successor.name} did not begin on that day, according to municipalities.csv.")
    return SuccessionRow(predecessor.nis, successor.nis, day)
