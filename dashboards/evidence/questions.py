"""Which facts answer for which figure: the same for what counts and for what does not."""

from collections.abc import Callable, Mapping, Sequence

from dashboards.definitions import Figure, Group
from dashboards.evidence.agreements import of_days, of_force, of_lapse, of_signature, of_stage
from dashboards.evidence.area import of_area
from dashboards.evidence.follow_up import of_commitments, of_overdue, of_reviews
from dashboards.evidence.reason import Reason
from dashboards.evidence.rows import CountedRow
from dashboards.evidence.visits import of_visits
from dashboards.facts import Asked
from dashboards.standings import State

Reasons = Callable[[Asked, Sequence[CountedRow]], list[list[Reason]]]

OF_STATES: Mapping[State, Reasons] = {
    State.OUTSIDE: of_area,
    State.IN_FORCE: of_force,
    State.INHERITED_WHOLE: of_force,
    State.INHERITED_PART: of_force,
    State.SIGNED: of_stage,
    State.IN_TALKS: of_stage,
    State.DECLINED: of_stage,
    State.VISITED: of_visits,
    State.NOT_VISITED: of_visits,
}


def of_state(asked: Asked, rows: Sequence[CountedRow]) -> list[list[Reason]]:
    """What gave each its colour."""
    found: dict[int, list[Reason]] = {}
    for tell in dict.fromkeys(OF_STATES.values()):
        some = [place for place, row in enumerate(rows) if OF_STATES[row.standing.state] is tell]
        if some:
            found |= zip(some, tell(asked, [rows[place] for place in some]), strict=True)
    return [found[place] for place in range(len(rows))]


OF_GROUPS: Mapping[Group, Reasons] = {
    Group.AREA: of_area,
    Group.VISITS: of_visits,
    Group.AGREEMENTS: of_force,
    Group.STAGES: of_stage,
    Group.REASONS: of_stage,
    Group.STATES: of_state,
}
OF_CODES: Mapping[str, Reasons] = {
    "concluded": of_signature,
    "lapsed": of_lapse,
    "days_to_signature": of_days,
    "reviews_overdue": of_overdue,
    "reviews_held": of_reviews,
    "commitments_done": of_commitments,
}


def question_of(figure: Figure) -> Reasons:
    """Tells of each row why it counts under the figure, or why it does not."""
    return OF_CODES.get(figure.code) or OF_GROUPS[figure.group]
