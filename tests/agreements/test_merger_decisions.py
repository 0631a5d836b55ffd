"""What a region decides about an agreement that a merger brought along."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from agreements.actions import mergers, stages
from agreements.mergers.brought import Brought, brought_by
from agreements.mergers.following import FollowUp, FollowUps
from agreements.models import Agreement, MergerDecision, Stage
from municipalities.models import Municipality, Region, Succession
from tests.factories import AgreementFactory, MunicipalityFactory, RegionFactory, UserFactory, signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

TODAY = timezone.localdate()
DAY = date(2025, 1, 1)
Choice = MergerDecision.Choice


def merged(region: Region, *, into: str = "Nieuwland", **fields: Any) -> Succession:
    """Oudland, with an agreement that still runs, goes into another municipality."""
    gone = MunicipalityFactory(name="Oudland", region=region, ends_on=DAY - timedelta(days=1))
    signed(AgreementFactory(municipality=gone, ends_on=TODAY + timedelta(days=400)), date(2020, 1, 1))
    successor = MunicipalityFactory(name=into, region=region, **{"starts_on": DAY} | fields)
    return Succession.objects.create(predecessor=gone, successor=successor, took_effect_on=DAY)


@pytest.fixture
def succession(region: Region) -> Succession:
    return merged(region)


def inherited(succession: Succession) -> Brought:
    (brought,) = brought_by([succession], on=TODAY)
    return brought


def decide(
    succession: Succession, choice: str, *, replaces: MergerDecision | None = None, **more: Any
) -> MergerDecision:
    given: dict[str, Any] = {"decided_on": date(2025, 2, 3), "note": "Zo beslist."} | more
    user = UserFactory(first_name="Mia", last_name="Verzonnen")
    brought = inherited(succession)
    return mergers.decide(
        succession, brought.agreement, replaces=replaces, choice=choice, decided_by=user, recorded_by=user, **given
    )


def address_of(succession: Succession) -> str:
    return f"/successions/{succession.pk}/agreements/{inherited(succession).agreement.pk}/decide/"


def typed(client: Any, **more: Any) -> dict[str, Any]:
    return {"choice": "continue", "decided_on": "2025-02-03", "decided_by": client.user.pk, "note": "", **more}


def follow_up(succession: Succession, by: User | None = None) -> FollowUp | None:
    brought = inherited(succession)
    user = by or UserFactory(role=User.Role.ADMINISTRATOR)
    return FollowUps([brought], on=TODAY, user=user).of(brought)


def test_what_was_decided_stands_with_whom_and_when(staff_client, succession):
    answer = staff_client.post(address_of(succession), typed(staff_client, note="Loopt goed."), follow=True)
    (decision,) = MergerDecision.objects.all()
    assert (decision.choice, decision.decided_on, decision.note) == ("continue", date(2025, 2, 3), "Loopt goed.")
    assert decision.decided_by == decision.recorded_by == staff_client.user
    assert answer.redirect_chain[-1][0].startswith(f"/mergers/2025-01-01/#successor-{succession.successor.nis}")
    assert f"Beslist door {staff_client.user} op 3 februari 2025" in answer.content.decode()


def test_a_later_decision_replaces_an_earlier_one_that_stays_readable(staff_client, succession):
    first = decide(succession, Choice.CONTINUE, note="Eerst zo.")
    staff_client.post(address_of(succession), typed(staff_client, choice="new_agreement", seen=first.pk))
    assert inherited(succession).decision.choice == Choice.NEW_AGREEMENT
    page = staff_client.get(address_of(succession)).content.decode()
    assert "<del>Verder laten lopen</del>" in page
    assert "Eerst zo." in page


def test_who_did_not_see_the_present_decision_sees_it_first(staff_client, succession):
    decide(succession, Choice.NEW_AGREEMENT, note="Wij waren eerst.")
    answer = staff_client.post(address_of(succession), typed(staff_client, note="Getypt."))
    page = answer.content.decode()
    assert "Iemand anders nam intussen een beslissing." in page
    assert "Wij waren eerst." in page
    assert "Getypt." in page
    again = typed(staff_client, note="Getypt.", seen=answer.context["form"]["seen"].value())
    staff_client.post(address_of(succession), again)
    assert inherited(succession).decision.note == "Getypt."


def test_a_form_sent_twice_is_one_decision(staff_client, succession):
    form = typed(staff_client, submission="5c2e9a2e-52b8-4f36-9f0c-6a3c3e9f7e11")
    for _time in range(2):
        staff_client.post(address_of(succession), form)
    assert MergerDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"choice": "end"}, "Zeg waarom de overeenkomst vroegtijdig stopt."),
        ({"choice": ""}, "Dit veld is verplicht."),
        ({"decided_on": "2999-01-01"}, "Deze dag ligt in de toekomst."),
    ],
)
def test_says_what_is_missing(staff_client, succession, wrong, words):
    answer = staff_client.post(address_of(succession), typed(staff_client, **wrong))
    assert words in answer.content.decode()
    assert not MergerDecision.objects.exists()


def test_the_region_of_the_successor_decides(staff_client, succession):
    successor = succession.successor
    successor.region = RegionFactory()
    successor.save()
    assert staff_client.post(address_of(succession), typed(staff_client)).status_code == 403


def test_only_what_was_brought_along_is_decided_on(staff_client, succession):
    other = signed(AgreementFactory(ends_on=TODAY), date(2020, 1, 1)).agreement
    assert staff_client.get(f"/successions/{succession.pk}/agreements/{other.pk}/decide/").status_code == 404
    someone = UserFactory()
    decided: dict[str, Any] = {"choice": "continue", "decided_on": DAY, "decided_by": someone, "recorded_by": someone}
    with pytest.raises(ValidationError, match="bond Oudland niet"):
        mergers.decide(succession, other, replaces=None, **decided)


def test_the_database_holds_one_first_decision(succession):
    first = decide(succession, Choice.CONTINUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        MergerDecision.objects.create(**values_of(first))


def test_the_database_holds_one_replacement_of_each_decision(succession):
    first = decide(succession, Choice.CONTINUE)
    second = decide(succession, Choice.ADDENDUM, replaces=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        MergerDecision.objects.create(**values_of(second))


def test_the_database_holds_that_an_end_has_a_reason(succession):
    decision = decide(succession, Choice.END)
    with pytest.raises(IntegrityError), transaction.atomic():
        MergerDecision.objects.create(**values_of(decision) | {"note": "", "agreement": signed_elsewhere()})


def signed_elsewhere() -> Agreement:
    return signed(AgreementFactory(), date(2020, 1, 1)).agreement


def values_of(decision: MergerDecision) -> dict[str, Any]:
    names = "succession agreement choice note decided_on decided_by recorded_by replaces".split()
    return {name: getattr(decision, name) for name in names}


def test_an_agreement_that_lapsed_before_the_merger_is_not_brought_along(region):
    succession = merged(region)
    Agreement.objects.update(ends_on=DAY - timedelta(days=1))
    assert brought_by([succession], on=TODAY) == []


def test_what_a_predecessor_inherited_itself_comes_along(region):
    first = merged(region)
    middle, later = first.successor, DAY + timedelta(days=365)
    Municipality.objects.filter(pk=middle.pk).update(ends_on=later - timedelta(days=1))
    last = MunicipalityFactory(starts_on=later)
    second = Succession.objects.create(predecessor=middle, successor=last, took_effect_on=later)
    assert inherited(second).agreement == inherited(first).agreement


def test_nothing_follows_from_letting_it_run_on(succession):
    assert follow_up(succession) is None
    decide(succession, Choice.CONTINUE)
    assert follow_up(succession) is None


def test_a_new_agreement_follows_once_the_successor_has_one(succession):
    decide(succession, Choice.NEW_AGREEMENT)
    todo = follow_up(succession)
    assert (todo.is_done, todo.url) == (False, f"/agreements/{inherited(succession).agreement.pk}/renew/")
    talks = AgreementFactory(municipality=succession.successor)
    stages.advance(talks, to=Stage.EXPLORING, effective_on=date(2025, 3, 1), by=UserFactory())
    assert follow_up(succession) == FollowUp(talks.reference, talks.get_absolute_url(), is_done=True)


def test_an_end_follows_once_the_agreement_ended(succession, staff_client):
    decision = decide(succession, Choice.END, note="De gemeente stopt.")
    todo = follow_up(succession)
    assert (todo.is_done, todo.label) == (False, "Overeenkomst stopzetten")
    assert f"?decision={decision.pk}" in todo.url
    assert "De gemeente stopt." in staff_client.get(todo.url).content.decode()
    stages.end(inherited(succession).agreement, effective_on=date(2025, 6, 30), reason="Klaar.", by=UserFactory())
    assert (follow_up(succession).is_done, follow_up(succession).label) == (True, "stopgezet op 30 juni 2025")


def test_an_addendum_belongs_to_an_agreement_of_the_successor_itself(region):
    succession = merged(region, into="Blijver", starts_on=None)
    decide(succession, Choice.ADDENDUM)
    assert follow_up(succession) == FollowUp(
        "Blijver heeft zelf nog geen overeenkomst waar een addendum bij kan", "", is_done=False
    )
    own = signed(AgreementFactory(municipality=succession.successor, ends_on=TODAY), date(2025, 2, 1)).agreement
    assert follow_up(succession).url == f"/agreements/{own.pk}/addenda/new/"


def test_who_may_not_do_what_follows_only_reads_it(succession):
    decide(succession, Choice.NEW_AGREEMENT)
    assert follow_up(succession, by=UserFactory(role=User.Role.MANAGER)).url == ""


# On the page of the agreement -----------------------------------------------------------------------------------------


def page_of(client: Any, succession: Succession) -> str:
    return str(client.get(inherited(succession).agreement.get_absolute_url()).content.decode())


def test_the_page_of_an_inherited_agreement_asks_for_the_decision(staff_client, manager_client, succession):
    page = page_of(staff_client, succession)
    assert "door Nieuwland op 1 januari 2025" in page
    assert "nog niet beslist" in page
    assert f'href="{address_of(succession)}"' in page
    assert address_of(succession) not in page_of(manager_client, succession)


def test_the_page_of_an_inherited_agreement_says_what_was_decided_by_whom_and_when(manager_client, succession):
    decide(succession, Choice.CONTINUE, note="Loopt goed.")
    page = page_of(manager_client, succession)
    for words in ("Verder laten lopen", "Loopt goed.", "Beslist door Mia Verzonnen op 3 februari 2025"):
        assert words in page
    assert "nog niet beslist" not in page


def test_an_agreement_that_was_inherited_twice_shows_both_decisions(manager_client, succession, region):
    decide(succession, Choice.CONTINUE, note="Eerst zo.")
    last = MunicipalityFactory(name="Grootland", region=region, starts_on=date(2026, 1, 1))
    again = Succession.objects.create(predecessor=succession.successor, successor=last, took_effect_on=date(2026, 1, 1))
    page = page_of(manager_client, succession)
    assert page.index("door Nieuwland op 1 januari 2025") < page.index("door Grootland op 1 januari 2026")
    assert "Eerst zo." in page
    assert "nog niet beslist" in page
    decide(again, Choice.NEW_AGREEMENT, note="Nu anders.")
    assert "Nu anders." in page_of(manager_client, succession)


def test_an_agreement_that_no_merger_brought_along_says_nothing_of_it(manager_client, succession):
    lapsed = signed(
        AgreementFactory(municipality=succession.predecessor, starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31)),
        date(2019, 1, 1),
    ).agreement
    assert 'id="taken-over"' not in manager_client.get(lapsed.get_absolute_url()).content.decode()


# What waits for one person --------------------------------------------------------------------------------------------


def waiting(client: Any) -> list[str]:
    """The notes of the list of undecided ones, if there is one, each with a page that this person may open."""
    lists = [one for one in client.get("/").context["panel"] if "Geërfde overeenkomsten" in str(one.title)]
    tasks = [task for one in lists for task in one.tasks]
    assert all(client.get(task.url).status_code == 200 for task in tasks)
    return [str(task.note) for task in tasks]


def test_what_is_undecided_waits_for_the_coordinator_of_the_region(coordinator_client, succession):
    reference = inherited(succession).agreement.reference
    assert waiting(coordinator_client) == [f"{reference} van Oudland, geërfd op 1 januari 2025"]
    decide(succession, Choice.CONTINUE)
    assert waiting(coordinator_client) == []


def test_what_is_undecided_waits_for_the_fixed_contact_and_for_no_colleague(staff_client, succession):
    assert waiting(staff_client) == []
    Municipality.objects.filter(pk=succession.successor.pk).update(fixed_contact=staff_client.user)
    assert len(waiting(staff_client)) == 1


def test_what_is_undecided_elsewhere_waits_for_others(coordinator_client, succession):
    Municipality.objects.filter(pk=succession.successor.pk).update(region=RegionFactory())
    assert waiting(coordinator_client) == []


def test_what_has_lapsed_or_went_on_to_another_municipality_waits_no_more(coordinator_client, succession):
    Municipality.objects.filter(pk=succession.successor.pk).update(ends_on=TODAY - timedelta(days=1))
    assert waiting(coordinator_client) == []
    Municipality.objects.filter(pk=succession.successor.pk).update(ends_on=None)
    Agreement.objects.update(ends_on=TODAY - timedelta(days=1))
    assert waiting(coordinator_client) == []
