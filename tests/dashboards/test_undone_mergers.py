"""A merger that was carried out by mistake, and the way back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.actions import mergers, stages
from agreements.mergers.brought import brought_by
from agreements.models import Stage
from dashboards.figures import figures
from municipalities.actions import undo_merger
from municipalities.models import (
    LateEntry,
    Municipality,
    PlannedMerger,
    Region,
    Succession,
    UndoneSuccession,
    Visit,
)
from tests.conftest import UserClient
from tests.factories import (
    AgreementFactory,
    ContactFactory,
    MunicipalityFactory,
    PlannedMergerFactory,
    UserFactory,
    VisitFactory,
    signed,
)
from tests.publications.giving import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

DAY = date(2026, 1, 1)
WHY = "Het besluit was nog niet genomen."


@pytest.fixture
def places(region: Region) -> list[Municipality]:
    codes = {"Aalst": "9300 9308", "Lede": "9340 9308"}
    return [MunicipalityFactory(name=name, region=region, postal_codes=code) for name, code in codes.items()]


@pytest.fixture
def planned(places: list[Municipality], region: Region) -> PlannedMerger:
    return PlannedMergerFactory(new=True, region=region, took_effect_on=DAY, predecessors=places)


@pytest.fixture
def absorption(places: list[Municipality]) -> PlannedMerger:
    return PlannedMergerFactory(took_effect_on=DAY, absorbed_by=places[0], predecessors=[places[1]])


def carry_out(client: UserClient, planned: PlannedMerger) -> Municipality:
    client.post(f"/mergers/planned/{planned.pk}/carry-out/", {"shown": planned.version})
    planned.refresh_from_db()
    assert planned.successor is not None
    return planned.successor


def address_of(planned: PlannedMerger) -> str:
    return f"/mergers/planned/{planned.pk}/undo/"


def undo(client: UserClient, planned: PlannedMerger, why: str = WHY) -> str:
    return str(client.post(address_of(planned), {"late_reason": why}, follow=True).content.decode())


def numbers(**asked: Any) -> dict[str, Any]:
    return dict(figures(on=DAY, **asked).total.numbers)


def test_undone_the_register_counts_as_before_the_merger(administrator_client, planned, places):
    signed(AgreementFactory(municipality=places[0], ends_on=date(2027, 12, 31)), date(2025, 2, 1))
    before = numbers()
    carry_out(administrator_client, planned)
    assert numbers() != before
    assert "De fusie is ongedaan gemaakt." in undo(administrator_client, planned)
    assert numbers() == before
    assert set(Municipality.objects.existing_on(DAY)) == set(places)
    assert not Succession.objects.exists()


def test_what_counted_until_it_was_undone_still_does_as_it_was_known_then(administrator_client, planned, places):
    signed(AgreementFactory(municipality=places[0], ends_on=date(2027, 12, 31)), date(2025, 2, 1))
    before = timezone.now()
    successor = carry_out(administrator_client, planned)
    then, counted = timezone.now(), numbers()
    undo(administrator_client, planned)
    assert numbers(known_at=then) == counted
    assert counted["inherited_part"] == 1
    assert {one.municipality.pk for one in figures(on=DAY, known_at=then).standings} == {successor.pk}
    for known_at in (before, timezone.now()):
        assert {one.municipality.pk for one in figures(on=DAY, known_at=known_at).standings} == {
            place.pk for place in places
        }


def test_every_list_of_the_time_between_names_the_successor(administrator_client, planned, region):
    """Pages look from the end of a day: the merger was recorded on one day and undone on another."""
    carry_out(administrator_client, planned)
    undo(administrator_client, planned)
    recorded = _longer_ago(days=10)
    asked = {"on": DAY.isoformat(), "known_on": (recorded + timedelta(days=2)).date().isoformat()}
    for path, more in (
        ("/municipalities/", {}),
        ("/municipalities/", {"province": planned.province.nis}),
        ("/figures/municipalities/", {}),
        ("/figures/municipalities/", {"region": region.pk}),
        ("/figures/never_visited/", {}),
        (region.get_absolute_url(), {}),
    ):
        page = administrator_client.get(path, asked | more).content.decode()
        assert "Nieuwland" in page, path
        assert "Nieuwland" not in administrator_client.get(path, more | {"on": DAY.isoformat()}).content.decode(), path


def test_the_lines_of_the_time_between_end_with_one_municipality_less(administrator_client, planned):
    carry_out(administrator_client, planned)
    undo(administrator_client, planned)
    recorded = _longer_ago(days=10)
    known = (recorded + timedelta(days=2)).date().isoformat()
    for asked, number in (({}, 2), ({"known_on": known}, 1)):
        found = administrator_client.get("/trends/", {"on": "2026-06-30"} | asked).context["trend"]
        assert found.rows[0].cells[0].number == number


def _longer_ago(*, days: int) -> datetime:
    """Let the merger have been recorded so many days before it was undone; returns when."""
    recorded = timezone.now() - timedelta(days=days)
    Municipality.ever.filter(recorded_at__isnull=False).update(recorded_at=recorded)
    UndoneSuccession.objects.update(recorded_at=recorded)
    return recorded


def test_the_page_says_what_will_be_undone_and_what_was(administrator_client, planned, places):
    later = VisitFactory(municipality=places[0], status=Visit.Status.PLANNED, held_on=date(2027, 2, 5))
    carry_out(administrator_client, planned)
    assert address_of(planned) in administrator_client.get(planned.get_absolute_url()).content.decode()
    page = administrator_client.get(address_of(planned)).content.decode()
    for words in ("Aalst leeft voort", "Lede leeft voort", "Nieuwland verdwijnt", "bezoek gepland op 5 februari 2027"):
        assert words in page
    undo(administrator_client, planned)
    later.refresh_from_db()
    assert later.municipality == places[0]
    page = administrator_client.get(planned.get_absolute_url()).content.decode()
    assert f"Ongedaan gemaakt door {administrator_client.user} op" in page
    assert WHY in page
    assert address_of(planned) not in page
    assert "ongedaan gemaakt" in administrator_client.get("/mergers/").content.decode()


def test_the_history_says_who_let_the_municipalities_live_on(administrator_client, planned, places):
    carry_out(administrator_client, planned)
    undo(administrator_client, planned)
    last = places[0].history.first()
    assert (last.ends_on, last.history_user) == (None, administrator_client.user)
    page = administrator_client.get(f"{places[0].get_absolute_url()}history/").content.decode()
    assert "fusie ongedaan gemaakt" in page


def test_the_successor_is_gone_from_every_page_and_its_code_is_free(administrator_client, planned, places):
    successor = carry_out(administrator_client, planned)
    undo(administrator_client, planned)
    assert administrator_client.get(successor.get_absolute_url()).status_code == 302
    assert administrator_client.get(f"{successor.get_absolute_url()}history/").status_code == 404
    assert "Nieuwland" not in administrator_client.get("/municipalities/", {"q": "Nieuwland"}).context["table"].rows
    again = PlannedMergerFactory(new=True, region=planned.region, took_effect_on=DAY, predecessors=places)
    assert carry_out(administrator_client, again).nis == successor.nis
    assert Municipality.objects.get(nis=successor.nis) != successor


def test_a_reason_is_needed(administrator_client, planned):
    carry_out(administrator_client, planned)
    assert "Dit veld is verplicht." in undo(administrator_client, planned, why=" ")
    assert Succession.objects.count() == 2


def test_one_that_lives_on_gives_the_postal_codes_back(administrator_client, absorption, places):
    carry_out(administrator_client, absorption)
    assert Municipality.objects.get(name="Aalst").postal_codes == "9300 9308 9340"
    assert "heeft weer alleen de eigen postcodes" in administrator_client.get(address_of(absorption)).content.decode()
    undo(administrator_client, absorption)
    assert {(one.name, one.postal_codes, one.ends_on) for one in Municipality.objects.all()} == {
        ("Aalst", "9300 9308", None),
        ("Lede", "9340 9308", None),
    }


def decided(successor: Municipality) -> None:
    link = Succession.objects.filter(successor=successor).order_by("predecessor__name")[0]
    (brought,) = brought_by([link], on=timezone.localdate())
    by = UserFactory()
    mergers.decide(
        link, brought.agreement, replaces=None, choice="continue", decided_on=DAY, decided_by=by, recorded_by=by
    )


def in_talks(successor: Municipality) -> None:
    agreement = AgreementFactory(municipality=successor, reference="REG-2026-77")
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=DAY, by=UserFactory())


RECORDED: list[tuple[Callable[[Municipality], Any], str]] = [
    (lambda successor: VisitFactory(municipality=successor, held_on=DAY), "Bezoek van 1 januari 2026 (gehouden)"),
    (lambda successor: ContactFactory(municipality=successor, name="Kaat Bedacht"), "Contactpersoon: Kaat Bedacht"),
    (in_talks, "Overeenkomst REG-2026-77"),
    (decided, "verder laten lopen"),
    (lambda successor: PlannedMergerFactory(absorbed_by=successor), "Voorbereid: fusie tot"),
]


@pytest.mark.parametrize(("record", "words"), RECORDED)
def test_what_was_recorded_since_stands_in_the_way_with_a_link(administrator_client, planned, places, record, words):
    signed(AgreementFactory(municipality=places[0], ends_on=date(2027, 12, 31)), date(2025, 2, 1))
    record(carry_out(administrator_client, planned))
    page = administrator_client.get(address_of(planned)).content.decode()
    line = next(line for line in page.split("<li>") if words in line)
    assert line.startswith("<a href=")
    assert "late_reason" not in page
    assert words in undo(administrator_client, planned)
    assert Succession.objects.count() == 2


def test_of_one_that_lives_on_what_happened_before_the_day_stands_in_no_way(administrator_client, absorption, places):
    carry_out(administrator_client, absorption)
    visit = VisitFactory(municipality=places[0], held_on=DAY)
    assert "Bezoek van 1 januari 2026" in undo(administrator_client, absorption)
    Visit.objects.filter(pk=visit.pk).update(held_on=DAY - timedelta(days=1))
    assert "De fusie is ongedaan gemaakt." in undo(administrator_client, absorption)


def test_of_one_that_lives_on_what_was_recorded_before_the_merger_stands_in_no_way(
    administrator_client, absorption, places
):
    VisitFactory(municipality=places[0], held_on=DAY + timedelta(days=30))
    in_talks(places[0])
    carry_out(administrator_client, absorption)
    assert "De fusie is ongedaan gemaakt." in undo(administrator_client, absorption)


def test_of_one_that_lives_on_what_follows_an_agreement_of_the_other_stands_in_the_way(
    administrator_client, absorption, places
):
    former = AgreementFactory(municipality=places[1], ends_on=date(2027, 12, 31))
    signed(former, date(2025, 2, 1))
    carry_out(administrator_client, absorption)
    AgreementFactory(municipality=places[0], renews=former, reference="REG-2028-1")
    assert "Overeenkomst REG-2028-1" in undo(administrator_client, absorption)


def test_the_reason_that_was_typed_stays_when_something_was_recorded_meanwhile(administrator_client, planned):
    VisitFactory(municipality=carry_out(administrator_client, planned), held_on=DAY)
    page = undo(administrator_client, planned)
    assert "Bezoek van 1 januari 2026" in page
    assert WHY in page


def test_what_is_recorded_while_the_page_looks_ahead_stands_in_the_way(administrator_client, planned, monkeypatch):
    carry_out(administrator_client, planned)
    published(figures_on=DAY, asked_on=DAY, answered_on=DAY)

    def too_late(*_args: Any, **_more: Any) -> None:
        raise ValidationError("Er kwam net een bezoek bij.")

    monkeypatch.setattr("agreements.views.mergers.undo", too_late)
    assert "Er kwam net een bezoek bij." in administrator_client.get(address_of(planned)).content.decode()


def test_who_decides_about_a_merger_that_was_just_undone_hears_so(
    administrator_client, absorption, places, monkeypatch
):
    agreement = AgreementFactory(municipality=places[1], ends_on=date(2027, 12, 31))
    signed(agreement, date(2025, 2, 1))
    successor = carry_out(administrator_client, absorption)
    link = Succession.objects.select_related("predecessor", "successor__region").get()
    page = reverse("agreements:merger_decide", args=[link.pk, agreement.pk])
    monkeypatch.setattr("agreements.views.mergers.get_object_or_404", lambda *_args, **_kwargs: link)
    brought = brought_by([link], on=timezone.localdate())
    monkeypatch.setattr("agreements.views.mergers.brought_by", lambda *_args, **_kwargs: brought)
    undo_merger(absorption, by=administrator_client.user, reason=WHY)
    form = {"choice": "continue", "decided_on": DAY, "decided_by": administrator_client.user.pk, "seen": ""}
    assert "intussen ongedaan gemaakt" in administrator_client.post(page, form).content.decode()
    assert Municipality.objects.get(pk=successor.pk).ends_on is None


def test_a_list_of_the_time_between_leads_to_where_the_successor_counted(administrator_client, planned):
    successor = carry_out(administrator_client, planned)
    between = timezone.localdate()
    with_moments_apart(planned, between)
    undo(administrator_client, planned)
    address = reverse("dashboards:municipality_counted", args=[successor.nis])
    asked = {"on": DAY.isoformat(), "known_on": (between - timedelta(days=5)).isoformat()}
    assert administrator_client.get(address, asked).context["verdicts"]
    assert "bestaat niet op" in administrator_client.get(address, {"on": DAY.isoformat()}).content.decode()
    page = administrator_client.get(successor.get_absolute_url(), follow=True).content.decode()
    assert "Nieuwland kwam uit een fusie die op" in page


def test_the_map_names_the_day_as_it_was_known_in_between(administrator_client, planned):
    carry_out(administrator_client, planned)
    between = timezone.localdate()
    with_moments_apart(planned, between)
    undo(administrator_client, planned)
    asked = {"on": DAY.isoformat(), "known_on": (between - timedelta(days=5)).isoformat()}
    named = {moment.day: moment.words for moment in administrator_client.get("/", asked).context["steps"].moments}
    assert "fusie" in named[DAY]


def with_moments_apart(planned: PlannedMerger, today: date) -> None:
    """As if it was carried out ten days ago."""
    then = timezone.make_aware(datetime.combine(today - timedelta(days=10), datetime.min.time()))
    Succession.objects.update(recorded_at=then)
    Municipality.objects.filter(pk=planned.successor_id).update(recorded_at=then)
    PlannedMerger.objects.filter(pk=planned.pk).update(carried_out_at=then)


def test_the_last_of_two_mergers_into_one_is_undone_first(administrator_client, absorption, places):
    carry_out(administrator_client, absorption)
    other = PlannedMergerFactory(
        took_effect_on=date(2026, 7, 1), absorbed_by=places[0], predecessors=[MunicipalityFactory(name="Haaltert")]
    )
    carry_out(administrator_client, other)
    assert "Haaltert gaat of ging op 1 juli 2026 op in Aalst." in undo(administrator_client, absorption)
    for one in (other, absorption):
        assert "De fusie is ongedaan gemaakt." in undo(administrator_client, one)
    assert Municipality.objects.get(name="Aalst").postal_codes == "9300 9308"


def test_it_is_undone_once(administrator_client, planned):
    carry_out(administrator_client, planned)
    undo(administrator_client, planned)
    assert "Deze fusie staat niet of niet meer in het register." in undo(administrator_client, planned)
    assert UndoneSuccession.objects.count() == 2


def test_what_was_only_prepared_has_nothing_to_undo(administrator_client, planned):
    assert administrator_client.get(address_of(planned)).status_code == 404


def test_published_figures_that_change_are_named_and_the_reason_is_kept_with_them(
    administrator_client, planned, places
):
    carry_out(administrator_client, planned)
    published(figures_on=DAY, asked_on=DAY, answered_on=DAY)
    page = administrator_client.get(address_of(planned)).content.decode()
    for place in ("Nieuwland", "Aalst", "Lede"):
        assert f"cijfers van 1 januari 2026: {place} (" in page
    assert Succession.objects.count() == 2
    undo(administrator_client, planned)
    assert {(one.municipality, one.reason) for one in LateEntry.objects.all()} == {(one, WHY) for one in places}


def test_nobody_but_administrators_undoes_a_merger(administrator_client, coordinator_client, planned):
    carry_out(administrator_client, planned)
    assert coordinator_client.post(address_of(planned), {"late_reason": WHY}).status_code == 403
    assert Succession.objects.count() == 2


def test_the_database_holds_that_what_is_undone_says_why_and_was_recorded_before(administrator_client, planned):
    carry_out(administrator_client, planned)
    undo(administrator_client, planned)
    one = UndoneSuccession.objects.all()[0]
    for wrong, name in (
        ({"reason": ""}, "undone_succession_has_a_reason"),
        ({"recorded_at": one.undone_at}, "undone_succession_was_recorded_before"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            UndoneSuccession.objects.filter(pk=one.pk).update(**wrong)


def test_who_had_a_form_open_about_the_successor_hears_that_it_is_gone(administrator_client, planned, monkeypatch):
    successor = carry_out(administrator_client, planned)
    form = {"name": "Kaat Bedacht", "function": "integration", "email": "kaat@example.org"}
    page = reverse("municipalities:contact_create", args=[successor.nis])
    monkeypatch.setattr(
        "municipalities.views.contacts.get_object_or_404", lambda *_args, **_kwargs: successor
    )  # found a moment before
    undo(administrator_client, planned)
    answer = administrator_client.post(page, form).content.decode()
    assert "werd intussen ongedaan gemaakt" in answer
    assert not successor.contacts.exists()
