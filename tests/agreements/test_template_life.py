"""The life of a version: copied, checked, put in use, retired; a concept that was never used can be deleted."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from agreements.actions import templates as actions
from agreements.models import Clause, PaperTemplate, TemplateVersion
from agreements.pdf.preview import preview_of
from agreements.template_gate import findings
from tests.agreements.papers import standard_phrases
from tests.agreements.test_template_editing import words_in
from tests.agreements.wordings import (
    clause,
    clause_of,
    concept,
    confirmed,
    in_use,
    part_of,
    retired,
    template,
    typed_clause,
    url,
)
from tests.conftest import UserClient
from tests.factories import AgreementFactory, DomainFactory

pytestmark = pytest.mark.django_db


def texts(version: TemplateVersion) -> list[str]:
    return [one.text for one in findings(TemplateVersion.objects.for_paper().get(pk=version.pk)) if one.blocks]


# A new version --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [in_use, retired])
def test_a_new_version_is_a_concept_with_the_same_words(administrator_client: UserClient, state):
    version = state()
    response = administrator_client.post(url("template_version_succeed", version), {"note": "Voor 2031."})
    successor = TemplateVersion.objects.get(number=2)
    assert response.headers["Location"] == successor.get_absolute_url()
    assert (successor.state, successor.note, successor.created_by) == (
        "concept",
        "Voor 2031.",
        administrator_client.user,
    )
    own = {"id", "number", "note", "created_at", "created_by", "put_in_use_at", "put_in_use_by", "retired_at"}
    old, new = words_in(version), words_in(successor)
    assert {key: old[key] for key in old.keys() - own} == {key: new[key] for key in new.keys() - own}
    Clause.objects.filter(part__version=successor).update(text="Nieuw")
    assert "Nieuw" not in str(words_in(version))


def test_a_template_has_one_concept_at_a_time_and_the_page_leads_to_it(administrator_client: UserClient):
    version = in_use()
    waiting = concept(2)
    page = administrator_client.get(url("template_version_succeed", version)).content.decode()
    assert waiting.get_absolute_url() in page
    response = administrator_client.post(url("template_version_succeed", version), {"note": ""})
    assert response.context["form"].non_field_errors() == ["Dit sjabloon heeft al een concept: werk daarmee verder."]
    assert TemplateVersion.objects.count() == 2


def test_a_new_version_sent_twice_is_made_once(administrator_client: UserClient):
    version = in_use()
    fields = {"note": "", "submission": "1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b14"}
    first, second = (administrator_client.post(url("template_version_succeed", version), fields) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert TemplateVersion.objects.count() == 2


# The gate -------------------------------------------------------------------------------------------------------------


def test_a_complete_concept_has_nothing_wrong():
    assert findings(TemplateVersion.objects.for_paper().get(pk=concept().pk)) == []


def test_the_gate_names_empty_sections():
    assert texts(concept(follow_up="", introduction=" ")) == ["‘Inleiding’ is nog leeg.", "‘Opvolging’ is nog leeg."]


def test_the_gate_names_chapters_without_a_heading():
    assert texts(concept(domains_heading="", follow_up_heading="", closing_heading="", contacts_heading=" ")) == [
        "‘Titel van de domeinen’ is nog leeg.",
        "‘Titel van de opvolging’ is nog leeg.",
        "‘Titel van de contactgegevens’ is nog leeg.",
        "‘Titel van het slot’ is nog leeg.",
    ]


def test_the_gate_names_what_cannot_be_printed_with_line_and_place():
    version = concept(closing="Goed.\n{{ fout }}")
    Clause.objects.filter(name="onthaal").update(text="{% now %}", heading="{{ gemeentte }}")
    closing, heading, text = texts(version)
    assert closing.startswith("Slot, regel 2:")
    assert heading.startswith("Dienstverlening, titel van clausule ‘onthaal’, regel 1:")
    assert text.startswith("Dienstverlening, clausule ‘onthaal’, regel 1:")


def test_the_gate_names_a_domain_without_a_printed_heading():
    version = concept()
    version.parts.exclude(domain=None).update(heading="")
    assert texts(version) == ["‘Dienstverlening’ heeft geen titel voor op papier."]


def test_the_gate_names_missing_domains_and_clauses():
    version = concept()
    part_of(version).clauses.all().delete()
    assert texts(version) == ["‘Dienstverlening’ heeft geen clausules."]
    part_of(version).delete()
    assert texts(version) == ["Er staat geen domein in."]


@pytest.mark.parametrize("how", ["optional", "in a domain", "gone"])
def test_what_must_be_settled_but_does_not_always_hold_is_a_warning(administrator_client: UserClient, how: str):
    version = concept()
    row = Clause.objects.filter(settles="referral")
    if how == "optional":
        row.update(optional=True)
    elif how == "in a domain":
        row.update(part=part_of(version))
    else:
        row.delete()
    assert texts(version) == []
    page = administrator_client.get(url("template_version_use", version)).content.decode()
    assert "regelt wederzijdse doorverwijzing" in page
    assert administrator_client.post(url("template_version_use", version), confirmed(version)).status_code == 302
    version.refresh_from_db()
    assert version.state == "in_use"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("De partijen partijen komen samen.", "dubbel woord"),
        ("De lokaal bestuur komt samen.", "lidwoord"),
        ("Wij vullen dit later aan: TODO", "notitie"),
        ("De partijen komen samen op 31 februari 2026.", "dag"),
        ("De {{ gemeente }} komt.", "dubbel woord"),
    ],
)
def test_a_text_for_which_every_final_would_be_refused_does_not_come_in_use(
    administrator_client: UserClient, text: str, kind: str
):
    version = concept()
    Clause.objects.filter(name="onthaal").update(text=text)
    [finding] = texts(version)
    assert finding.startswith("Dienstverlening, clausule ‘onthaal’: ")
    assert kind in finding
    administrator_client.post(url("template_version_use", version), confirmed(version))
    version.refresh_from_db()
    assert version.state == "concept"


def test_what_only_the_printed_paper_shows_blocks_with_its_page(administrator_client: UserClient):
    version = concept(phrases=standard_phrases() | {"signs_for": "Voor voor {{ wie }}"})
    assert texts(version) == []
    page = administrator_client.get(url("template_version_use", version)).content.decode()
    assert re.search(r"Op bladzijde \d van het voorbeeld", page)
    assert "Voor voor" in page
    administrator_client.post(url("template_version_use", version), confirmed(version))
    version.refresh_from_db()
    assert version.state == "concept"


def test_what_the_example_lacks_is_no_fault_of_the_text(administrator_client: UserClient):
    version = TemplateVersion.objects.create(
        template=template("Addendum", "addendum"),
        number=1,
        title="Addendum",
        introduction_heading="Onderwerp",
        introduction="Dit steunt op {{ raadsbeslissing }}.",
        commitments_heading="Wat er verandert",
        domains="De partijen werken hier voortaan samen.",
        follow_up="De partijen werken hier niet langer samen.",
        closing_heading="Handtekeningen",
        closing="{{ opgemaakt }} in drie exemplaren.",
        phrases=standard_phrases("addendum"),
    )
    assert "[in te vullen" in preview_of(TemplateVersion.objects.for_paper().get(pk=version.pk))
    administrator_client.post(url("template_version_use", version), confirmed(version))
    version.refresh_from_db()
    assert version.state == "in_use"


def test_a_report_needs_no_clauses():
    version = TemplateVersion.objects.create(
        template=template("Verslag", "review"),
        number=1,
        title="Verslag",
        introduction="Op {{ overlegdatum }}.",
        commitments_heading="Afspraken",
        follow_up_heading="Wat volgt",
        phrases=standard_phrases("review"),
    )
    assert texts(version) == []


# In use ---------------------------------------------------------------------------------------------------------------


def test_putting_in_use_retires_the_former_version_and_says_so_first(administrator_client: UserClient):
    former, version = in_use(1), concept(2)
    page = administrator_client.get(url("template_version_use", version)).content.decode()
    assert former.get_absolute_url() in page
    assert "gaat op hetzelfde moment buiten gebruik" in page
    administrator_client.post(url("template_version_use", version), confirmed(version))
    former.refresh_from_db()
    version.refresh_from_db()
    assert (former.state, version.state) == ("retired", "in_use")
    assert former.retired_at == version.put_in_use_at
    assert version.put_in_use_by == administrator_client.user


def test_what_the_gate_blocks_does_not_come_in_use_and_retires_nothing(administrator_client: UserClient):
    former, version = in_use(1), concept(2, closing="{{ fout }}")
    page = administrator_client.get(url("template_version_use", version)).content.decode()
    assert f"{url('template_version_edit', version)}#id_closing" in page
    assert 'type="submit">In gebruik nemen' not in page
    assert administrator_client.post(url("template_version_use", version), confirmed(version)).status_code == 200
    former.refresh_from_db()
    version.refresh_from_db()
    assert (former.state, version.state) == ("in_use", "concept")


def test_another_template_of_the_kind_stays_in_use(administrator_client: UserClient):
    other = in_use(of=template("Tweede tekst"))
    version = concept()
    administrator_client.post(url("template_version_use", version), confirmed(version))
    other.refresh_from_db()
    assert other.state == "in_use"


def test_a_version_that_changed_since_it_was_shown_does_not_come_in_use(administrator_client: UserClient):
    version = concept()
    page = url("template_version_use", version)
    shown = {"shown": administrator_client.get(page).context["shown"]}
    one = clause_of(version)
    administrator_client.post(url("clause_update", one), typed_clause(one, text="Dit gaat over de balie."))
    assert "intussen gewijzigd" in administrator_client.post(page, shown).content.decode()
    version.refresh_from_db()
    assert version.state == "concept"
    assert administrator_client.post(page, confirmed(version)).status_code == 302


def test_a_change_while_the_example_is_printed_is_refused(administrator_client: UserClient):
    version = concept()
    looked_at, shown = TemplateVersion.objects.for_paper().get(pk=version.pk), confirmed(version)["shown"]
    clause(part_of(version), "nieuw", position=3)
    with pytest.raises(actions.VersionChanged):
        actions.put_in_use(looked_at, shown=shown, by=administrator_client.user)


# The standard ---------------------------------------------------------------------------------------------------------


def test_a_second_template_of_a_kind_in_use_says_that_new_papers_begin_from_the_standard(
    administrator_client: UserClient,
):
    standard, version = in_use(), concept(of=template("Tweede tekst"))
    page = url("template_version_use", version)
    assert "de standaard van deze soort" in administrator_client.get(page).content.decode()
    done = administrator_client.post(page, confirmed(version), follow=True).content.decode()
    assert "Nieuwe papieren vertrekken nog van ‘Standaard’" in done
    assert TemplateVersion.objects.standard("agreement") == standard
    assert "dus voor hen verandert er niets" in (
        administrator_client.get(url("template_version_retire", version)).content.decode()
    )


def test_the_first_template_of_a_kind_in_use_is_its_standard(administrator_client: UserClient):
    version = concept()
    administrator_client.post(url("template_version_use", version), confirmed(version))
    assert TemplateVersion.objects.standard("agreement") == version


def test_where_the_standard_is_retired_the_next_template_in_use_takes_its_place(administrator_client: UserClient):
    former, version = in_use(), concept(of=template("Tweede tekst"))
    actions.retire(former)
    administrator_client.post(url("template_version_use", version), confirmed(version))
    assert TemplateVersion.objects.standard("agreement") == version
    assert PaperTemplate.objects.standard().get() == version.template


def test_an_administrator_makes_another_template_the_standard(
    administrator_client: UserClient, coordinator_client: UserClient
):
    in_use()
    other = in_use(of=template("Tweede tekst"))
    page = other.template.get_absolute_url()
    button = url("template_make_standard", other.template)
    assert button in administrator_client.get(page).content.decode()
    assert button not in coordinator_client.get(page).content.decode()
    assert coordinator_client.post(button).status_code == 403
    done = administrator_client.post(button, follow=True).content.decode()
    assert "Nieuwe papieren van deze soort vertrekken van dit sjabloon." in done
    assert button not in done
    assert TemplateVersion.objects.standard("agreement") == other
    assert administrator_client.get("/templates/").content.decode().count(">standaard<") == 1


def test_a_template_without_a_version_in_use_does_not_become_the_standard(administrator_client: UserClient):
    standard, waiting = in_use(), concept(of=template("Tweede tekst"))
    done = administrator_client.post(url("template_make_standard", waiting.template), follow=True)
    assert "Geen enkele versie ervan is in gebruik" in done.content.decode()
    assert TemplateVersion.objects.standard("agreement") == standard


def test_a_kind_of_paper_has_one_standard_template():
    in_use()
    other = PaperTemplate(name="Tweede tekst", kind="agreement", is_standard=True)
    with pytest.raises(ValidationError, match="standaard van deze soort"):
        other.validate_constraints()
    with pytest.raises(IntegrityError):
        other.save()


def test_asked_twice_it_comes_in_use_once(administrator_client: UserClient):
    version = concept()
    for _time in range(2):
        response = administrator_client.post(url("template_version_use", version), confirmed(version))
        assert response.headers["Location"] == version.get_absolute_url()
        version.refresh_from_db()
    assert version.state == "in_use"


# Retired and deleted --------------------------------------------------------------------------------------------------


def test_a_version_retires_without_a_successor_after_a_confirmation(administrator_client: UserClient):
    version = in_use()
    agreement = AgreementFactory(template_version=version)
    assert "Geen andere versie" in administrator_client.get(url("template_version_retire", version)).content.decode()
    administrator_client.post(url("template_version_retire", version))
    version.refresh_from_db()
    assert version.state == "retired"
    moment = version.retired_at
    administrator_client.post(url("template_version_retire", version))
    version.refresh_from_db()
    assert version.retired_at == moment
    agreement.refresh_from_db()
    assert agreement.template_version == version


def test_a_concept_is_not_retired(administrator_client: UserClient):
    version = concept()
    administrator_client.post(url("template_version_retire", version))
    version.refresh_from_db()
    assert version.state == "concept"


def test_a_concept_is_deleted_and_the_other_versions_stay(administrator_client: UserClient):
    version, waiting = in_use(1), concept(2)
    assert (
        "andere versies blijven" in administrator_client.get(url("template_version_delete", waiting)).content.decode()
    )
    response = administrator_client.post(url("template_version_delete", waiting))
    assert response.headers["Location"] == version.template.get_absolute_url()
    assert list(TemplateVersion.objects.all()) == [version]


def test_the_only_concept_takes_its_template_with_it_and_says_so(administrator_client: UserClient):
    version = concept()
    assert "verdwijnt mee" in administrator_client.get(url("template_version_delete", version)).content.decode()
    response = administrator_client.post(url("template_version_delete", version))
    assert response.headers["Location"] == "/templates/"
    assert not PaperTemplate.objects.exists()


def test_a_copied_part_keeps_its_place(administrator_client: UserClient):
    version = in_use()
    part = part_of(version)
    version.parts.create(domain=DomainFactory(), position=1)
    version.parts.filter(pk=part.pk).update(position=2)
    successor = actions.succeed(version, by=administrator_client.user)
    assert [one.domain_id for one in successor.parts.all()] == [one.domain_id for one in version.parts.all()]
    assert clause_of(successor).part.position == 2
