"""The demo: a world in which the published figures hold."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from agreements.models import (
    Addendum,
    Agreement,
    CommitmentProgress,
    DeclineReason,
    Final,
    MergerDecision,
    Review,
    SignedCopy,
    StageChange,
)
from dashboards.days import end_of
from dashboards.figures import figures
from municipalities.models import Contact, LateEntry, Municipality, Visit
from publications.answer.content import answer_of
from publications.answer.facts import facts_of
from publications.models import Clock, Draft, Kind, Part, Publication, Verification
from tests.conftest import DEMO_DAY as TODAY

pytestmark = pytest.mark.xdist_group("demo")

ASKED = date(2021, 4, 26)


def figures_on(day: str) -> dict[str, Any]:
    output = io.StringIO()
    call_command("figures", "--on", day, "--json", stdout=output)
    answer: dict[str, Any] = json.loads(output.getvalue())
    return answer


@pytest.mark.django_db
def test_the_table_of_26_april_2021_comes_out(demo: None) -> None:
    figures = figures_on("2021-04-26")
    by_province = {row["name"]: row["concluded"] for row in figures["provinces"]}
    assert by_province == {
        "Antwerpen": 25,
        "Limburg": 33,
        "Oost-Vlaanderen": 23,
        "Vlaams-Brabant": 25,
        "West-Vlaanderen": 19,
    }
    assert (figures["total"]["concluded"], figures["total"]["municipalities"]) == (125, 298)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "visited", "concluded"), [("2019-11-07", 193, 11), ("2020-10-30", 249, 96), ("2021-04-26", 249, 125)]
)
def test_the_published_series_holds(demo: None, day: str, visited: int, concluded: int) -> None:
    total = figures_on(day)["total"]
    assert (total["visited"], total["concluded"]) == (visited, concluded)


@pytest.mark.django_db
def test_exactly_the_published_list_has_an_agreement_on_26_april_2021(demo: None) -> None:
    with (settings.FIXTURES_DIR / "agreements_2021-04-26.csv").open(encoding="utf-8", newline="") as file:
        published = {row["nis"] for row in csv.DictReader(file)}
    concluded = Agreement.objects.concluded(on=date(2021, 4, 26))
    assert set(concluded.values_list("municipality__nis", flat=True)) == published
    assert set(concluded.values_list("ends_on", flat=True)) == {date(2025, 12, 31)}


@pytest.mark.django_db
def test_the_answer_for_26_april_2021_is_the_published_one(demo: None) -> None:
    with (settings.FIXTURES_DIR / "agreements_2021-04-26.csv").open(encoding="utf-8", newline="") as file:
        published = [(row["province"], row["name_nl"]) for row in csv.DictReader(file)]
    found = facts_of(figures(on=date(2021, 4, 26)))
    paragraph, provinces = answer_of(found, parts=[Part.PARAGRAPH, Part.PROVINCES]).sections
    assert "waren 249 van de 298 lokale besturen bezocht" in paragraph.blocks[0].words
    assert "Er waren 125 samenwerkingsovereenkomsten afgesloten" in paragraph.blocks[0].words
    names = provinces.blocks[1]
    assert [(province, name) for province, listed in names.provinces for name in listed] == published
    assert names.headings == [
        "Antwerpen (25)",
        "Limburg (33)",
        "Oost-Vlaanderen (23)",
        "Vlaams-Brabant (25)",
        "West-Vlaanderen (19)",
    ]


@pytest.mark.django_db
def test_the_answers_that_were_given_before_the_register_still_come_out_the_same(demo: None) -> None:
    call_command("load_publications", verbosity=0)
    output = io.StringIO()
    call_command("verify_publications", stdout=output)
    assert output.getvalue() == "Publications: 3 verified, 0 no longer reproduce.\n"


@pytest.mark.django_db
def test_the_present_has_something_of_everything(demo: None) -> None:
    total = figures_on("2026-11-20")["total"]
    assert total["municipalities"] == 283
    assert Visit.objects.filter(status=Visit.Status.PLANNED, held_on__gte=TODAY).exists()
    assert Visit.objects.awaiting_outcome(on=TODAY).exists()
    assert Visit.objects.filter(status=Visit.Status.CANCELLED).exists()
    assert Agreement.objects.in_force(on=TODAY).exists()
    assert Agreement.objects.reviews_overdue(on=TODAY).exists()
    assert Review.objects.filter(held_on__year=2026).exists()
    assert DeclineReason.objects.filter(stage_changes__effective_on__year=2026).exists()


@pytest.mark.django_db
def test_there_are_papers_to_look_at(demo: None) -> None:
    assert Final.objects.standing().filter(addendum__isnull=True).count() == 3
    assert SignedCopy.objects.get().text == SignedCopy.Text.SAME
    assert [addendum.number for addendum in Addendum.objects.signed(by=TODAY)] == [1]
    assert Addendum.objects.open().count() == 1


@pytest.mark.django_db
def test_all_people_are_invented(demo: None) -> None:
    addresses = [*Contact.objects.values_list("email", flat=True), *User.objects.values_list("email", flat=True)]
    assert addresses
    assert not [one for one in addresses if not one.endswith((".invalid", "@example.org"))]


@pytest.mark.django_db
def test_a_register_that_holds_data_is_left_alone(demo: None) -> None:
    before = Visit.objects.count()
    with pytest.raises(CommandError, match="holds data already"):
        call_command("load_demo")
    call_command("load_demo", "--if-empty")
    assert Visit.objects.count() == before


@pytest.mark.django_db
def test_every_municipality_of_the_demo_has_a_fixed_contact_in_its_region(demo: None) -> None:
    municipalities = Municipality.objects.select_related("fixed_contact").prefetch_related("region__members")
    assert len(municipalities) == 327
    assert not [
        one.name for one in municipalities if one.fixed_contact_id not in {user.pk for user in one.region.members.all()}
    ]


def numbers(known_on: date | None) -> dict[str, int | None]:
    total = figures(on=ASKED, known_at=end_of(known_on) if known_on else None).total.numbers
    return {code: total[code] for code in ("visited", "concluded", "in_force", "reviews_held", "commitments_done")}


@pytest.mark.django_db
def test_the_register_of_the_demo_learned_of_things_as_they_happened(demo: None) -> None:
    assert numbers(date(2021, 4, 27)) == numbers(None)
    assert numbers(date(2020, 10, 31))["concluded"] == 96
    assert numbers(date(2018, 12, 31)) == dict.fromkeys(numbers(None), 0)


@pytest.mark.django_db
def test_nothing_in_the_demo_was_recorded_in_the_future(demo: None) -> None:
    now = timezone.now()
    for rows in (StageChange.objects.all(), MergerDecision.objects.all(), CommitmentProgress.objects.all()):
        assert not rows.filter(recorded_at__gt=now).exists()
    for model in (Agreement, Review, Visit, CommitmentProgress):
        assert not model.history.filter(history_date__gt=now).exists()


@pytest.mark.django_db
def test_a_wrong_answer_of_the_demo_is_corrected_and_another_stands_wrong(demo: None) -> None:
    call_command("load_demo_publications", today=TODAY, verbosity=0)
    output = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_publications", stdout=output)
    assert output.getvalue().endswith("Publications: 3 verified, 1 no longer reproduce.\n")
    report, correction = Publication.objects.filter(kind=Kind.ANNUAL_REPORT).order_by("pk")
    assert correction.succeeds == report
    wrong, right = (one.content.total("visited") or 0 for one in (report, correction))
    assert right - wrong == 1
    [broken] = Verification.objects.alarming()
    assert broken.publication.kind == Kind.WRITTEN_QUESTION
    [late] = LateEntry.objects.filter(day__year=2026)
    assert late.reason in output.getvalue()
    assert not Verification.objects.filter(clock=Clock.THEN, is_same=False).exists()
    assert Draft.objects.count() == 1


@pytest.mark.django_db
def test_invented_answers_are_given_once_and_only_in_the_demo(demo: None) -> None:
    call_command("load_demo_publications", today=TODAY, verbosity=0)
    before = Publication.objects.count()
    with pytest.raises(CommandError, match="only while there are none"):
        call_command("load_demo_publications")
    call_command("load_demo_publications", "--if-empty")
    assert Publication.objects.count() == before


@pytest.mark.django_db
def test_a_register_without_the_demo_gets_no_invented_answers(demo: None) -> None:
    User.objects.filter(role=User.Role.MANAGER).update(email="iemand@example.org")
    with pytest.raises(CommandError, match="only for the demo"):
        call_command("load_demo_publications")
    call_command("load_demo_publications", "--if-empty")
    assert not Publication.objects.exists()
