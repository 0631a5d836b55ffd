"""The standard texts, loaded from files: once, whole or not at all."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from agreements.actions import agreements
from agreements.models import Clause, PaperKind, PaperTemplate, TemplateVersion
from agreements.models.template import SECTIONS
from agreements.wording import MERGE_FIELDS
from papers.text.fields import FIELD_NAME
from tests.agreements.papers import domains, standard_phrases, standard_version
from tests.factories import MunicipalityFactory, RegionFactory, UserFactory

pytestmark = pytest.mark.django_db

GOOD = """
name = "Proef"
kind = "agreement"
title = "Titel"
[introduction]
text = "{{ gemeente }} doet mee."
[[parts]]
domain = "policy"
[[parts.clauses]]
name = "een"
heading = "Eén"
text = "Tekst."
"""


def load(directory: Path) -> str:
    out = StringIO()
    call_command("load_templates", directory=directory, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    domains()
    (tmp_path / "proef.toml").write_text(good())
    return tmp_path


def good() -> str:
    """A file that loads, with all its fixed words."""
    return GOOD.replace(
        "[[parts]]",
        "\n".join(["[phrases]", *(f'{key} = "{words}"' for key, words in standard_phrases().items()), "[[parts]]"]),
    )


def test_the_standard_texts_become_version_1_in_use() -> None:
    domains()
    assert load(settings.FIXTURES_DIR / "templates").endswith(f"{len(PaperKind)} made, 0 were there.")
    for kind in PaperKind:
        version = standard_version(kind)
        assert version.number == 1
        assert version.state == TemplateVersion.State.IN_USE


def test_the_standard_agreement_settles_what_each_agreement_must_settle() -> None:
    clauses = Clause.objects.filter(part__version=standard_version(), part__domain=None, optional=False)
    assert set(clauses.values_list("settles", flat=True)) == set(Clause.Settles.values)


def test_the_standard_agreement_has_four_domains_with_something_to_leave_out() -> None:
    parts = standard_version().parts.exclude(domain=None)
    assert [part.domain.code for part in parts] == ["services", "accessibility", "policy", "cohesion"]
    for part in parts:
        assert part.clauses.filter(optional=False).exists()
        assert part.clauses.filter(optional=True).exists()


def test_a_second_time_leaves_alone_what_administrators_made(folder: Path) -> None:
    assert load(folder) == "Templates: 1 made, 0 were there."
    TemplateVersion.objects.update(title="Anders")
    assert load(folder) == "Templates: 0 made, 1 were there."
    assert TemplateVersion.objects.get().title == "Anders"
    assert Clause.objects.get().text == "Tekst."


def test_a_standard_text_that_was_renamed_does_not_come_back(folder: Path) -> None:
    load(folder)
    PaperTemplate.objects.update(name="Onze overeenkomst")
    assert load(folder) == "Templates: 0 made, 1 were there."
    assert PaperTemplate.objects.get().name == "Onze overeenkomst"


def test_the_first_standard_text_of_a_kind_is_the_one_that_new_papers_begin_from(folder: Path) -> None:
    (folder / "a.toml").write_text(good().replace("Proef", "Eerst"))
    load(folder)
    assert [one.name for one in PaperTemplate.objects.standard()] == ["Eerst"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("name =", "name"), r"proef\.toml: .*line 2"),
        (('kind = "agreement"', 'kind = "brief"'), r"proef\.toml, kind: should be one of agreement"),
        (('name = "Proef"', 'name = ""'), r"proef\.toml, name: is empty"),
        (('title = "Titel"', "title = 3"), r"proef\.toml, title: should be a text"),
        (("{{ gemeente }}", "{{ gemeentte }}"), r"proef\.toml, introduction, line 1: .*‘{{ gemeente }}’"),
        (("[introduction]", "[introductie]"), r'proef\.toml: does not know "introductie"'),
        (('text = "Tekst."', 'text = ""'), r"proef\.toml, part 1, clause 1, text: is empty"),
        (('text = "Tekst."', 'text = "<b>"'), r"proef\.toml, policy, clause een, text, line 1: .*HTML"),
        (('name = "een"', 'name = "een"\nsettles = "alles"'), r"part 1, clause 1, settles: should be one of"),
        (('name = "een"', 'name = "een"\noptional = "ja"'), r"part 1, clause 1, optional: should be true or false"),
        (('domain = "policy"', 'domain = "sport"'), r'proef\.toml, part 1: there is no domain "sport"'),
        (('page = "pagina"', 'page = ""'), r"proef\.toml, phrases, page: is empty"),
        (('page = "pagina"', 'pages = "pagina"'), r'proef\.toml, phrases: does not know "pages"'),
        (('signs_for = "Voor {{ wie }}"', 'signs_for = "Voor"'), r"proef\.toml, phrases, signs_for: .*{{ wie }}"),
        (("[[parts]]", "parts = [1]\n[x]"), r"proef\.toml"),
        (("[[parts]]", '[[parts]]\ndomain = "policy"\n[[parts]]'), r"part 2: stands there already as part 1"),
    ],
)
def test_a_broken_file_changes_nothing_and_is_named_with_the_place(
    folder: Path, change: tuple[str, str], message: str
) -> None:
    (folder / "a.toml").write_text(good().replace("Proef", "Eerst"))
    (folder / "proef.toml").write_text(good().replace(*change))
    with translation.override("nl"), pytest.raises(CommandError) as refusal:
        load(folder)
    assert str(refusal.value).startswith("Nothing was loaded. ")
    assert re.search(message, str(refusal.value))
    assert not PaperTemplate.objects.exists()


def test_a_new_agreement_keeps_the_version_in_use_of_that_day() -> None:
    version = standard_version()
    place = MunicipalityFactory(region=RegionFactory())
    from_date = version.put_in_use_at.date()
    made = agreements.start(municipality=place, party="both", talk_on=from_date, by=UserFactory())
    assert made.template_version == version


def test_every_kind_of_paper_has_sections_and_fields_with_an_example() -> None:
    for kind in PaperKind:
        assert SECTIONS[kind][0] == "title"
        names = [field.name for field in MERGE_FIELDS[kind]]
        assert len(set(names)) == len(names)
        for field in MERGE_FIELDS[kind]:
            assert FIELD_NAME.fullmatch(field.name)
            assert field.label
            assert field.example
