"""What differs between two versions, and the page that shows it."""

import time

import pytest

from agreements.models import TemplatePart, TemplateVersion
from agreements.template_diff import Change, ClauseDifference, differences, out_of_order, words_changed
from papers.text.lines import one_line_per_paragraph
from tests.agreements.wordings import clause, clause_of, concept, in_use, part_of, retired, template, url
from tests.conftest import UserClient
from tests.factories import DomainFactory


def shown(old: str, new: str) -> str:
    """Both texts in one: what came between plus signs, what went between minus signs."""
    signs = {Change.SAME: "", Change.ADDED: "+", Change.DROPPED: "−"}
    return "".join(f"{signs[run.change]}{run.text}{signs[run.change]}" for run in words_changed(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Zelfde tekst.", "Zelfde tekst.", "Zelfde tekst."),
        ("Elk jaar.", "Elk half jaar.", "Elk+ half+ jaar."),
        ("twee keer per jaar", "drie maal per jaar", "−twee keer−+drie maal+ per jaar"),
        ("in {{ naam }}", "in {{ gemeente }}", "in −{{ naam }}−+{{ gemeente }}+"),
        ("", "Nieuw.", "+Nieuw.+"),
        ("Oud.", "", "−Oud.−"),
        ("Een.\n\nTwee.", "Een.\n\nDrie.", "Een.\n\n−Twee−+Drie+."),
        ("caféhouder", "café", "−caféhouder−+café+"),
    ],
)
def test_a_changed_text_shows_the_words_that_came_and_went(old: str, new: str, expected: str):
    assert shown(old, new) == expected


@pytest.mark.parametrize(("old", "new"), [("a b c\nd", "a x c\ne f"), ("Een, twee.", "Twee, een!"), ("\n\n", " ")])
def test_from_what_is_shown_both_texts_can_be_read_again(old: str, new: str):
    runs = words_changed(old, new)
    assert "".join(run.text for run in runs if run.change != Change.ADDED) == old
    assert "".join(run.text for run in runs if run.change != Change.DROPPED) == new


def test_very_long_texts_are_compared_within_a_second():
    old = " ".join(f"woord{number}" for number in range(10_000))
    new = " ".join(f"ander{number}" for number in range(10_000))
    start = time.perf_counter()
    assert [run.change for run in words_changed(old, new)] == [Change.DROPPED, Change.ADDED]
    assert time.perf_counter() - start < 1


def test_texts_without_a_word_in_common_are_compared_at_once():
    old, new = (" ".join(f"{word}{number}" for number in range(600)) for word in ("woord", "ander"))
    start = time.perf_counter()
    assert [run.change for run in words_changed(old, new)] == [Change.DROPPED, Change.ADDED]
    assert time.perf_counter() - start < 1


def test_texts_that_share_one_word_hundreds_of_times_are_compared_as_a_whole():
    old, new = (" ".join(f"de {word}{number}" for number in range(600)) for word in ("woord", "ander"))
    start = time.perf_counter()
    assert [run.change for run in words_changed(old, new)] == [Change.DROPPED, Change.ADDED]
    assert time.perf_counter() - start < 1


def test_the_fewest_moves_explain_another_order():
    assert out_of_order("abcde", "bcdea") == {"a"}
    assert out_of_order("abc", "abc") == set()


def test_where_lines_break_off_is_no_difference():
    text = "Een alinea\nop twee regels.\n\n- een punt\n  dat doorloopt\n- nog een\n\nHard  \nbreken."
    assert one_line_per_paragraph(text) == (
        "Een alinea op twee regels.\n\n- een punt\n  dat doorloopt\n- nog een\n\nHard  \nbreken."
    )


# Clause by clause -----------------------------------------------------------------------------------------------------


def clauses_between(old: TemplateVersion, new: TemplateVersion) -> dict[str, ClauseDifference]:
    loaded = TemplateVersion.objects.for_paper().in_bulk([old.pk, new.pk])
    found = differences(loaded[old.pk], loaded[new.pk])
    return {one.name: one for part in found.parts for one in part.clauses if one.change != Change.SAME}


