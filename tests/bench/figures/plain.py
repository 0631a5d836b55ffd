"""The plainest SQL that we know for the numbers of a day, per province: what the register is held against.

Written by hand, a statement for each kind of fact; no list, no explanation, no names. It knows mergers of one step
and no addenda, which is all that there is in these registers. Overdue reviews and the days to a signature, which plain
SQL says in no plain way, are left out, so it has less to do.
"""

from collections import Counter
from typing import Any

from django.db import connection

from tests.bench.figures.world import ASKED, TURN

# Steps in effect on the day: not corrected, and an ending counts from the day after.
STEP = """
    {s}.effective_on <= :on AND ({s}.stage <> 'ended' OR {s}.effective_on < :on)
    AND NOT EXISTS (SELECT 1 FROM agreements_stagecorrection c WHERE c.change_id = {s}.id)
"""
AREA = """
    m.agency = 'agii' AND (m.starts_on IS NULL OR m.starts_on <= :on) AND (m.ends_on IS NULL OR m.ends_on >= :on)
"""
VISIT = "FROM municipalities_visit v WHERE v.municipality_id = m.id AND v.status = 'held' AND v.held_on <= :on"
SPOT = f"{VISIT} AND v.kind IN ('on_the_spot', 'video')"
RANK = """
    CASE s.stage WHEN 'exploring' THEN 0 WHEN 'negotiation' THEN 1 WHEN 'final_negotiation' THEN 2
    WHEN 'approved' THEN 3 WHEN 'declined' THEN 4 WHEN 'signed' THEN 5 ELSE 6 END
"""
STEP_S = STEP.format(s="s")
BINDING = f"""
    SELECT a.id, a.municipality_id FROM agreements_agreement a JOIN agreements_stagechange s ON s.agreement_id = a.id
    WHERE s.stage = 'signed' AND a.starts_on <= :on AND a.ends_on >= :on AND {STEP_S} AND NOT EXISTS (
        SELECT 1 FROM agreements_stagechange e
        WHERE e.agreement_id = a.id AND e.stage = 'ended' AND {STEP.format(s="e")})
"""

