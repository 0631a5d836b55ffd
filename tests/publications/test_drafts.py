"""An answer is prepared, looked at, and given out for good."""

import re
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.submissions import FIELD_NAME, new_token
from publications import actions
from publications.models import Draft, Part, Publication
from tests.conftest import UserClient
from tests.factories import AgreementFactory, MunicipalityFactory, VisitFactory, signed
from tests.publications.giving import DAY, draft, published

pytestmark = pytest.mark.usefixtures("terms")

NEW = "/publications/new/"
SAID = {
    "kind": "written_question",
    "number": "nr. 275 (2020-2021)",
    "asked_by": "Lid Verzonnen",
    "asked_on": "2021-04-26",
    "answered_on": "2021-05-20",
    "figures_on": "2021-04-26",
    "parts": ["paragraph", "provinces"],
    "text": "Ter toelichting.",
}


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def publish(client: UserClient, made: Draft, **more: str) -> Any:
    """Press the button on the page that shows what freezes."""
    address = reverse("publications:draft_publish", args=[made.pk])
    return client.post(address, {"shown": client.get(address).context["shown"]} | more)


def test_a_manager_prepares_an_answer_and_publishes_it(manager_client):
    saved = manager_client.post(NEW, SAID)
    made = Draft.objects.get()
    assert (saved.url, made.made_by) == (made.get_absolute_url(), manager_client.user)
    given = publish(manager_client, made)
    publication = Publication.objects.get()
    assert given.url == publication.get_absolute_url()
    assert (publication.asked_by, publication.figures_on, publication.text) == ("Lid Verzonnen", DAY, SAID["text"])
    assert publication.part_labels == [Part.PARAGRAPH.label, Part.PROVINCES.label]


def test_the_number_that_a_written_question_needs_is_not_called_optional(manager_client):
    text = manager_client.get(NEW).content.decode()
    assert re.search(r"Nummer\s*</label>", text)
    assert "Verplicht bij een schriftelijke vraag" in text


def test_a_form_sent_twice_makes_one_draft_and_one_publication(manager_client):
    token = {FIELD_NAME: new_token()}
    assert manager_client.post(NEW, SAID | token).url == manager_client.post(NEW, SAID | token).url
    made, token = Draft.objects.get(), {FIELD_NAME: new_token()}
    first = publish(manager_client, made, **token)
    again = manager_client.post(reverse("publications:draft_publish", args=[made.pk]), token)
    assert (first.url, Publication.objects.count()) == (again.url, 1)


