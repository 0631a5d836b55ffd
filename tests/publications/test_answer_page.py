"""The page on which an answer is made."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from odfdo import Document
from pypdf import PdfReader

from municipalities.models import Municipality
from publications.models import Part
from tests.conftest import UserClient
from tests.dashboards.shown import plain
from tests.factories import AgreementFactory, MunicipalityFactory, VisitFactory, signed
from tests.publications.giving import published

ADDRESS = "/publications/answer/"
ASKED = {"on": "2021-04-26", "parts": ["paragraph", "provinces"]}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


@pytest.fixture
def aalst() -> Municipality:
    place: Municipality = MunicipalityFactory(name="Aalst")
    VisitFactory(municipality=place)
    signed(AgreementFactory(municipality=place), on=date(2021, 4, 1))
    return place


def shown(client: UserClient, **asked: Any) -> str:
    return plain(linked(client, **asked))


def linked(client: UserClient, **asked: Any) -> str:
    """With its numbers as links to their lists."""
    return " ".join(client.get(ADDRESS, {**ASKED, **asked}).content.decode().split())


def test_without_a_question_the_answer_is_of_today_with_every_part(staff_client: UserClient, aalst: Municipality):
    answer = staff_client.get(ADDRESS)
    assert answer.context["form"].cleaned_data["on"] == timezone.localdate()
    assert len(answer.context["paper"].answer.sections) == 7


def test_the_chosen_day_and_parts_are_shown(staff_client: UserClient, aalst: Municipality):
    page = shown(staff_client)
    assert "Op 26 april 2021 was 1 van de 1 lokale besturen bezocht" in page
    assert "<h5>Oost-Vlaanderen (1)</h5> <ul><li>Aalst</li></ul>" in page
    assert "Waarom er geen overeenkomst is" not in page


def test_each_number_opens_what_the_register_lists(staff_client: UserClient, aalst: Municipality):
    page = linked(staff_client, parts=["paragraph", "provinces"])
    assert 'was <a data-number href="/figures/visited/?on=2021-04-26">1</a> van de <a data-number' in page
    assert '<a data-number href="/figures/concluded/?on=2021-04-26&amp;province=40000">1</a> (100' in page
    assert 'overeenkomst (<a data-number href="/figures/concluded/?on=2021-04-26">1</a>)' in page
    earlier = linked(staff_client, known_on=timezone.localdate().isoformat())
    assert f'href="/figures/visited/?on=2021-04-26&amp;known_on={timezone.localdate()}">1</a>' in earlier


def test_a_number_of_the_answer_before_opens_the_list_that_was_given(staff_client: UserClient, aalst: Municipality):
    signed(AgreementFactory(municipality=MunicipalityFactory()), on=date(2021, 2, 1))
    before = published(figures_on=date(2021, 3, 1))
    page = linked(staff_client, parts=["changes"])
    assert f'<a data-number href="/publications/{before.pk}/figures/concluded/">1</a>' in page
    assert '<a data-number href="/figures/concluded/?on=2021-04-26">2</a>' in page


def test_what_was_not_known_yet_is_left_out(staff_client: UserClient, aalst: Municipality):
    page = shown(staff_client, known_on="2021-05-01")
    assert "geen van de 1 lokale besturen bezocht" in page
    assert "zoals bekend op 1 mei 2021" in shown(staff_client, known_on="2021-05-01", parts=["sources"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"parts": []}, "Kies minstens één deel."),
        ({"on": "gisteren"}, "datum"),
        ({"on": "1990-01-01"}, "geen bestuursperiode bekend"),
        ({"on": (timezone.localdate() + timedelta(1)).isoformat()}, "niet wat nog moet komen"),
    ],
)
@pytest.mark.parametrize("form", ["", "pdf/", "odt/"])
def test_a_question_that_cannot_be_answered_says_so_in_every_form(
    staff_client: UserClient, asked: dict[str, Any], message: str, form: str
):
    answer = staff_client.get(ADDRESS + form, {**ASKED, **asked}, follow=True)
    assert (answer.status_code, answer.context["paper"]) == (200, None)
    assert message in answer.content.decode()


def test_the_pdf_and_the_document_say_what_the_page_says(staff_client: UserClient, aalst: Municipality):
    pdf, odt = (staff_client.get(f"{ADDRESS}{form}/", ASKED) for form in ("pdf", "odt"))
    for words in (PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text(), _words(odt.content)):
        assert "was 1 van de 1 lokale besturen bezocht" in " ".join(words.split())
    assert pdf["Content-Disposition"].endswith('filename="bezoeken-en-overeenkomsten-op-26-april-2021.pdf"')
    assert odt["Content-Disposition"].endswith('filename="bezoeken-en-overeenkomsten-op-26-april-2021.odt"')


def _words(odt: bytes) -> str:
    return Document(io.BytesIO(odt)).get_formatted_text()


def test_changes_are_told_since_the_latest_answer_before(staff_client: UserClient, aalst: Municipality):
    published(number="nr. 49", figures_on=date(2020, 10, 30), asked_on=None, answered_on=date(2020, 11, 5))
    published(number="nr. 300", figures_on=date(2021, 4, 26), asked_on=None)
    page = shown(staff_client, parts=["changes"])
    assert "Vergeleken met: Schriftelijke vraag nr. 49, cijfers op 30 oktober 2020." in page
    assert "Ondertekend op 1 april 2021" in page


def test_an_answer_that_was_corrected_is_no_answer_to_compare_with(staff_client: UserClient, aalst: Municipality):
    given = {"asked_on": None, "answered_on": date(2020, 11, 5)}
    first = published(figures_on=date(2020, 10, 30), **given)
    published(succeeds=first, reason="Verkeerde dag.", figures_on=date(2020, 10, 29), **given)
    assert "cijfers op 29 oktober 2020" in shown(staff_client, parts=["changes"])


def test_an_answer_can_be_laid_beside_one_of_the_same_day(staff_client: UserClient, aalst: Municipality):
    given = published()
    page = shown(staff_client, parts=["changes"], beside=given.pk)
    assert "Vergeleken met: Schriftelijke vraag nr. 275 (2020-2021), cijfers op 26 april 2021." in page
    assert "Dezelfde lokale besturen staan op beide lijsten." in page
    pdf = staff_client.get(f"{ADDRESS}pdf/?on=2021-04-26&parts=changes&beside={given.pk}")
    assert "Dezelfde lokale besturen" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()


def test_the_page_asks_the_same_number_of_queries_for_any_number_of_rows(staff_client: UserClient):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert staff_client.get(ADDRESS, {"on": "2021-04-26", "parts": Part.values}).status_code == 200
        return len(asked)

    published(number="nr. 49", figures_on=date(2020, 10, 30), asked_on=None, answered_on=date(2020, 11, 5))
    signed(AgreementFactory(), on=date(2021, 4, 1))
    once = queries()
    for _more in range(4):
        VisitFactory()
        signed(AgreementFactory(), on=date(2021, 4, 1))
    assert queries() == once
