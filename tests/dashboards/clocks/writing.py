"""A story written into the tables as the register would have left them, with the moments that it tells."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from agreements.models import (
    Addendum,
    Agreement,
    Commitment,
    CommitmentProgress,
    DeclineReason,
    Review,
    Stage,
    StageChange,
    StageCorrection,
)
from municipalities.models import (
    Domain,
    Municipality,
    PlannedMerger,
    Province,
    Region,
    Succession,
    UndoneSuccession,
    Visit,
)
from tests.dashboards.clocks.stories import (
    FIRST,
    PROVINCES,
    REASONS,
    REGIONS,
    AgreementStory,
    Merger,
    Step,
    Story,
    Version,
)
from tests.factories import (
    DeclineReasonFactory,
    DomainFactory,
    ProvinceFactory,
    RegionFactory,
    TermFactory,
    UserFactory,
)


class Frame:
    """What every story has: terms, provinces, regions, reasons, someone who records."""

    def __init__(self) -> None:
        for year in (2019, 2025):
            TermFactory(starts_on=f"{year}-01-01", ends_on=f"{year + 5}-12-31")
        self.provinces: list[Province] = [
            ProvinceFactory(nis=f"{number}0000", name=f"Provincie {number}", abbreviation=f"P{number}", position=number)
            for number in range(PROVINCES)
        ]
        self.regions: list[Region] = [RegionFactory(name=f"Regio {number}") for number in range(REGIONS)]
        self.reasons: dict[str, DeclineReason] = {code: DeclineReasonFactory(code=code) for code in REASONS}
        self.domain: Domain = DomainFactory()
        self.by: User = UserFactory()


class Writer:
    """Row after row, past the verbs of the register: a story tells of moments that are long gone."""

    def __init__(self, frame: Frame, story: Story) -> None:
        self.frame, self.story = frame, story

    def write(self) -> None:
        self._towns()
        self._visits()
        self._agreements()
        self._steps()
        self._follow_up()

    def _towns(self) -> None:
        self.towns: dict[int, Municipality] = {
            town.number: Municipality(
                nis=f"{90000 + town.number}",
                name=f"Gemeente {town.number}",
                search_key=f"gemeente{town.number}",
                province=self.frame.provinces[town.province],
                region=self.frame.regions[town.region],
                agency=town.agency,
                starts_on=town.first,
                ends_on=town.last,
                recorded_at=town.recorded,
                undone_at=town.undone,
            )
            for town in self.story.towns
        }
        Municipality.objects.bulk_create(self.towns.values())
        Succession.objects.bulk_create(
            Succession(
                predecessor=self.towns[town.number],
                successor=self.towns[merger.successor.number],
                took_effect_on=merger.on,
                recorded_at=merger.recorded,
            )
            for merger in self.story.mergers
            for town in merger.predecessors
            if merger.undone is None
        )
        for merger in self.story.mergers:
            if merger.undone is not None:
                self._undone(merger)

    def _undone(self, merger: Merger) -> None:
        assert merger.recorded
        assert merger.undone
        into = self.towns[merger.successor.number]
        planned = PlannedMerger.objects.create(took_effect_on=merger.on, absorbed_by=into, prepared_by=self.frame.by)
        for town in merger.predecessors:
            UndoneSuccession.objects.create(
                planned=planned,
                predecessor=self.towns[town.number],
                successor=into,
                took_effect_on=merger.on,
                recorded_at=merger.recorded,
                undone_at=merger.undone,
                undone_by=self.frame.by,
                reason="fout",
            )

    def _visits(self) -> None:
        self._with_history(
            Visit,
            [({"municipality": self.towns[visit.town.number]}, visit.versions) for visit in self.story.visits],
            "held_on kind status",
            cancel_reason="verzet",
        )

    def _agreements(self) -> None:
        stories = self.story.agreements
        self.agreements: list[Agreement] = self._with_history(
            Agreement,
            [
                ({"municipality": self.towns[one.town.number], "reference": f"REG-{number}"}, one.periods)
                for number, one in enumerate(stories)
            ],
            "starts_on ends_on",
        )

    def _steps(self) -> None:
        told = [
            (row, step) for row, one in zip(self.agreements, self.story.agreements, strict=True) for step in one.steps
        ]
        rows = [self._step(agreement, step) for agreement, step in told]
        _insert(rows, recorded_at=[step.recorded for _agreement, step in told])
        corrected = [(row, step) for row, (_agreement, step) in zip(rows, told, strict=True) if step.corrected]
        _insert(
            [StageCorrection(change=row, reason="fout", corrected_by=self.frame.by) for row, _step in corrected],
            corrected_at=[step.corrected for _row, step in corrected],
        )

    def _step(self, agreement: Agreement, step: Step) -> StageChange:
        signed_on = step.on if step.stage == Stage.SIGNED else None
        return StageChange(
            agreement=agreement,
            stage=step.stage,
            effective_on=step.on,
            note="afgesproken" if step.stage == Stage.ENDED else "",
            reason=None if step.reason is None else self.frame.reasons[step.reason],
            agency_signed_on=signed_on,
            municipality_signed_on=signed_on,
            recorded_by=self.frame.by,
        )

    def _follow_up(self) -> None:
        pairs = list(zip(self.agreements, self.story.agreements, strict=True))
        reviews = [
            ({"agreement": row, "due_on": row.anniversaries(until=date.max)[review.year - 1]}, review.versions)
            for row, one in pairs
            for review in one.reviews
        ]
        self._with_history(Review, reviews, "held_on")
        told = [(row, commitment) for row, one in pairs for commitment in one.commitments]
        made = Commitment.objects.bulk_create(
            Commitment(agreement=row, domain=self.frame.domain, text="Afspraak") for row, _commitment in told
        )
        progress = [
            ({"commitment": row, "recorded_by": self.frame.by}, versions)
            for row, (_agreement, commitment) in zip(made, told, strict=True)
            for versions in commitment.versions
        ]
        self._with_history(CommitmentProgress, progress, "state on")
        places = [place for _row, one in pairs for place in range(len(one.commitments))]
        self._addenda(pairs, {(row.agreement_id, place): row for row, place in zip(made, places, strict=True)})

    def _addenda(self, pairs: list[tuple[Agreement, AgreementStory]], made: dict[tuple[int, int], Commitment]) -> None:
        told = [(row, number, one) for row, agreement in pairs for number, one in enumerate(agreement.addenda, 1)]
        signing = {"agency_signed_on": FIRST, "municipality_signed_on": FIRST, "created_by": self.frame.by}
        rows = self._with_history(
            Addendum,
            [({"agreement": row, "number": number}, one.versions) for row, number, one in told],
            "signed_on starts_on",
            subject="Minder",
            **signing,
        )
        for addendum, (row, _number, one) in zip(rows, told, strict=True):
            addendum.dropped_commitments.set(made[row.pk, place] for place in one.dropped)

    def _with_history(
        self, model: Any, told: list[tuple[dict[str, Any], list[Version]]], fields: str, **others: object
    ) -> list[Any]:
        """Each row as it was last said, and a version in its history for each time that something was said."""
        names = fields.split()
        rows = model.objects.bulk_create(
            model(**one, **dict(zip(names, versions[-1].said, strict=True)), **others) for one, versions in told
        )
        history = model.history.model
        history.objects.bulk_create(
            history(
                **{field.attname: getattr(row, field.attname) for field in history.tracked_fields}
                | dict(zip(names, version.said, strict=True)),
                history_date=version.at,
                history_type="~" if place else "+",
            )
            for row, (_one, versions) in zip(rows, told, strict=True)
            for place, version in enumerate(versions)
        )
        return list(rows)


def _insert(rows: list[Any], **moments: list[datetime | None]) -> None:
    """Rows that say themselves when they are recorded: the moment of the story comes after."""
    if not rows:
        return
    queryset: models.QuerySet[Any] = models.QuerySet(type(rows[0]))
    queryset.bulk_create(rows)
    ((name, values),) = moments.items()
    for row, value in zip(rows, values, strict=True):
        setattr(row, name, value or timezone.now() + timedelta(1))
    queryset.bulk_update(rows, [name])
