"""What a worker left behind is taken up; what was cancelled or taken over is not written over."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from batches import items, tasks
from batches.claims import ClaimLost, give_back, lay_down, take_item, take_zip
from batches.models import LONGEST, PATIENCE, SILENCE, Batch, BatchItem, Worker
from batches.recovery import PRUNED_AFTER, forget, hanging, recover
from tests.batches.making import agreement_with, batch_of, contents, final_of, finished, work_off
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def batch_with_finals(number: int = 1) -> Batch:
    agreements = [agreement_with(f"Gemeente {n}") for n in range(number)]
    for agreement in agreements:
        final_of(agreement)
    return batch_of(*agreements)


def test_work_in_hand_is_nobody_elses():
    batch = batch_with_finals(2)
    first, second = take_item(batch.pk, worker="a"), take_item(batch.pk, worker="b")
    assert (first.position, second.position) == (1, 2)
    assert take_item(batch.pk, worker="c") is None
    assert take_zip(batch.pk, worker="c") is None


def test_what_a_silent_worker_held_is_free_again_and_what_a_living_one_holds_is_not():
    batch = batch_with_finals(2)
    for name in ("dead", "alive"):
        Worker.objects.create(name=name)
        take_item(batch.pk, worker=name)
    Worker.objects.filter(name="dead").update(seen_at=timezone.now() - SILENCE - timedelta(seconds=2))
    recover()
    assert [item.claimed_by.partition(" ")[0] for item in batch.items.all()] == ["", "alive"]


def test_what_hangs_is_free_again_although_its_worker_lives():
    batch = batch_with_finals()
    Worker.objects.create(name="hangs")
    take_item(batch.pk, worker="hangs")
    BatchItem.objects.update(claimed_at=F("claimed_at") - LONGEST - timedelta(seconds=2))
    item = take_item(batch.pk, worker="other")
    assert (item.position, item.tries, item.deaths) == (1, 2, 1)


def test_whoever_hangs_is_known_before_another_takes_up_the_work():
    batch = batch_with_finals(2)
    for name in ("hangs", "works"):
        Worker.objects.create(name=name)
        take_item(batch.pk, worker=name)
    held = BatchItem.objects.filter(claimed_by__startswith="hangs")
    held.update(claimed_at=F("claimed_at") - PATIENCE - timedelta(seconds=2))
    assert hanging(["hangs", "works", "idle"]) == {"hangs"}
    assert hanging(["works"]) == set()
    assert take_item(batch.pk, worker="other") is None


def test_who_was_silent_and_forgotten_is_there_again():
    Worker.objects.create(name="frozen")
    Worker.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    forget()
    Worker.objects.seen(["frozen"])
    Worker.objects.seen(["frozen"])
    assert [worker.name for worker in Worker.objects.living()] == ["frozen"]


def test_what_was_not_removed_is_removed_the_next_time(monkeypatch: pytest.MonkeyPatch):
    batch = batch_with_finals()
    work_off()
    Batch.objects.update(finished_at=timezone.now() - timedelta(days=2))
    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", _refuses)
        with pytest.raises(OSError, match="busy"):
            forget()
    assert forget() == 1
    assert not default_storage.exists(batch.folder)
    assert Batch.objects.get().state == Batch.State.GONE


def _refuses(name: str) -> None:
    raise OSError("busy")


def test_what_a_killed_worker_left_lying_beside_the_zip_is_removed_soon():
    batch = batch_with_finals()
    work_off()
    batch.refresh_from_db()
    default_storage.save(f"{batch.folder}/older-claim.zip", ContentFile(b"PK"))
    assert forget() == 0
    assert default_storage.listdir(batch.folder)[1] == [batch.file.name.rpartition("/")[2]]
    assert len(contents(batch)) == 2


def test_what_failed_still_says_so_after_a_day():
    batch_with_finals()
    Batch.objects.update(problem="Mislukt.", finished_at=timezone.now() - timedelta(days=2))
    assert forget() == 1
    assert Batch.objects.with_progress().get().state == Batch.State.FAILED


def test_who_comes_back_too_late_writes_nothing():
    batch = batch_with_finals()
    late = take_item(batch.pk, worker="late")
    assert late is not None
    BatchItem.objects.update(claimed_at=None, claimed_by="")
    take_item(batch.pk, worker="other")
    with pytest.raises(ClaimLost):
        lay_down(late, done_at=timezone.now())
    assert BatchItem.objects.get().done_at is None


def test_a_draft_that_comes_too_late_leaves_no_file():
    batch = batch_of(agreement_with("Zulte"), what=Batch.What.DRAFTS)
    late = take_item(batch.pk, worker="late")
    assert late is not None
    Batch.objects.update(cancelled_at=timezone.now(), cancelled_by=UserFactory())
    items.make(late)
    assert default_storage.listdir(batch.folder)[1] == []
    assert BatchItem.objects.get().done_at is None


def test_the_task_of_a_killed_worker_fails_and_another_takes_its_place():
    batch = batch_with_finals()
    DBTaskResult.objects.get().claim("killed")
    assert recover() == 1
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]
    assert recover() == 0
    assert len(contents(finished(batch))) == 2


def test_a_batch_gets_as_many_tasks_as_it_can_use():
    batch = batch_with_finals(12)
    assert DBTaskResult.objects.count() == 3
    DBTaskResult.objects.all().delete()
    assert recover() == 3
    assert recover() == 0
    DBTaskResult.objects.first().delete()
    assert recover() == 1
    batch.items.update(done_at=timezone.now())
    DBTaskResult.objects.all().delete()
    assert recover() == 1  # for the ZIP


def test_a_large_batch_leaves_room_for_a_small_one():
    large = batch_of(*[agreement_with(f"Groot {n}") for n in range(100)])
    small = batch_of(agreement_with("Klein"))
    order = DBTaskResult.objects.ready().values_list("args_kwargs__args__0", flat=True)
    assert list(order).index(small.pk) == tasks.AT_ONCE
    assert list(order).count(large.pk) == tasks.AT_ONCE


def test_what_kills_its_worker_again_and_again_is_left_alone():
    batch = batch_with_finals(2)
    BatchItem.objects.filter(position=1).update(tries=items.DEATHS, deaths=items.DEATHS)
    done = finished(batch)
    assert done.state == Batch.State.READY
    assert len(contents(done)) == 2
    assert "brak vijf keer af" in batch.items.get(position=1).problem


def test_a_worker_that_dies_uses_up_no_try():
    batch = batch_with_finals()
    for _death in range(items.DEATHS - 1):
        take_item(batch.pk, worker="dead")
        recover()
    item = take_item(batch.pk, worker="alive")
    assert item is not None
    assert (item.tries, item.deaths, item.failures) == (5, 4, 1)
    give_back(item)
    assert len(contents(finished(batch))) == 2


def test_a_zip_that_kills_its_worker_again_and_again_ends_the_batch_with_words():
    batch = batch_with_finals()
    batch.items.update(done_at=timezone.now())
    for _death in range(items.DEATHS):
        take_zip(batch.pk, worker="dead")
        recover()
    assert "brak vijf keer af" in finished(batch).problem


def test_nothing_is_recovered_of_what_is_over():
    cancelled, ready = batch_with_finals(), batch_with_finals()
    work_off()
    Batch.objects.filter(pk=cancelled.pk).update(
        finished_at=None, file="", cancelled_at=timezone.now(), cancelled_by=UserFactory()
    )
    assert recover() == 0
    assert take_item(cancelled.pk, worker="a") is None
    assert take_zip(ready.pk, worker="a") is None


def test_old_rows_of_tasks_and_silent_workers_are_forgotten():
    batch_with_finals()
    work_off("long-gone")
    Worker.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    forget()
    assert (DBTaskResult.objects.count(), Worker.objects.count()) == (1, 0)
    DBTaskResult.objects.update(finished_at=timezone.now() - PRUNED_AFTER - timedelta(hours=1))
    forget()
    assert DBTaskResult.objects.count() == 0


# What the database refuses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"cancelled_at": timezone.now()}, "batch_is_cancelled_by_someone_before_it_is_finished"),
        ({"finished_at": timezone.now()}, "batch_finished_has_a_file_or_a_problem_until_it_is_forgotten"),
        ({"file": "batches/1/x.zip"}, "batch_finished_has_a_file_or_a_problem_until_it_is_forgotten"),
        (
            {"file": "batches/1/x.zip", "problem": "Stuk", "finished_at": timezone.now()},
            "batch_finished_has_a_file_or_a_problem_until_it_is_forgotten",
        ),
    ],
)
def test_the_dates_of_a_batch_agree(change: dict[str, object], constraint: str):
    batch = batch_with_finals()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(**change)


def test_a_batch_holds_an_agreement_once():
    agreement = agreement_with("Zulte")
    with pytest.raises(IntegrityError), transaction.atomic():
        batch_of(agreement, agreement)


def test_a_position_is_taken_once():
    batch = batch_with_finals(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        batch.items.update(position=1)


def test_what_became_of_an_agreement_is_known_when_it_is_done():
    batch = batch_with_finals()
    with pytest.raises(IntegrityError, match="batch_item_says_what_became_of_it"), transaction.atomic():
        batch.items.update(missing="Er is er geen.")
