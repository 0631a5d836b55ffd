"""One function makes a stage change; nothing else can."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin

from agreements.models import Agreement, Ending, Stage, StageChange, StageCorrection
from tests.factories import AgreementFactory, UserFactory, signed

FLOORS = ("agii", "accounts", "municipalities", "papers", "agreements", "batches", "dashboards")
DOOR = Path("agreements/actions/stages.py")
INVENTED = Path("agreements/demo/recording.py")
LOG = {"StageChange", "StageCorrection", "Ending"}
RELATED = {"stage_changes", "correction", "corrects"}
MAKES = {
    "create",
    "acreate",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "add",
    "set",
    "insert",
    "save_base",
    "_raw_delete",
}


def source_files() -> Iterator[Path]:
    for floor in FLOORS:
        for path in sorted((settings.BASE_DIR / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(settings.BASE_DIR)


def makers(tree: ast.AST) -> list[ast.Call]:
    """The calls that make, change or delete a step or a correction."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if constructs(call) or writes_through_manager(call)]


def constructs(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in LOG


def writes_through_manager(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in MAKES:
        return False
    names = {node.id for node in ast.walk(call.func.value) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(call.func.value) if isinstance(node, ast.Attribute)}
    return bool((names | attributes) & (LOG | RELATED))


def test_the_search_for_makers_finds_each_way():
    ways = """
StageChange(agreement=a)
models.StageChange(agreement=a).insert()
StageChange.objects.create(agreement=a)
StageChange._base_manager.bulk_create([])
agreement.stage_changes.filter(pk=1).update(stage="signed")
StageCorrection.objects.create(change=a)
"""
    assert all(makers(ast.parse(line)) for line in ways.strip().splitlines())


def test_only_the_door_makes_a_stage_change():
    found = {path for path in source_files() if makers(ast.parse((settings.BASE_DIR / path).read_text()))}
    assert found == {DOOR, INVENTED}


def test_the_invented_world_moves_nothing_of_a_step_but_the_moment_it_was_recorded():
    (call,) = makers(ast.parse((settings.BASE_DIR / INVENTED).read_text()))
    assert ast.literal_eval(call.args[1]) == ["recorded_at"]


def test_in_the_door_only_one_function_makes_one_and_only_one_corrects():
    tree = ast.parse((settings.BASE_DIR / DOOR).read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and makers(node)]
    assert [function.name for function in functions] == ["correct", "record"]


def test_the_admin_site_cannot_make_or_change_one():
    for model in (StageChange, StageCorrection):
        assert not admin.site.is_registered(model)


@pytest.fixture
def agreement(db: None) -> Agreement:
    return AgreementFactory()


def test_the_model_refuses_every_other_way_in(agreement: Agreement):
    step: dict[str, Any] = {"stage": Stage.EXPLORING, "effective_on": date(2019, 3, 1), "recorded_by": UserFactory()}
    for make in (
        lambda: StageChange(agreement=agreement, **step).save(),
        lambda: StageChange.objects.create(agreement=agreement, **step),
        lambda: agreement.stage_changes.create(**step),
        lambda: agreement.stage_changes.get_or_create(**step),
        lambda: StageChange.objects.update_or_create(agreement=agreement, defaults=step),
        lambda: StageChange.objects.bulk_create([StageChange(agreement=agreement, **step)]),
    ):
        with pytest.raises(TypeError):
            make()
    with pytest.raises(TypeError):
        Ending.objects.create(agreement=agreement, **step)
    assert not StageChange.objects.exists()


def test_a_recorded_step_is_never_changed_or_deleted(agreement: Agreement):
    step = signed(agreement, on=date(2020, 2, 1))
    step.effective_on = date(2020, 2, 2)
    for change in (
        step.save,
        step.delete,
        lambda: agreement.stage_changes.update(effective_on=date(2020, 2, 2)),
        lambda: agreement.stage_changes.all().delete(),
        lambda: StageChange.objects.bulk_update([step], ["effective_on"]),
    ):
        with pytest.raises(TypeError):
            change()
    assert agreement.stage_changes.get().effective_on == date(2020, 2, 1)