@pytest.fixture
def versions(db: None) -> tuple[TemplateVersion, TemplateVersion]:
    return in_use(1), concept(2)


def test_the_same_words_differ_in_nothing(versions):
    loaded = TemplateVersion.objects.for_paper().in_bulk([one.pk for one in versions])
    assert differences(*(loaded[one.pk] for one in versions)).is_empty


def test_clauses_are_known_again_by_name_as_new_dropped_and_changed(versions):
    old, new = versions
    clause(part_of(new), "tolken", position=3)
    clause_of(new, "cijfers").delete()
    changed = clause_of(new, "onthaal")
    changed.text = "Dit gaat over de balie."
    changed.save()
    found = clauses_between(old, new)
    assert {name: one.change for name, one in found.items()} == {
        "tolken": Change.ADDED,
        "cijfers": Change.DROPPED,
        "onthaal": Change.CHANGED,
    }


def test_a_clause_that_takes_another_place_has_moved(versions):
    old, new = versions
    for version in versions:
        clause(part_of(version), "tolken", position=3)
    part_of(new).clauses.filter(name="cijfers").update(position=5)
    assert {name: one.change for name, one in clauses_between(old, new).items()} == {"cijfers": Change.MOVED}


@pytest.mark.parametrize(("positions", "change"), [((2, 2), Change.CHANGED), ((2, 0), Change.MOVED)])
def test_another_heading_of_a_domain_shows_its_words_wherever_it_stands(
    manager_client: UserClient, versions, positions: tuple[int, int], change: Change
):
    domain = DomainFactory(name="Samenhang")
    for version, heading, position in zip(versions, ("Samen leven", "Samen wonen"), positions, strict=True):
        TemplatePart.objects.create(version=version, domain=domain, heading=heading, position=position)
    page = manager_client.get(url("template_version_compare", versions[1]))
    found = {one.part.domain: one.change for one in page.context["difference"].changed_parts}
    assert found == {domain: change}
    assert "leven<span" in page.text
    assert "wonen<span" in page.text


def test_what_becomes_optional_and_what_it_settles_is_said_in_words(versions):
    old, new = versions
    changed = clause_of(new, "onthaal")
    changed.optional, changed.settles = True, "referral"
    changed.save()
    remarks = clauses_between(old, new)["onthaal"].remarks
    assert remarks == ["Een overeenkomst kan ze voortaan weglaten.", "Ze regelt nu: wederzijdse doorverwijzing."]


def test_the_page_shows_the_difference_with_the_version_before(manager_client: UserClient, versions):
    _old, new = versions
    new.introduction = "In {{ naam }} wonen veel mensen."
    new.save()
    TemplatePart.objects.create(version=new, domain=DomainFactory(name="Samenhang"))
    page = manager_client.get(url("template_version_compare", new)).content.decode()
    assert "Van versie 1 naar versie 2" in page
    assert '{{ gemeente }}<span class="visually-hidden"> (einde)</span></del>' in page
    assert '{{ naam }}<span class="visually-hidden"> (einde)</span></ins>' in page
    assert "Samenhang" in page
    assert "Onthaal" not in page  # it is the same


def test_another_version_can_be_chosen_and_always_reads_from_old_to_new(manager_client: UserClient, db: None):
    first, last = retired(1), retired(2)
    page = manager_client.get(url("template_version_compare", first), {"with": last.pk}).content.decode()
    assert "Van versie 1 naar versie 2" in page
    strange = in_use(of=template("Andere tekst"))
    assert manager_client.get(url("template_version_compare", first), {"with": strange.pk}).status_code == 404
    assert manager_client.get(url("template_version_compare", first), {"with": "x"}).status_code == 404


def test_one_version_alone_has_nothing_to_compare(manager_client: UserClient, db: None):
    page = manager_client.get(url("template_version_compare", in_use())).content.decode()
    assert "heeft één versie" in page
