"""From a filtered list to a ZIP, as people do it: ask, follow, stop, take, ask again."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, Stage
from batches import forms, offers
from batches.models import Batch, BatchDownload, Worker
from batches.recovery import forget
from tests.agreements.signing import signed
from tests.batches.making import agreement_with, batch_of, contents, copy_of, final_of, finished, work_off
from tests.conftest import UserClient, client_of
from tests.factories import AgreementFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


def talks(name: str, on: date = date(2020, 3, 1), **fields: Any) -> Agreement:
    agreement = agreement_with(name, **fields)
    stages.advance(agreement, to=Stage.EXPLORING, effective_on=on, by=UserFactory())
    return agreement


def asked(client: UserClient, what: str = "finals", **filters: Any) -> Batch:
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    answer = client.post(f"/batches/new/?{query}", {"what": what})
    assert answer.status_code == 302, answer.context["form"].errors
    return Batch.objects.latest("pk")


# Asking --------------------------------------------------------------------------------------------------------------


def test_the_list_leads_to_its_print_with_its_filters_and_its_order(staff_client: UserClient):
    talks("Aalst")
    page = staff_client.get("/agreements/?stage=open&sort=municipality&page=1").text
    assert 'href="/batches/new/?stage=open&amp;sort=municipality&amp;page=1"' in page


def test_the_page_counts_the_papers_of_each_sort_and_names_who_has_none(staff_client: UserClient):
    final_of(talks("Aalst"))
    talks("Balen")
    peer = signed(AgreementFactory(municipality__name="Peer", party="municipality"))
    copy_of(peer, scan="een")
    copy_of(peer, scan="twee")
    page = " ".join(staff_client.get("/batches/new/").text.split())
    assert "Ontwerpen: 1 papier, van 1 van de 3 overeenkomsten" in page
    assert "Definitieve versies: 1 papier, van 1 van de 3 overeenkomsten" in page
    assert "Getekende exemplaren: 2 papieren, van 1 van de 3 overeenkomsten" in page
    without = page.partition("Definitieve versies: 2 overeenkomsten hebben er geen")[2].partition("</details>")[0]
    assert re.findall(r">(\w+), ", without) == ["Balen", "Peer"]
    assert "Buiten dit register ondertekend: er is geen definitieve versie." in without


def test_the_batch_holds_the_agreements_of_the_filter_in_the_order_of_the_list(staff_client: UserClient):
    talks("Zulte", on=date(2021, 1, 1))
    talks("Aalst", on=date(2021, 2, 1))
    signed(AgreementFactory(municipality__name="Peer", party="municipality"))
    first = asked(staff_client, "drafts", stage="open", per_page=25, page=1)
    assert [item.agreement.municipality.name for item in first.items.all()] == ["Aalst", "Zulte"]  # latest step first
    assert (first.query, first.made_by) == ("stage=open", staff_client.user)
    assert first.filter_words == "Fase: in gesprek, nog niet ondertekend"
    second = asked(staff_client, "drafts", stage="open", sort="-municipality")
    assert [item.agreement.municipality.name for item in second.items.all()] == ["Zulte", "Aalst"]


def test_the_list_of_what_lapses_is_printed_too(staff_client: UserClient):
    today = timezone.localdate()
    for name, days in (("Zulte", 30), ("Aalst", 60), ("Peer", 2000)):
        signed(AgreementFactory(municipality__name=name, party="municipality", ends_on=today + timedelta(days=days)))
    page = staff_client.get("/agreements/lapsing/?province=").text
    assert 'href="/batches/new/?list=lapsing&amp;province="' in page
    for agreement in Agreement.objects.all():
        copy_of(agreement)
    batch = asked(staff_client, "copies", list="lapsing", until=today + timedelta(days=90))
    assert [item.agreement.municipality.name for item in batch.items.all()] == ["Zulte", "Aalst"]  # the first to lapse
    assert batch.filter_words.startswith("Laatste dag van ")
    assert (
        f'href="/agreements/lapsing/?until={today + timedelta(days=90)}"'
        in staff_client.get(batch.get_absolute_url()).text
    )


def test_my_municipalities_are_those_of_whoever_asks(staff_client: UserClient):
    mine, _other = talks("Aalst"), talks("Zulte")
    type(mine.municipality).objects.filter(pk=mine.municipality_id).update(fixed_contact=staff_client.user)
    batch = asked(staff_client, "drafts", mine="on")
    assert [item.agreement for item in batch.items.all()] == [mine]


def test_a_form_sent_twice_makes_one_batch(staff_client: UserClient):
    final_of(talks("Aalst"))
    token = re.search(r'name="submission" value="([^"]+)"', staff_client.get("/batches/new/").text)[1]
    for _time in range(2):
        staff_client.post("/batches/new/", {"what": "finals", "submission": token})
    assert Batch.objects.count() == 1


def test_a_sort_of_paper_that_nobody_has_is_refused(staff_client: UserClient):
    talks("Aalst")
    answer = staff_client.post("/batches/new/", {"what": "copies"})
    assert "Geen van deze overeenkomsten heeft zo&#x27;n papier." in answer.text
    assert not Batch.objects.exists()


def test_a_list_without_agreements_leads_back(staff_client: UserClient):
    page = staff_client.get("/batches/new/?municipality=Nergenshuizen").text
    assert "Er staan geen overeenkomsten in deze lijst." in page
    assert 'href="/agreements/?municipality=Nergenshuizen"' in page


def test_a_list_that_is_too_long_says_so(staff_client: UserClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("batches.views.MOST", 1)
    talks("Aalst")
    talks("Balen")
    page = staff_client.post("/batches/new/", {"what": "drafts"}).text
    assert "Deze lijst telt 2 overeenkomsten." in page
    assert not Batch.objects.exists()


def test_papers_that_are_too_large_together_are_refused_with_their_size(
    staff_client: UserClient, monkeypatch: pytest.MonkeyPatch
):
    for module in (offers, forms):
        monkeypatch.setattr(module, "MOST_BYTES", 100)
    final_of(talks("Aalst"))
    answer = staff_client.post("/batches/new/", {"what": "finals"})
    assert "een bundel mag hoogstens 100" in answer.text
    assert not Batch.objects.exists()


def test_nobody_asks_without_login(client: Any):
    assert client.get("/batches/new/").status_code == 302
    assert client.post("/batches/new/", {"what": "finals"}).status_code == 302
    assert not Batch.objects.exists()


# Following -----------------------------------------------------------------------------------------------------------


def test_the_page_follows_the_work_and_stops_when_it_is_done(staff_client: UserClient):
    final_of(talks("Aalst"))
    batch = asked(staff_client)
    page = staff_client.get(batch.get_absolute_url()).text
    assert "wacht op zijn beurt" in page
    assert "Er werkt nu niets op de achtergrond." in page
    assert 'hx-trigger="every 2s"' in page
    Worker.objects.create(name="tester")
    running = staff_client.get(f"{batch.get_absolute_url()}progress/")
    assert "Er werkt nu niets" not in running.text
    assert '<progress max="1" value="0"' in running.text
    assert "HX-Refresh" not in running.headers
    work_off()
    done = staff_client.get(f"{batch.get_absolute_url()}progress/")
    assert done.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in done.text
    assert "Het zipbestand is klaar." in staff_client.get(batch.get_absolute_url()).text


def test_looking_takes_up_what_was_left_behind(staff_client: UserClient):
    final_of(talks("Aalst"))
    batch = asked(staff_client)
    DBTaskResult.objects.all().delete()
    staff_client.get(f"{batch.get_absolute_url()}progress/")
    assert not DBTaskResult.objects.exists()  # it was asked for a moment ago
    Batch.objects.update(made_at=timezone.now() - timedelta(minutes=1))
    staff_client.get(f"{batch.get_absolute_url()}progress/")
    assert DBTaskResult.objects.count() == 1


def test_who_has_no_paper_is_named_with_the_reason(staff_client: UserClient):
    final_of(talks("Aalst"))
    talks("Balen", reference="ANT-2020-0042")
    batch = asked(staff_client)
    work_off()
    page = " ".join(staff_client.get(batch.get_absolute_url()).text.split())
    assert "Balen, ANT-2020-0042" in page.partition("Zonder papier")[2]
    assert "Er is nog geen definitieve versie gemaakt." in page


# Stopping ------------------------------------------------------------------------------------------------------------


def test_a_cancelled_batch_stops_at_the_next_agreement_and_leaves_nothing(staff_client: UserClient):
    batch = batch_of(talks("Aalst"), talks("Balen"), what=Batch.What.DRAFTS, by=staff_client.user)
    assert staff_client.get(f"{batch.get_absolute_url()}cancel/").status_code == 200
    answer = staff_client.post(f"{batch.get_absolute_url()}cancel/", follow=True)
    assert "De bundel is gestopt." in answer.text
    assert f"Gestopt door {staff_client.user}" in answer.text
    stopped = finished(batch)
    assert (stopped.state, stopped.done, bool(stopped.file)) == (Batch.State.CANCELLED, 0, False)
    assert not default_storage.exists(batch.folder)


def test_what_is_finished_is_not_cancelled(staff_client: UserClient):
    agreement = talks("Aalst")
    final_of(agreement)
    batch = finished(batch_of(agreement, by=staff_client.user))
    answer = staff_client.post(f"{batch.get_absolute_url()}cancel/", follow=True)
    assert "De bundel was al afgelopen" in answer.text
    assert len(contents(batch)) == 2


# Taking --------------------------------------------------------------------------------------------------------------


def test_whoever_takes_it_is_recorded_and_gets_a_private_attachment(
    staff_client: UserClient, manager_client: UserClient
):
    agreement = talks("Aalst")
    final_of(agreement)
    batch = finished(batch_of(agreement, by=staff_client.user))
    staff_client.head(f"{batch.get_absolute_url()}file/").getvalue()
    assert not BatchDownload.objects.exists()
    answer = staff_client.get(f"{batch.get_absolute_url()}file/")
    content = answer.getvalue()
    with default_storage.open(batch.file.name) as file:
        assert content == file.read()
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="bundel-{batch.pk}_definitief_{batch.day.isoformat()}.zip"'
    )
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    manager_client.get(f"{batch.get_absolute_url()}file/").getvalue()
    takers = [download.taken_by for download in batch.downloads.order_by("pk")]
    assert takers == [staff_client.user, manager_client.user]
    assert str(manager_client.user) in staff_client.get(batch.get_absolute_url()).text


def test_after_a_day_the_file_is_gone_and_the_list_can_be_asked_again(staff_client: UserClient):
    final_of(talks("Aalst"))
    batch = asked(staff_client, stage="open")
    done = finished(batch)
    Batch.objects.update(finished_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert forget() == 0
    Batch.objects.update(finished_at=timezone.now() - timedelta(days=1, minutes=1))
    assert forget() == 1
    assert forget() == 0
    assert not default_storage.exists(done.file.name)
    assert not default_storage.exists(batch.folder)
    page = staff_client.get(batch.get_absolute_url()).text
    assert "Het zipbestand werd een dag bewaard en is weg." in page
    again = f"/batches/new/?what=finals&amp;{batch.query}"
    assert f'href="{again}"' in page
    assert "checked" in staff_client.get(again.replace("&amp;", "&")).text
    answer = staff_client.get(f"{batch.get_absolute_url()}file/", follow=True)
    assert "Hier valt nu niets op te halen." in answer.text


# Who may -------------------------------------------------------------------------------------------------------------

PAGES = ["", "progress/", "cancel/", "file/"]


@pytest.mark.parametrize("below", PAGES)
def test_the_batch_of_somebody_else_is_not_there(staff_client: UserClient, coordinator_client: UserClient, below: str):
    batch = batch_of(talks("Aalst"), by=coordinator_client.user)
    assert staff_client.get(f"{batch.get_absolute_url()}{below}").status_code == 404
    assert str(batch.pk) not in re.findall(r'href="/batches/(\d+)/"', staff_client.get("/batches/").text)


@pytest.mark.parametrize(("who", "may_cancel"), [("manager_client", 403), ("administrator_client", 302)])
def test_managers_and_administrators_see_all_and_administrators_stop_all(
    request: pytest.FixtureRequest, staff_client: UserClient, who: str, may_cancel: int
):
    client: UserClient = request.getfixturevalue(who)
    batch = batch_of(talks("Aalst"), by=staff_client.user)
    assert str(staff_client.user) in client.get("/batches/").text
    assert client.get(batch.get_absolute_url()).status_code == 200
    assert client.post(f"{batch.get_absolute_url()}cancel/").status_code == may_cancel
    assert (Batch.objects.get().cancelled_at is None) == (may_cancel == 403)


def test_a_manager_may_ask_for_a_batch(manager_client: UserClient):
    final_of(talks("Aalst"))
    assert asked(manager_client).made_by == manager_client.user


# Speed ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [2, 12])
def test_the_pages_ask_the_same_number_of_queries_for_any_number_of_rows(
    django_assert_num_queries: DjangoAssertNumQueries, number: int
):
    region = RegionFactory()
    client = client_of(UserFactory(role=User.Role.STAFF, regions=[region]))
    agreements = [talks(f"Gemeente {n}") for n in range(number)]
    for agreement in agreements[::2]:
        final_of(agreement)
    batch = batch_of(*agreements, by=client.user)
    for _number in range(number):
        batch_of(*agreements, by=client.user)
    batch.items.update(done_at=timezone.now(), missing="Er is er geen.")
    for _number in range(number):
        BatchDownload.objects.create(batch=batch, taken_by=UserFactory())
    client.get("/batches/")
    with django_assert_num_queries(5):  # session, user, regions; number and rows of the batches
        client.get("/batches/")
    with django_assert_num_queries(7):  # session, user, batch, a worker, regions, agreements without, downloads
        client.get(batch.get_absolute_url())
    with django_assert_num_queries(5):  # session, user, batch, a worker, regions
        client.get(f"{batch.get_absolute_url()}progress/")
    with django_assert_num_queries(8):  # session, user, the list, agreements, finals, copies, addenda, regions
        client.get("/batches/new/")
