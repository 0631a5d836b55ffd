"""Registers of any size, written straight into the tables: 1 is about Flanders, 100 a hundred times as much.

Everything follows from the number of a row (`i` in the expressions), so a size is always the same register. It goes
past every rule of the house, for its size alone; the constraints of the database hold.
"""

from datetime import date
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import User
from agreements.models import Agreement, Commitment, CommitmentProgress, DeclineReason, Review, Stage, StageChange
from municipalities.models import Domain, Municipality, Province, Region, Succession, Term, Visit

MUNICIPALITIES, AGREEMENTS, VISITS = 300, 2_000, 20_000  # at size 1
REGIONS = 10
FIRST_DAY, TURN = date(2019, 1, 1), date(2025, 1, 1)
ASKED = date(2026, 11, 20)  # the day that is counted
KNOWN_ON = date(2025, 12, 31)  # and the day as which it is known


def fill(size: int) -> None:
    """An empty database becomes the register of this size: two terms, and a merger of every tenth municipality."""
    call_command("migrate", verbosity=0)
    call_command("load_code_lists", verbosity=0)
    _time_a_statement("0")
    with transaction.atomic():
        _frame()
        _municipalities(MUNICIPALITIES * size)
        _agreements(MUNICIPALITIES * size, AGREEMENTS * size)
        _visits(MUNICIPALITIES * size, VISITS * size)
        _history()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    _time_a_statement("DEFAULT")