@pytest.mark.parametrize("nobody", ["x", "²", "0", "1" * 5000])
def test_what_is_no_publication_cannot_be_corrected(manager_client, nobody):
    assert manager_client.get(NEW, {"corrects": nobody}).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": ""}, "number"),
        ({"answered_on": "2021-04-25"}, "answered_on"),
        ({"answered_on": "2021-04-26", "figures_on": "2021-04-27"}, "figures_on"),
        ({"figures_on": "1950-01-01"}, "figures_on"),
        ({"figures_on": "2999-01-01", "answered_on": "2999-01-02"}, "figures_on"),
        ({"known_on": "2999-01-01"}, "known_on"),
        ({"kind": "gerucht"}, "kind"),
        ({"parts": ["alles"]}, "parts"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(manager_client, typed, field):
    response = manager_client.post(NEW, SAID | typed)
    assert field in errors(response)
    assert "Ter toelichting." in response.content.decode()
    assert not Draft.objects.exists()


def test_figures_of_a_day_to_come_are_not_given_out(manager_client):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    response = manager_client.post(NEW, SAID | {"figures_on": tomorrow, "answered_on": tomorrow})
    assert errors(response)["figures_on"] == ["Cijfers van een dag die nog komt, kun je niet publiceren."]


def test_a_number_that_was_given_is_corrected_and_not_given_again(manager_client):
    published()
    assert "verbeter die" in errors(manager_client.post(NEW, SAID))["number"][0]


def test_a_draft_shows_the_figures_of_now_and_follows_them(staff_client):
    made = draft()
    aalst = MunicipalityFactory(name="Aalst")
    assert "Bezocht: <strong>0</strong>" in staff_client.get(made.get_absolute_url()).content.decode()
    VisitFactory(municipality=aalst, held_on=DAY)
    counted = f'<a data-number href="/figures/visited/?on=2021-04-26&amp;known_on={timezone.localdate()}">1</a>'
    assert f"Bezocht: <strong>{counted}</strong>" in staff_client.get(made.get_absolute_url()).content.decode()


def test_what_is_confirmed_is_what_was_shown(manager_client):
    made = draft()
    address = reverse("publications:draft_publish", args=[made.pk])
    shown = manager_client.get(address).context["shown"]
    VisitFactory(municipality=MunicipalityFactory(), held_on=DAY)
    response = manager_client.post(address, {"shown": shown})
    assert "veranderd sinds je keek" in response.content.decode()
    assert not Publication.objects.exists()
    assert manager_client.post(address, {"shown": response.context["shown"]}).status_code == HTTPStatus.FOUND


def test_what_changes_at_the_moment_of_confirming_is_not_given_out_unseen(manager_client, monkeypatch):
    made, real = draft(), actions.publish
    address = reverse("publications:draft_publish", args=[made.pk])
    shown = manager_client.get(address).context["shown"]

    def a_visit_first(*args: Any, **kwargs: Any) -> Publication:
        VisitFactory(municipality=MunicipalityFactory(), held_on=DAY)
        return real(*args, **kwargs)

    monkeypatch.setattr(actions, "publish", a_visit_first)
    assert "veranderd sinds je keek" in manager_client.post(address, {"shown": shown}).content.decode()
    assert not Publication.objects.exists()


def test_an_answer_can_rest_on_what_was_known_earlier(manager_client):
    VisitFactory(municipality=MunicipalityFactory(), held_on=DAY)
    yesterday = timezone.localdate() - timedelta(days=1)
    publish(manager_client, draft(known_on=yesterday))
    publication = Publication.objects.get()
    assert publication.content.total("visited") == 0
    assert timezone.localdate(publication.known_at) == yesterday


def test_two_drafts_of_one_number_give_one_publication(manager_client):
    first, second = draft(), draft()
    publish(manager_client, first)
    assert "Er is al een publicatie met dit nummer" in publish(manager_client, second).content.decode()
    assert Draft.objects.get() == second


def test_two_people_change_a_draft_and_neither_loses_what_was_typed(manager_client):
    made = draft()
    edit = reverse("publications:draft_update", args=[made.pk])
    assert manager_client.post(edit, SAID | {"version": "0", "text": "Eerste."}).status_code == HTTPStatus.FOUND
    late = manager_client.post(edit, SAID | {"version": "0", "text": "Tweede."}).content.decode()
    assert "Eerste." in late
    assert "Tweede." in late


def test_a_draft_is_thrown_away_after_a_question(manager_client):
    made = draft()
    address = reverse("publications:draft_delete", args=[made.pk])
    assert "wat je erin typte, gaat verloren" in manager_client.get(address).content.decode()
    assert Draft.objects.exists()
    manager_client.post(address)
    assert not Draft.objects.exists()


def test_a_correction_begins_from_what_it_corrects_and_says_why(manager_client):
    first = published(text="Zo was het.")
    address = f"{NEW}?corrects={first.pk}"
    page = manager_client.get(address)
    assert page.context["form"]["text"].value() == "Zo was het."
    said = {name: SAID[name] for name in ("answered_on", "figures_on", "text")}
    assert "reason" in errors(manager_client.post(address, said))
    manager_client.post(address, said | {"reason": "Een bezoek was vergeten."})
    publish(manager_client, Draft.objects.get())
    second = Publication.objects.get(succeeds=first)
    assert (second.number, second.reason) == (first.number, "Een bezoek was vergeten.")


def test_what_was_corrected_is_not_corrected_again(manager_client):
    first = published()
    second = published(succeeds=first, reason="Een fout.")
    assert manager_client.get(f"{NEW}?corrects={first.pk}").url == second.get_absolute_url()
    assert manager_client.get(f"{NEW}?corrects=iets").status_code == HTTPStatus.NOT_FOUND


def test_the_list_shows_everyone_what_is_being_prepared(staff_client):
    made = draft()
    text = staff_client.get("/publications/").content.decode()
    assert f'href="{made.get_absolute_url()}"' in text
    assert NEW not in text


@pytest.mark.parametrize("places", [1, 5])
def test_a_draft_asks_the_same_number_of_queries_for_any_number_of_municipalities(
    staff_client, django_assert_num_queries, places
):
    for _one in range(places):
        signed(AgreementFactory(municipality=MunicipalityFactory()), on=date(2021, 1, 4))
    made = draft()
    with django_assert_num_queries(23):
        staff_client.get(made.get_absolute_url())
