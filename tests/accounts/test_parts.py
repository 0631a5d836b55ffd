"""The parts that pages share: tables, pages, filters, menu, shapes."""

import re

import pytest
from django.template import Context, Template

from accounts.templatetags.marks import SHAPES, STATES, mark
from accounts.templatetags.menu import ENTRIES, FOR_ADMINISTRATORS, _best
from tests.factories import UserFactory

STYLE = "/test/style/"

pytestmark = pytest.mark.urls("tests.accounts.pages")


@pytest.fixture
def sixty(staff_client):
    for number in range(59):
        UserFactory(email=f"iemand{number}@example.org", username=f"iemand{number}")
    return staff_client


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "1–50 van 60"),
        ("?page=2", "51–60 van 60"),
        ("?per_page=25&page=3", "51–60 van 60"),
        ("?per_page=all", "1–60 van 60"),
        ("?page=99", "51–60 van 60"),
        ("?page=x", "1–50 van 60"),
        ("?per_page=1000000", "1–50 van 60"),
        ("?per_page=0", "1–50 van 60"),
    ],
)
def test_a_list_says_which_rows_it_shows(sixty, query, shown):
    assert shown in sixty.get(f"{STYLE}{query}").text


def test_pages_and_sizes_keep_the_filter_and_the_order(sixty):
    page = sixty.get(f"{STYLE}?role=staff&sort=-email").text
    assert 'href="?role=staff&amp;sort=-email&amp;page=2"' in page
    assert 'href="?role=staff&amp;sort=-email&amp;per_page=25"' in page


def test_the_order_is_told_to_who_does_not_see_the_arrow(sixty):
    assert re.search(
        r'<th[^>]* aria-sort="descending">\s*<a href="\?sort=email"', sixty.get(f"{STYLE}?sort=-email").text
    )


def test_sorting_begins_again_at_the_first_page(sixty):
    page = sixty.get(f"{STYLE}?page=2&sort=email").text
    assert 'href="?sort=-email"' in page


def test_each_cell_knows_its_header_for_the_cards_of_a_phone(sixty):
    assert sixty.get(STYLE).text.count('data-label="Naam"') == 50


def test_a_filter_in_force_can_be_taken_away_alone_or_with_all(sixty):
    page = sixty.get(f"{STYLE}?email=iemand1&role=staff&sort=email&page=2").text
    chips = page[page.index('class="chips"') :]
    assert 'href="?role=staff&amp;sort=email">E-mailadres: <strong>iemand1</strong>' in chips
    assert 'href="?email=iemand1&amp;sort=email">Rol: <strong>ondersteuner</strong>' in chips
    assert f'<a class="chips-reset" href="{STYLE}">Alles wissen</a>' in chips


def test_filtering_keeps_the_order_and_forgets_the_page(sixty):
    page = sixty.get(f"{STYLE}?email=iemand&sort=-email&per_page=25&page=2").text
    form = page[page.index('<form class="filter"') : page.index("</form>", page.index('<form class="filter"'))]
    assert '<input type="hidden" name="sort" value="-email">' in form
    assert '<input type="hidden" name="per_page" value="25">' in form
    assert 'name="page"' not in form


def test_no_filter_no_chips(sixty):
    assert 'class="chips"' not in sixty.get(f"{STYLE}?email=&role=").text


def test_errors_are_listed_on_top_with_links_to_fields_that_are_there(staff_client):
    page = staff_client.get(f"{STYLE}?wrong=1").text
    summary = page[page.index('class="error-summary"') : page.index("</ul>", page.index('class="error-summary"'))]
    targets = re.findall(r'href="#(\w+)"', summary)
    assert targets == ["id_town", "id_day", "id_kind", "id_agreed"]
    assert all(f'id="{target}"' in page for target in targets)
    assert 'aria-invalid="true" aria-describedby="id_town_helptext id_town_error"' in page


def test_optional_fields_say_so(staff_client):
    page = staff_client.get(STYLE).text
    assert re.search(r'for="id_report">\s*Verslag <span class="field-optional">\(niet verplicht\)', page)
    assert re.search(r'for="id_town">\s*Gemeente\s*</label>', page)


def test_every_state_has_a_shape_that_is_drawn():
    assert {shape for shape, _tone in STATES.values()} <= SHAPES.keys()
    assert len(SHAPES) == len(set(SHAPES.values()))


def test_stages_differ_by_shape_not_by_colour_alone():
    stages = ["", "exploring", "negotiation", "final_negotiation", "approved", "signed", "declined", "ended", "lapsed"]
    assert len({STATES[stage][0] for stage in stages}) == len(stages)


@pytest.mark.parametrize(
    ("stage", "word"),
    [(None, "nog geen gesprek"), ("signed", "ondertekend"), ("declined", "geen overeenkomst"), ("lapsed", "afgelopen")],
)
def test_a_stage_is_a_shape_and_a_word(stage, word):
    shown = Template('{% include "_stage.html" with stage=stage only %}').render(Context({"stage": stage}))
    assert "<svg" in shown
    assert word in shown


def test_a_state_that_nobody_drew_is_a_dot():
    assert SHAPES["dot"] in mark("unheard of")


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("dashboards:overview", "dashboards:overview"),
        ("dashboards:province_detail", "dashboards:overview"),
        ("dashboards:municipality_detail", "dashboards:municipality_list"),
        ("municipalities:contact_update", "dashboards:municipality_list"),
        ("municipalities:visit_create", "municipalities:visit_list"),
        ("agreements:review_create", "agreements:agreement_list"),
        ("agreements:agreement_template", "agreements:agreement_list"),
        ("agreements:clause_update", "agreements:template_list"),
        ("account_change_password", ""),
    ],
)
def test_the_menu_marks_where_one_is(page, entry):
    assert _best(page) == entry


def test_the_menu_offers_the_admin_site_to_administrators_alone(administrator_client, staff_client):
    assert 'href="/beheer/"' in administrator_client.get(STYLE).text
    assert 'href="/beheer/"' not in staff_client.get(STYLE).text


def test_the_menu_has_five_entries_and_each_leads_somewhere(staff_client):
    page = staff_client.get(STYLE).text
    menu = page[page.index('class="menu-list"') : page.index("</ul>", page.index('class="menu-list"'))]
    assert menu.count("<li>") == len(ENTRIES) - len(FOR_ADMINISTRATORS) == 5


def test_a_list_fetches_one_page_and_counts_the_rest(sixty, django_assert_num_queries):
    with django_assert_num_queries(5):  # session, user, regions, count, rows
        sixty.get(f"{STYLE}?page=2")
