"""Whatever changes what is counted makes the figures another answer."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.actions import stages
from agreements.models import (
    Agreement,
    Commitment,
    CommitmentProgress,
    DeclineReason,
    Review,
    Stage,
)
from dashboards.figures import figures
from municipalities.models import Municipality, Region, Succession, Term, Visit
from opendata.editions import FIGURES
from tests.agreements.addenda import running_agreement, signed_addendum, started
from tests.factories import DeclineReasonFactory, MunicipalityFactory, RegionFactory, UserFactory, VisitFactory
from tests.opendata.asking import new_token, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

# What a standing says of persons is in no answer.
NOT_ANSWERED = {"accounts_user"}


@pytest.fixture
def world(region: Region) -> SimpleNamespace:
    agreement = running_agreement(region)
    return SimpleNamespace(
        agreement=agreement,
        place=agreement.municipality,
        addendum=started(running_agreement(region)),
        visit=VisitFactory(municipality=agreement.municipality),
        reason=DeclineReasonFactory(),
        review=Review.objects.create(agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 1, 8)),
        by=UserFactory(),
    )


def a_visit_is_logged(world: Any) -> None:
    VisitFactory(municipality=world.place)


def a_visit_is_edited(world: Any) -> None:
    world.visit.kind = Visit.Kind.PHONE
    world.visit.save()


def a_visit_is_deleted(world: Any) -> None:
    world.visit.delete()


def a_step_is_taken(world: Any) -> None:
    stages.end(world.agreement, effective_on=date(2021, 6, 1), reason="Ze stopt.", by=world.by)


def a_step_is_corrected(world: Any) -> None:
    step = world.agreement.stage_changes.get(stage=Stage.SIGNED)
    stages.correct(step, replacement=None, reason="Nooit getekend.", by=world.by)


def a_period_is_changed(world: Any) -> None:
    world.agreement.ends_on -= timedelta(1)
    world.agreement.save()


def a_review_turns_out_to_be_of_another_day(world: Any) -> None:
    world.review.held_on = date(2021, 5, 3)
    world.review.save()


def a_commitment_is_done(world: Any) -> None:
    commitment = world.agreement.commitments.first()
    CommitmentProgress.objects.create(
        commitment=commitment, on=date(2021, 2, 1), state=Commitment.State.DONE, recorded_by=world.by
    )


def an_addendum_is_signed(world: Any) -> None:
    signed_addendum(world.agreement)


def an_addendum_drops_a_commitment(world: Any) -> None:
    world.addendum.dropped_commitments.add(world.agreement.commitments.last())


def a_municipality_gets_another_agency(world: Any) -> None:
    world.place.agency = Municipality.Agency.ATLAS
    world.place.save()


def a_municipality_moves_to_another_region(world: Any) -> None:
    world.place.region = RegionFactory()
    world.place.save()


def a_merger_takes_effect(world: Any) -> None:
    before = MunicipalityFactory(ends_on=date(2020, 12, 31))
    Succession.objects.create(predecessor=before, successor=world.place, took_effect_on=date(2021, 1, 1))


def a_region_is_renamed(world: Any) -> None:
    Region.objects.filter(pk=world.place.region_id).update(name="Een andere naam")


def a_term_gets_another_day(world: Any) -> None:
    Term.objects.filter(starts_on=date(2019, 1, 1)).update(starts_on=date(2019, 1, 2))


def a_reason_is_reworded(world: Any) -> None:
    DeclineReason.objects.update(label="Niemand om het te doen")


CHANGES = [
    a_visit_is_logged,
    a_visit_is_edited,
    a_visit_is_deleted,
    a_step_is_taken,
    a_step_is_corrected,
    a_period_is_changed,
    a_review_turns_out_to_be_of_another_day,
    a_commitment_is_done,
    an_addendum_is_signed,
    an_addendum_drops_a_commitment,
    a_municipality_gets_another_agency,
    a_municipality_moves_to_another_region,
    a_merger_takes_effect,
    a_region_is_renamed,
    a_term_gets_another_day,
    a_reason_is_reworded,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_figures_are_sent_again_when(world: SimpleNamespace, change: Callable[[Any], None]):
    client, path = Client(headers=shown(new_token().secret)), "/api/v1/figures?on=2021-04-26"
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == HTTPStatus.NOT_MODIFIED
    change(world)
    assert client.get(path, headers={"If-None-Match": etag}).status_code == HTTPStatus.OK


def told_by(model: Any) -> set[str]:
    """The tables of which every change adds a row here."""
    if not hasattr(model, "instance_type"):
        return {model._meta.db_table}
    lists = [field.remote_field.through for field in model._history_m2m_fields]
    return {one._meta.db_table for one in (model, model.instance_type, *lists)}


@pytest.mark.parametrize("known_at", [None, timezone.now()], ids=["as known now", "as known then"])
def test_every_table_that_the_figures_read_is_part_of_the_fingerprint(world: SimpleNamespace, known_at: Any):
    with CaptureQueriesContext(connection) as asked:
        figures(on=date(2021, 4, 26), known_at=known_at)
    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in asked)))
    looked_at = {model._meta.db_table for model in FIGURES.small}
    tracked = {table for model in FIGURES.growing for table in told_by(model)}
    assert Agreement._meta.db_table in read
    assert read - NOT_ANSWERED <= looked_at | tracked