VISITED = f"""
    SELECT province_id, COUNT(*), SUM(CASE WHEN visited THEN 1 ELSE 0 END),
        SUM(CASE WHEN NOT visited AND contacted THEN 1 ELSE 0 END), SUM(CASE WHEN NOT ever THEN 1 ELSE 0 END)
    FROM (
        SELECT m.province_id, EXISTS (SELECT 1 {SPOT} AND v.held_on >= :term) AS visited,
            EXISTS (SELECT 1 {VISIT} AND v.kind IN ('phone', 'email') AND v.held_on >= :term) AS contacted,
            EXISTS (SELECT 1 {SPOT}) AS ever
        FROM municipalities_municipality m WHERE {AREA}
    ) found GROUP BY province_id
"""
STAGES = f"""
    SELECT province_id, stage, COUNT(*) FROM (
        SELECT m.province_id, (
            SELECT s.stage FROM agreements_stagechange s JOIN agreements_agreement a ON a.id = s.agreement_id
            WHERE a.municipality_id = m.id AND {STEP_S} AND (s.effective_on >= :term OR NOT EXISTS (
                SELECT 1 FROM agreements_stagechange l WHERE l.agreement_id = a.id AND {STEP.format(s="l")}
                AND (l.effective_on > s.effective_on
                     OR (l.effective_on = s.effective_on AND l.stage IN ('declined', 'signed', 'ended'))))
                AND s.stage IN ('exploring', 'negotiation', 'final_negotiation', 'approved'))
            ORDER BY s.effective_on >= :term DESC, s.effective_on DESC, {RANK} DESC, s.id DESC LIMIT 1
        ) AS stage
        FROM municipalities_municipality m WHERE {AREA}
    ) found GROUP BY province_id, stage
"""
REASONS = STAGES.replace("SELECT s.stage FROM", "SELECT s.reason_id FROM")
CONCLUDED = f"""
    SELECT m.province_id, COUNT(DISTINCT m.id) FROM municipalities_municipality m
    JOIN agreements_agreement a ON a.municipality_id = m.id JOIN agreements_stagechange s ON s.agreement_id = a.id
    WHERE {AREA} AND s.stage = 'signed' AND s.effective_on >= :term AND {STEP_S} GROUP BY m.province_id
"""
IN_FORCE = f"""
    SELECT m.province_id, COUNT(DISTINCT m.id) FROM municipalities_municipality m JOIN ({BINDING}) b
    ON b.municipality_id = m.id WHERE {AREA} GROUP BY m.province_id
"""
INHERITED = f"""
    SELECT province_id, had = predecessors AS whole, COUNT(*) FROM (
        SELECT m.id, m.province_id, COUNT(*) AS predecessors, COUNT(b.municipality_id) AS had
        FROM municipalities_municipality m JOIN municipalities_succession l ON l.successor_id = m.id
        LEFT JOIN (SELECT DISTINCT municipality_id FROM ({BINDING}) x) b ON b.municipality_id = l.predecessor_id
        WHERE {AREA} AND l.took_effect_on <= :on AND m.id NOT IN (SELECT municipality_id FROM ({BINDING}) y)
        GROUP BY m.id, m.province_id
    ) found WHERE had > 0 GROUP BY province_id, had = predecessors
"""
LAPSED = f"""
    SELECT m.province_id, COUNT(*) FROM municipalities_municipality m WHERE {AREA} AND EXISTS (
        SELECT 1 FROM agreements_agreement a JOIN agreements_stagechange s ON s.agreement_id = a.id
        WHERE a.municipality_id = m.id AND s.stage = 'signed' AND a.ends_on < :on AND {STEP_S} AND NOT EXISTS (
            SELECT 1 FROM agreements_stagechange e
            WHERE e.agreement_id = a.id AND e.stage = 'ended' AND {STEP.format(s="e")}))
    AND m.id NOT IN (SELECT municipality_id FROM ({BINDING}) x)
    AND NOT EXISTS (SELECT 1 FROM municipalities_succession l JOIN ({BINDING}) y ON y.municipality_id = l.predecessor_id
        WHERE l.successor_id = m.id AND l.took_effect_on <= :on)
    GROUP BY m.province_id
"""
DONE = f"""
    SELECT m.province_id, COUNT(*) FROM ({BINDING}) b JOIN agreements_commitment c ON c.agreement_id = b.id
    LEFT JOIN municipalities_succession l ON l.predecessor_id = b.municipality_id AND l.took_effect_on <= :on
    JOIN municipalities_municipality m ON m.id = COALESCE(l.successor_id, b.municipality_id)
    WHERE {AREA} AND (SELECT p.state FROM agreements_commitmentprogress p WHERE p.commitment_id = c.id AND p."on" <= :on
        ORDER BY p."on" DESC, p.id DESC LIMIT 1) = 'done'
    GROUP BY m.province_id
"""
HELD = f"""
    SELECT m.province_id, COUNT(*) FROM agreements_review r JOIN agreements_agreement a ON a.id = r.agreement_id
    LEFT JOIN municipalities_succession l ON l.predecessor_id = a.municipality_id AND l.took_effect_on <= :on
    JOIN municipalities_municipality m ON m.id = COALESCE(l.successor_id, a.municipality_id)
    WHERE {AREA} AND r.held_on >= :term AND r.held_on <= :on GROUP BY m.province_id
"""


def plain_numbers() -> Counter[str]:
    """Per code of a figure its number in total: all that the statements count, asked per province."""
    numbers: Counter[str] = Counter()
    for _province, municipalities, visited, contacted, never in _rows(VISITED):
        numbers["municipalities"] += municipalities
        numbers["visited"] += visited
        numbers["contacted_only"] += contacted
        numbers["never_visited"] += never
    for _province, stage, number in _rows(STAGES):
        numbers[stage or "no_talks"] += number
    for _province, reason, number in _rows(REASONS):
        numbers["with a reason"] += number if reason else 0
    for _province, whole, number in _rows(INHERITED):
        numbers["inherited_whole" if whole else "inherited_part"] += number
    for code, statement in {
        "concluded": CONCLUDED,
        "in_force_own": IN_FORCE,
        "lapsed": LAPSED,
        "reviews_held": HELD,
        "commitments_done": DONE,
    }.items():
        numbers[code] += sum(number for _province, number in _rows(statement))
    if numbers.pop("with a reason") != numbers["declined"]:
        raise RuntimeError("The reasons do not make the refusals.")
    return numbers


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace(":on", f"'{ASKED}'").replace(":term", f"'{TURN}'"))
        return cursor.fetchall()
