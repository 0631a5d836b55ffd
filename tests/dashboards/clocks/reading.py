"""The register read back as a story: row by row, with nothing of how the figures are counted."""

from datetime import date

from agreements.holding import holding_of
from agreements.models import Agreement, DeclineReason, Stage, StageChange
from municipalities.models import Municipality, Province, Succession, Visit
from tests.dashboards.clocks.stories import (
    AgreementStory,
    CommitmentStory,
    Merger,
    ReviewStory,
    Step,
    Story,
    Town,
    Version,
    VisitStory,
    noon,
)


class Reader:
    """Reads what stands in the register now; of the commitments what holds on the day."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.provinces = [province.pk for province in Province.objects.all()]
        self.reasons = dict(DeclineReason.objects.values_list("pk", "code"))

    def read(self) -> Story:
        self.towns = {one.pk: self._town(one) for one in Municipality.objects.all()}
        return Story(
            list(self.towns.values()),
            self._mergers(),
            [
                VisitStory(self.towns[one.municipality_id], [_said(one.held_on, one.kind, one.status)])
                for one in Visit.objects.all()
            ],
            [self._agreement(one) for one in Agreement.objects.with_addenda().prefetch_related("reviews")],
        )

    def _town(self, row: Municipality) -> Town:
        province = self.provinces.index(row.province_id)
        return Town(row.pk, province, 0, agency=row.agency, first=row.starts_on, last=row.ends_on)

    def _mergers(self) -> list[Merger]:
        found: dict[tuple[date, int], Merger] = {}
        for link in Succession.objects.order_by("took_effect_on"):
            key = (link.took_effect_on, link.successor_id)
            merger = found.setdefault(key, Merger(link.took_effect_on, [], self.towns[link.successor_id], None))
            merger.predecessors.append(self.towns[link.predecessor_id])
        return list(found.values())

    def _agreement(self, row: Agreement) -> AgreementStory:
        steps = StageChange.objects.filter(agreement=row, correction=None)
        held = holding_of(row, on=self.day).commitments
        return AgreementStory(
            self.towns[row.municipality_id],
            [_said(row.starts_on, row.ends_on)],
            [self._step(step) for step in steps],
            [ReviewStory(one.due_on.year - row.starts_on.year, [_said(one.held_on)]) for one in row.reviews.all()],
            [CommitmentStory([[_said(one.state_on(self.day).value, self.day)]]) for one in held],
        )

    def _step(self, row: StageChange) -> Step:
        reason = None if row.reason_id is None else self.reasons[row.reason_id]
        return Step(Stage(row.stage), row.effective_on, row.recorded_at, reason=reason, number=row.pk)


def _said(*words: object) -> Version:
    return Version(noon(date(2019, 1, 1)), words)
