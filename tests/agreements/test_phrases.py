"""The fixed words of a paper: kept with the version, worded by administrators, and nowhere else."""

import pytest
from django.db import models
from django.urls import reverse

from agreements import pdf
from agreements.models import Agreement, PaperKind, Signatory, TemplateVersion
from agreements.pdf.preview import preview_of
from agreements.phrases import PHRASES
from agreements.template_diff import differences
from agreements.template_gate import findings
from tests.agreements.papers import (
    commitment,
    complete_agreement,
    html_of,
    standard_phrases,
    standard_version,
    words_of,
)
from tests.agreements.wordings import concept, in_use, typed, url
from tests.conftest import UserClient
from tests.factories import UserFactory, decided

pytestmark = pytest.mark.django_db


def loaded(version: TemplateVersion) -> TemplateVersion:
    return TemplateVersion.objects.for_paper().get(pk=version.pk)


def agreement_text(agreement: Agreement) -> models.QuerySet[TemplateVersion]:
    return TemplateVersion.objects.filter(agreements=agreement)


def marked(kind: str) -> dict[str, str]:
    """Each phrase of the kind as its own key with its fields: what still is Dutch does not come from a version."""
    return {
        one.key: " ".join([f"§{one.key}§", *(f"{{{{ {field} }}}}" for field in one.fields)]) for one in PHRASES[kind]
    }


# What the invented examples have no occasion for.
_DELEGATED = {"acting", "delegated_mandate", "delegated_staff", "delegated_agency"}
UNUSED = {
    PaperKind.AGREEMENT: {"period", "drawn_up", *_DELEGATED},
    PaperKind.ADDENDUM: {
        *("decision", "municipal_council", "ocmw_council", "drawn_up", "agency_short", "together"),
        *("added_many", "changed_one", "changed_many", "until_now", "becomes", "dropped_one", "dropped_many"),
        *_DELEGATED,
    },
    PaperKind.REVIEW: {"state_to_do", "state_done", "state_dropped", "follow_up_nothing", "follow_up_addendum"},
    PaperKind.CONTACT: {"period"},
    PaperKind.ENDING: _DELEGATED,
}


@pytest.mark.parametrize("kind", PaperKind.values)
def test_every_kind_of_paper_takes_its_fixed_words_from_the_version(kind: str) -> None:
    UserFactory()
    version = loaded(standard_version(kind))
    version.phrases = marked(kind)
    version.save()
    html = preview_of(version)
    assert {one.key for one in PHRASES[kind] if f"§{one.key}§" not in html} <= UNUSED[PaperKind(kind)]


def test_an_agreement_prints_each_of_its_fixed_words() -> None:
    agreement = decided(complete_agreement(party="both", dated_on=None))
    agreement_text(agreement).update(phrases=marked(PaperKind.AGREEMENT))
    Signatory.objects.update(by_delegation=True, delegated_on="2020-03-03")
    Signatory.objects.filter(name="Joris Bedacht").update(acting=True)
    for by in ("both", "agency"):
        commitment(agreement, "Zitdag.", by=by)
    html = html_of(agreement)
    Agreement.objects.filter(pk=agreement.pk).update(dated_on="2020-06-30")
    html += html_of(agreement)
    unused = {one.key for one in PHRASES[PaperKind.AGREEMENT] if f"§{one.key}§" not in html}
    assert unused == {"period"}  # the text names the first and the last day apart


def test_an_administrator_words_them_anew_and_the_paper_says_so(administrator_client: UserClient) -> None:
    version = concept()
    fields = typed(version, phrase_signature="Teken hier", phrase_signs_for="Namens {{ wie }}")
    response = administrator_client.post(url("template_version_edit", version), fields)
    assert response.headers["Location"] == version.get_absolute_url()
    agreement = complete_agreement(template_version=TemplateVersion.objects.get(pk=version.pk), codes=("services",))
    words = words_of(agreement)
    assert "Teken hier" in words
    assert "Namens de gemeente Zulte en het OCMW van Zulte" in words
    assert "Teken hier" in administrator_client.get(version.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Voor allen", "‘{{ wie }}’ moet erin staan."),
        ("Voor {{ wie }} en {{ gemeente }}", "{{ gemeente }}"),
        ("Voor {{ wie }} {% now %}", "{%"),
    ],
)
def test_fixed_words_that_cannot_be_printed_are_refused_beside_their_field_which_shows(
    administrator_client: UserClient, words: str, problem: str
) -> None:
    version = concept()
    response = administrator_client.post(url("template_version_edit", version), typed(version, phrase_signs_for=words))
    form = response.context["form"]
    assert set(form.errors) == {"phrase_signs_for"}
    assert problem in form.errors["phrase_signs_for"][0]
    assert '<details class="phrases" id="phrases" open>' in response.content.decode()
    version.refresh_from_db()
    assert version.phrases == standard_phrases()


def test_the_form_folds_them_while_nothing_is_wrong(administrator_client: UserClient) -> None:
    page = administrator_client.get(url("template_version_edit", concept())).content.decode()
    assert '<details class="phrases" id="phrases">' in page


def test_no_version_comes_in_use_without_all_of_them() -> None:
    version = concept(phrases=standard_phrases() | {"signature": " "})
    [finding] = [one for one in findings(loaded(version)) if one.blocks]
    assert finding.text == "‘Vaste woorden, plaats voor de handtekening’ is nog leeg."
    assert finding.url == f"{url('template_version_edit', version)}#id_phrase_signature"
    TemplateVersion.objects.update(phrases=standard_phrases() | {"signs_for": "Voor allen"})
    assert any("{{ wie }}" in one.text for one in findings(loaded(version)))


def test_words_that_miss_in_a_concept_show_as_a_gap() -> None:
    agreement = complete_agreement()
    phrases = {key: words for key, words in standard_phrases().items() if key != "signature"}
    agreement_text(agreement).update(phrases=phrases)
    [gap] = pdf.unfilled_fields(Agreement.objects.for_paper().get(pk=agreement.pk))
    assert gap.label == "vaste woorden: plaats voor de handtekening"


def test_two_versions_differ_in_their_fixed_words() -> None:
    old, new = in_use(1), concept(2, phrases=standard_phrases() | {"signature": "Teken hier"})
    found = differences(loaded(old), loaded(new))
    assert [one.label for one in found.phrases] == ["plaats voor de handtekening"]
    assert not found.is_empty


def test_a_new_template_begins_with_those_of_the_standard(administrator_client: UserClient) -> None:
    standard_version()
    administrator_client.post(reverse("agreements:template_create"), {"name": "Kort", "kind": "agreement"})
    assert TemplateVersion.objects.get(template__name="Kort").phrases == standard_phrases()


def test_the_number_of_an_addendum_stands_beside_that_of_its_agreement() -> None:
    version = standard_version(PaperKind.ADDENDUM)
    html = preview_of_addendum(version)
    assert "bij de samenwerkingsovereenkomst VOORBEELD-0001 tussen de stad Voorbeeldstad" in html
    assert "Nummer VOORBEELD-0001/A" in html


def preview_of_addendum(version: TemplateVersion) -> str:
    UserFactory()
    return preview_of(loaded(version))
