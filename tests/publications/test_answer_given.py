"""An answer from draft to publication: the same on the page, in the PDF and in the document, and for good."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from odfdo import Document
from pypdf import PdfReader

from agreements.actions import stages
from agreements.models import StageChange
from municipalities.models import Municipality
from publications.answer.keeping import as_data, from_data
from publications.models import Draft, Part, Publication
from tests.conftest import UserClient
from tests.dashboards.shown import plain
from tests.factories import AgreementFactory, MunicipalityFactory, UserFactory, VisitFactory, signed
from tests.publications.giving import DAY, draft, published
from tests.publications.test_answer_on_paper import answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

PARAGRAPH = "Op 26 april 2021 was 1 van de 1 lokale besturen bezocht"


@pytest.fixture
def aalst() -> Municipality:
    place: Municipality = MunicipalityFactory(name="Aalst")
    VisitFactory(municipality=place)
    signed(AgreementFactory(municipality=place), on=date(2021, 4, 1))
    return place


def shown(client: UserClient, one: Draft | Publication) -> str:
    return plain(linked(client, one))


def linked(client: UserClient, one: Draft | Publication) -> str:
    """With its numbers as links to their lists."""
    return " ".join(client.get(one.get_absolute_url()).content.decode().split())


def printed(client: UserClient, one: Draft | Publication, form: str) -> str:
    kind = "draft" if isinstance(one, Draft) else "publication"
    content = client.get(reverse(f"publications:{kind}_{form}", args=[one.pk])).content
    if form == "odt":
        words = Document(io.BytesIO(content)).get_formatted_text()
    else:
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(words.split())


def test_what_is_kept_of_an_answer_comes_back_as_it_was():
    assert from_data(json.loads(json.dumps(as_data(answer())))) == answer()


@pytest.mark.parametrize("form", ["pdf", "odt"])
def test_a_draft_and_its_publication_are_printed_with_what_they_answer(
    staff_client: UserClient, aalst: Municipality, form: str
):
    for one in (draft(asked_by="Lid Verzonnen"), published(asked_by="Lid Verzonnen")):
        words = printed(staff_client, one, form)
        assert "nr. 275 (2020-2021)" in words
        assert "Gevraagd door Lid Verzonnen op 26 april 2021" in words
        assert PARAGRAPH in words


def test_a_publication_says_the_same_whatever_happens_later(staff_client: UserClient, aalst: Municipality):
    published(number="nr. 49", figures_on=date(2020, 10, 30), asked_on=None, answered_on=date(2020, 11, 5))
    given = published()
    before = [printed(staff_client, given, form) for form in ("pdf", "odt")]
    VisitFactory(municipality=MunicipalityFactory())
    stages.correct(StageChange.objects.get(), reason="Vergissing.", by=UserFactory())
    published(number="nr. 60", figures_on=date(2021, 4, 1), asked_on=None, answered_on=date(2021, 4, 2))
    again = Publication.objects.get(pk=given.pk)
    assert [printed(staff_client, again, form) for form in ("pdf", "odt")] == before
    assert "Ondertekend op 1 april 2021" in before[0]
    assert again.is_intact


def test_a_publication_that_was_printed_names_its_seal(staff_client: UserClient, aalst: Municipality):
    given = published()
    assert f"nr. 275 (2020-2021) · {given.sha256[:8]}" in printed(staff_client, given, "pdf")


def test_the_numbers_of_what_was_given_open_what_was_frozen(staff_client: UserClient, aalst: Municipality):
    given = published()
    VisitFactory(municipality=MunicipalityFactory())
    frozen = f'<a data-number href="/publications/{given.pk}/figures/visited/'
    page = linked(staff_client, Publication.objects.get(pk=given.pk))
    assert f'Op 26 april 2021 was {frozen}">1</a>' in page
    assert f'<td class="number" data-label="Bezocht">{frozen}#oost-vlaanderen">1</a> (100' in page


def test_words_of_ones_own_take_the_place_of_the_paragraph_which_stays_visible(
    staff_client: UserClient, aalst: Municipality
):
    given = published(text="Wij bezochten Aalst.")
    assert given.paragraph.startswith(PARAGRAPH)
    assert PARAGRAPH not in printed(staff_client, given, "pdf")
    page = shown(staff_client, given)
    assert "<p>Wij bezochten Aalst.</p>" in page
    assert f"<p>{PARAGRAPH}" in page


def test_a_correction_says_on_paper_why_it_was_needed(staff_client: UserClient, aalst: Municipality):
    corrected = published(succeeds=published(), reason="Een bezoek ontbrak.")
    assert "Verbetert een eerder antwoord: Een bezoek ontbrak." in printed(staff_client, corrected, "odt")


def test_what_was_given_before_this_register_has_no_paper_of_ours(staff_client: UserClient):
    old = Publication(
        number="nr. 23",
        figures_on=DAY,
        parts=[],
        before_register=True,
        frozen={"definitions": [], "provinces": [], "figures": {}, "municipalities": [], "lists": {}},
    ).insert()
    for form in ("pdf", "odt"):
        assert staff_client.get(reverse(f"publications:publication_{form}", args=[old.pk])).status_code == 404


# The form of a draft --------------------------------------------------------------------------------------------------


def test_the_form_of_a_draft_shows_what_the_figures_say(manager_client: UserClient, aalst: Municipality):
    address = reverse("publications:draft_update", args=[draft().pk])
    assert PARAGRAPH in manager_client.get(address).content.decode()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"figures_on": "2021-04-26"}, PARAGRAPH),
        ({"figures_on": "2021-04-26", "known_on": "2021-05-01"}, "nog geen van de 1 lokale besturen"),
        ({"figures_on": "gisteren"}, "Kies een dag die geteld kan worden."),
        ({}, "Kies een dag die geteld kan worden."),
    ],
)
def test_the_paragraph_follows_the_days(
    manager_client: UserClient, aalst: Municipality, days: dict[str, str], words: str
):
    assert words in manager_client.get(reverse("publications:draft_paragraph"), days).content.decode()


def test_the_answer_builder_leads_to_a_draft_of_the_same_days_and_parts(
    manager_client: UserClient, staff_client: UserClient
):
    asked: dict[str, Any] = {"on": "2021-04-26", "known_on": "2021-05-01", "parts": ["reasons", "talks"]}
    link = "/publications/new/?on=2021-04-26&amp;known_on=2021-05-01&amp;parts=reasons&amp;parts=talks"
    assert link in manager_client.get("/publications/answer/", asked).content.decode()
    assert "/publications/new/" not in staff_client.get("/publications/answer/", asked).content.decode()
    made = manager_client.get("/publications/new/", asked).context["draft"]
    assert (made.figures_on, made.known_on, made.parts) == (DAY, date(2021, 5, 1), [Part.REASONS, Part.TALKS])


@pytest.mark.parametrize("field", ["number", "text", "asked_by"])
def test_signs_that_cannot_be_printed_are_refused_beside_their_field(manager_client: UserClient, field: str):
    answer = manager_client.post("/publications/new/", {field: "Bravo \N{PARTY POPPER}"})
    assert "niet afgedrukt worden" in answer.context["form"].errors[field][0]