def _time_a_statement(most: str) -> None:
    """A statement of a page is given up after half a minute; writing two million rows takes longer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {most}")


def _frame() -> None:
    """What there is few of."""
    for position, name in enumerate(
        ("Antwerpen", "Limburg", "Oost-Vlaanderen", "Vlaams-Brabant", "West-Vlaanderen"), 1
    ):
        Province.objects.create(
            pk=position, nis=f"{position}0000", name=name, abbreviation=f"P{position}", position=position
        )
    for number in range(1, REGIONS + 1):
        Region.objects.create(pk=number, name=f"Regio {number:02d}")
    for first_day, last_day in ((FIRST_DAY, date(2024, 12, 31)), (TURN, date(2030, 12, 31))):
        Term.objects.create(starts_on=first_day, ends_on=last_day)
    Domain.objects.create(pk=1, code="domein", name="Domein", short_name="Domein", position=1)
    User.objects.create(pk=1, username="bench@example.org", email="bench@example.org", role=User.Role.MANAGER)


def _municipalities(number: int) -> None:
    """The first tenth goes, two by two, into successors that come after the others."""
    merging, successors = number // 10, number // 20
    common = {"title": "'gemeente'", "arrondissement": "'Arrondissement'", "postal_codes": "'9000'"}
    _insert(
        Municipality,
        number + successors,
        nis="CAST(10000 + i AS text)",
        name="'Gemeente ' || CAST(10000 + i AS text)",
        search_key="'gemeente' || CAST(10000 + i AS text)",
        province_id="i % 5 + 1",
        region_id=f"i % {REGIONS} + 1",
        fixed_contact_id="1",
        starts_on=f"CASE WHEN i >= {number} THEN {_day(TURN, '0')} END",
        ends_on=f"CASE WHEN i < {merging} THEN {_day(TURN, '-1')} END",
        **common,
    )
    _insert(
        Succession,
        successors * 2,
        predecessor_id="i + 1",
        successor_id=f"{number} + i / 2 + 1",
        took_effect_on=_day(TURN, "0"),
    )


def _agreements(municipalities: int, number: int) -> None:
    """Some seven per municipality: an agreement or a refusal per term, and talks that came to nothing."""
    place, turn = f"i % {municipalities}", f"i / {municipalities}"
    merging = f"{place} < {municipalities // 10}"
    _insert(
        Agreement,
        number,
        municipality_id=(
            f"CASE WHEN {merging} AND {turn} IN (2, 3) THEN {municipalities} + ({place}) / 2 ELSE {place} END + 1"
        ),
        reference="'REG-' || CAST(i AS text)",
        starts_on=f"CASE WHEN {turn} = 2 THEN {_day(date(2026, 1, 1), '0')} ELSE {_day(date(2020, 1, 1), '0')} END",
        ends_on=(
            f"CASE WHEN {turn} = 2 THEN {_day(date(2030, 12, 31), '0')} "
            f"WHEN {merging} THEN {_day(date(2027, 12, 31), '0')} ELSE {_day(date(2025, 12, 31), '0')} END"
        ),
        created_at=_now(),
    )
    signed = f"({turn} = 0 AND {place} % 10 < 6) OR ({turn} = 2 AND {place} % 10 < 4 AND NOT {merging})"
    talking = f"{turn} = 2 OR ({turn} IN (3, 6) AND {place} % 10 >= 8)"
    began = f"CASE WHEN {turn} IN (2, 3, 6) THEN 2250 ELSE 60 END + ({place}) * 37 % 300"
    _steps(number, Stage.EXPLORING, began, "1 = 1")
    _steps(number, Stage.NEGOTIATION, f"{began} + 40", f"{turn} IN (0, 2)")
    _steps(number, Stage.APPROVED, f"{began} + 90", signed)
    _steps(number, Stage.SIGNED, f"{began} + 120", signed)
    _steps(number, Stage.DECLINED, f"{began} + 110", f"NOT ({signed}) AND NOT ({talking})")
    _follow_up(number, f"{turn} = 0 AND {place} % 10 < 5", signed)


def _steps(agreements: int, stage: Stage, days: str, where: str) -> None:
    day = _day(FIRST_DAY, days)
    columns = {"agreement_id": "i + 1", "stage": f"'{stage}'", "effective_on": day, "recorded_by_id": "1"}
    if stage == Stage.SIGNED:
        columns |= {"agency_signed_on": day, "municipality_signed_on": day, "ocmw_signed_on": day}
    if stage == Stage.DECLINED:
        reasons = DeclineReason.objects.order_by("pk").values_list("pk", flat=True)
        columns["reason_id"] = f"{reasons[0]} + i % {len(reasons)}"
    _insert(StageChange, agreements, where=where, recorded_at=_moment(day), **columns)


def _follow_up(agreements: int, reviewed: str, signed: str) -> None:
    for year in (2021, 2022, 2023):
        day = _day(date(year, 1, 1), "0")
        _insert(Review, agreements, where=reviewed, agreement_id="i + 1", due_on=day, held_on=day)
    _insert(Commitment, agreements, where=signed, agreement_id="i + 1", domain_id="1", text="'Afspraak'", id="i + 1")
    _insert(
        CommitmentProgress,
        agreements,
        where=f"({signed}) AND i % 3 = 0",
        commitment_id="i + 1",
        state=f"'{Commitment.State.DONE}'",
        on=_day(date(2026, 6, 1), "0"),
        recorded_at=_moment(_day(date(2026, 6, 1), "0")),
        recorded_by_id="1",
    )


def _visits(municipalities: int, number: int) -> None:
    """One in fifty is never visited, one in twenty only phoned."""
    places = municipalities + municipalities // 20
    place = f"i % {places}"
    days = (
        f"CASE WHEN {place} < {municipalities // 10} THEN i * 7919 % 2190 "
        f"WHEN {place} >= {municipalities} THEN 2192 + i * 7919 % 680 ELSE i * 7919 % 2870 END"
    )
    _insert(
        Visit,
        number,
        where=f"{place} % 50 <> 49",
        municipality_id=f"{place} + 1",
        held_on=_day(FIRST_DAY, days),
        kind=(
            f"CASE WHEN {place} % 20 = 19 OR i % 7 = 5 THEN 'phone' WHEN i % 7 = 4 THEN 'video' ELSE 'on_the_spot' END"
        ),
        status="CASE WHEN i % 11 = 0 THEN 'cancelled' WHEN i % 13 = 0 THEN 'planned' ELSE 'held' END",
        cancel_reason="CASE WHEN i % 11 = 0 THEN 'verzet' ELSE '' END",
    )


def _history() -> None:
    """What each row was, and since when: most are filed on their day, one visit in three was planned a month before."""
    _keep(Agreement, since=_moment("starts_on"))
    _keep(Review, since=_moment("held_on"))
    _keep(CommitmentProgress, since=_moment('"on"'))
    _keep(Visit, since=_moment("held_on", days=-30), where="id % 3 = 0", status="'planned'", cancel_reason="''")
    _keep(Visit, since=_moment("held_on"), kind_of_change="~", where="id % 3 = 0")
    _keep(Visit, since=_moment("held_on"), where="id % 3 <> 0")


# Writing --------------------------------------------------------------------------------------------------------------


def _insert(model: type[models.Model], number: int, *, where: str = "1 = 1", **columns: str) -> None:
    """So many rows less those that `where` leaves out; a column that is not given gets the default of its field."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = {field.column: _literal(field.get_default()) for field in fields} | columns
    names = ", ".join(f'"{name}"' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {number}) "
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(values.values())} FROM n WHERE {where}'
        )


def _keep(model: Any, *, since: str, kind_of_change: str = "+", where: str = "1 = 1", **changed: str) -> None:
    """A version of each row in its history; what is not said otherwise is as it is now."""
    history = model.history.model._meta
    kept = {field.column for field in history.concrete_fields} & {field.column for field in model._meta.concrete_fields}
    values = {name: f'"{name}"' for name in kept} | changed
    values |= {"history_date": since, "history_type": f"'{kind_of_change}'"}
    names = ", ".join(f'"{name}"' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{history.db_table}" ({names}) '
            f'SELECT {", ".join(values.values())} FROM "{model._meta.db_table}" WHERE {where}'
        )


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool) and connection.vendor == "postgresql":
        return str(value).upper()
    return str(int(value)) if isinstance(value, int) else f"'{value}'"


def _day(first: date, days: str) -> str:
    if connection.vendor == "postgresql":
        return f"(DATE '{first}' + CAST(({days}) AS integer))"
    return f"DATE('{first}', CAST(({days}) AS text) || ' days')"


def _moment(column: str, days: int = 0) -> str:
    """The beginning of a day, or of so many days later."""
    if connection.vendor == "postgresql":
        return f"CAST({column} + {days} AS timestamp with time zone)"
    return f"DATETIME({column}, '{days} days')"


def _now() -> str:
    return f"'{timezone.now():%Y-%m-%d %H:%M:%S}'"
