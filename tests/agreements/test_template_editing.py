"""Wording a concept: its texts, its parts and its clauses. What is in use is never changed."""

from typing import Any

import pytest
from django.urls import reverse

from agreements.actions import templates as actions
from agreements.models import Clause, TemplatePart, TemplateVersion
from tests.agreements.papers import complete_agreement, words_of
from tests.agreements.wordings import (
    clause,
    clause_of,
    concept,
    confirmed,
    in_use,
    part_of,
    retired,
    services,
    template,
    typed,
    typed_clause,
    url,
)
from tests.conftest import UserClient
from tests.factories import DomainFactory

pytestmark = pytest.mark.django_db


def words_in(version: TemplateVersion) -> dict[str, Any]:
    """Everything that a version says, to compare before and after."""
    version = TemplateVersion.objects.for_paper().get(pk=version.pk)
    texts = {field.name: getattr(version, field.name) for field in version._meta.fields if field.name != "version"}
    clauses = [
        (part.domain_id, part.position, one.name, one.position, one.heading, one.text, one.optional, one.settles)
        for part in version.parts.all()
        for one in part.clauses.all()
    ]
    return texts | {"clauses": clauses, "parts": [part.domain_id for part in version.parts.all()]}


# Texts ----------------------------------------------------------------------------------------------------------------


def test_an_administrator_changes_the_texts_of_a_concept(administrator_client: UserClient):
    version = concept()
    fields = typed(version, title="Overeenkomst met {{ naam }}", closing="Getekend in {{ naam }}.", note="Slot korter.")
    response = administrator_client.post(url("template_version_edit", version), fields)
    assert response.headers["Location"] == version.get_absolute_url()
    version.refresh_from_db()
    assert (version.title, version.closing, version.note) == (
        "Overeenkomst met {{ naam }}",
        "Getekend in {{ naam }}.",
        "Slot korter.",
    )


def test_the_form_has_the_sections_that_this_kind_of_paper_prints(administrator_client: UserClient):
    version = TemplateVersion.objects.create(template=template("Verslag", "review"), number=1, title="Verslag")
    form = administrator_client.get(url("template_version_edit", version)).context["form"]
    assert "introduction" in form.fields
    assert not {"legal_ground", "contacts", "domains_heading"} & set(form.fields)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("introduction", "Eerste regel.\n\nIn {{ gemeentte }} wonen mensen.", ["Regel 3", "{{ gemeente }}"]),
        ("title", "Overeenkomst met {{ gemeentte }}", ["{{ gemeente }}"]),
        ("follow_up_heading", "Opvolging {% if true %}", ["{%"]),
        ("closing", "{{ settings.SECRET_KEY }}", ["Regel 1", "settings.SECRET_KEY"]),
        ("closing", "<script>alert(1)</script>", ["Regel 1", "HTML"]),
    ],
)
def test_what_cannot_be_printed_is_refused_beside_its_field(
    administrator_client: UserClient, field: str, text: str, words: list[str]
):
    version = concept()
    response = administrator_client.post(url("template_version_edit", version), typed(version, **{field: text}))
    form = response.context["form"]
    assert set(form.errors) == {field}
    for word in words:
        assert word in form.errors[field][0]
    assert form[field].value() == text
    before = getattr(version, field)
    version.refresh_from_db()
    assert getattr(version, field) == before


def test_of_many_mistakes_in_one_text_the_first_are_named_and_the_rest_counted(administrator_client: UserClient):
    version = concept()
    text = "\n\n".join(f"{{{{ veld{number} }}}}" for number in range(12))
    response = administrator_client.post(url("template_version_edit", version), typed(version, closing=text))
    errors = response.context["form"].errors["closing"]
    assert len(errors) == 6
    assert "nog 7" in errors[-1]


def test_two_administrators_word_one_concept_and_the_second_sees_both(administrator_client: UserClient):
    version = concept()
    fields = typed(version)
    administrator_client.post(url("template_version_edit", version), fields | {"closing": "Eerste slot."})
    response = administrator_client.post(url("template_version_edit", version), fields | {"closing": "Tweede slot."})
    page = response.content.decode()
    assert 'class="conflict"' in page
    assert "Eerste slot." in page
    assert "Tweede slot." in page
    version.refresh_from_db()
    assert version.closing == "Eerste slot."


def test_two_administrators_who_change_different_texts_of_a_concept_both_keep_their_work(
    administrator_client: UserClient,
):
    version = concept()
    fields = typed(version)
    administrator_client.post(url("template_version_edit", version), fields | {"introduction": "Nieuwe inleiding."})
    response = administrator_client.post(url("template_version_edit", version), fields | {"closing": "Nieuw slot."})
    form = response.context["form"]
    assert form.changed_by == str(administrator_client.user)
    assert [(one.name, one.touched) for one in form.conflict] == [("introduction", False), ("closing", True)]
    again = {name: form[name].value() for name in form.fields}
    assert administrator_client.post(url("template_version_edit", version), again).status_code == 302
    version.refresh_from_db()
    assert (version.introduction, version.closing) == ("Nieuwe inleiding.", "Nieuw slot.")


@pytest.mark.parametrize("copied", [False, True])
def test_two_administrators_who_change_different_fields_of_a_clause_both_keep_their_work(
    administrator_client: UserClient, *, copied: bool
):
    version = actions.succeed(in_use(), by=administrator_client.user) if copied else concept()
    one = clause_of(version)
    fields = typed_clause(one)
    administrator_client.post(url("clause_update", one), fields | {"heading": "Balie"})
    form = administrator_client.post(url("clause_update", one), fields | {"text": "Zij helpen."}).context["form"]
    assert [(row.name, row.touched) for row in form.conflict] == [("heading", False), ("text", True)]
    again = {name: form[name].value() for name in form.fields if form[name].value()}
    assert administrator_client.post(url("clause_update", one), again).status_code == 302
    one.refresh_from_db()
    assert (one.heading, one.text) == ("Balie", "Zij helpen.")


def test_the_fields_stand_beside_the_editor_with_an_example_of_each(administrator_client: UserClient):
    version = concept()
    for address in (url("template_version_edit", version), url("clause_create", part_of(version))):
        page = administrator_client.get(address).content.decode()
        assert "{{ gemeente }}</code>" in page
        assert "de stad Aalst" in page


# Parts ----------------------------------------------------------------------------------------------------------------


def test_a_domain_is_added_last_and_once(administrator_client: UserClient):
    version, cohesion = concept(), DomainFactory(name="Samenhang")
    response = administrator_client.post(url("template_part_create", version), {"domain": cohesion.pk})
    added = version.parts.get(domain=cohesion)
    assert response.headers["Location"] == f"{version.get_absolute_url()}#part-{added.pk}"
    assert [part.domain for part in version.parts.all()] == [None, services(), cohesion]
    again = administrator_client.post(url("template_part_create", version), {"domain": cohesion.pk})
    assert "domain" in again.context["form"].errors


def test_where_it_misses_the_place_for_what_always_holds_can_be_added(administrator_client: UserClient):
    version = concept()
    version.parts.filter(domain=None).delete()
    administrator_client.post(url("template_part_create", version), {"domain": ""})
    assert [part.domain for part in version.parts.all()] == [None, services()]


def test_domains_change_places_and_the_first_goes_no_further_up(administrator_client: UserClient):
    version = concept()
    second = TemplatePart.objects.create(version=version, domain=DomainFactory(), position=2)
    administrator_client.post(url("template_part_move", second), {"direction": "up"})
    assert [part.domain_id for part in version.parts.all()] == [None, second.domain_id, services().pk]
    administrator_client.post(url("template_part_move", second), {"direction": "up"})
    assert [part.domain_id for part in version.parts.all()] == [None, second.domain_id, services().pk]
    administrator_client.post(url("template_part_move", second), {"direction": "down"})
    assert [part.domain_id for part in version.parts.all()] == [None, services().pk, second.domain_id]


def test_an_addendum_has_no_clauses_of_its_own_but_words_for_a_domain_that_comes_or_goes(
    administrator_client: UserClient,
):
    fields = {"name": "Kort addendum", "kind": "addendum"}
    administrator_client.post(reverse("agreements:template_create"), fields)
    version = TemplateVersion.objects.get(template__name="Kort addendum")
    assert not version.parts.exists()
    assert administrator_client.get(url("template_part_create", version)).status_code == 404
    page = administrator_client.get(url("template_version_edit", version)).content.decode()
    assert "Waar een domein vervalt: titel" in page
    page = administrator_client.get(version.get_absolute_url()).content.decode()
    assert "‘Waar een domein vervalt’ is nog leeg." in page


def test_what_always_holds_does_not_move(administrator_client: UserClient):
    always = concept().parts.get(domain=None)
    assert administrator_client.post(url("template_part_move", always), {"direction": "up"}).status_code == 404


def test_the_printed_heading_of_a_domain_is_worded_apart_from_its_name(administrator_client: UserClient):
    version = concept()
    part = part_of(version)
    response = administrator_client.post(url("template_part_update", part), {"heading": "Dienst {% now %}"})
    assert "{%" in response.context["form"].errors["heading"][0]
    response = administrator_client.post(url("template_part_update", part), {"heading": "Dienst aan {{ naam }}"})
    assert response.headers["Location"].endswith(f"#part-{part.pk}")
    assert "Op papier: Dienst aan" in administrator_client.get(version.get_absolute_url()).content.decode()
    agreement = complete_agreement(codes=("services",), template_version=version)
    assert "Dienst aan Zulte" in words_of(agreement)
    always = version.parts.get(domain=None)
    assert administrator_client.get(url("template_part_update", always)).status_code == 404


def test_a_domain_that_is_added_prints_its_name_until_it_is_worded(administrator_client: UserClient):
    version, cohesion = concept(), DomainFactory(name="Samenhang")
    administrator_client.post(url("template_part_create", version), {"domain": cohesion.pk})
    assert version.parts.get(domain=cohesion).heading == "Samenhang"


def test_a_part_is_removed_with_its_clauses_after_a_confirmation(administrator_client: UserClient):
    version = concept()
    part = part_of(version)
    page = administrator_client.get(url("template_part_delete", part)).content.decode()
    assert "Onthaal" in page
    assert version.parts.count() == 2
    token = {"submission": "1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b12"}
    for _time in range(2):
        response = administrator_client.post(url("template_part_delete", part), token)
        assert response.headers["Location"] == f"{version.get_absolute_url()}#parts"
    assert version.parts.count() == 1
    assert not Clause.objects.filter(name="onthaal").exists()


# Clauses --------------------------------------------------------------------------------------------------------------


def test_a_clause_is_added_last_in_its_part_and_once(administrator_client: UserClient):
    part = part_of(concept())
    fields = typed_clause(optional="on", settles="referral", submission="1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b13")
    for _time in range(2):
        response = administrator_client.post(url("clause_create", part), fields)
    made = part.clauses.get(name="tolken")
    assert response.headers["Location"].endswith(f"#clause-{made.pk}")
    assert (made.position, made.optional, made.settles) == (3, True, "referral")
    assert part.clauses.count() == 3


def test_a_clause_changes_and_its_mistakes_are_named_with_line_and_suggestion(administrator_client: UserClient):
    one = clause_of(concept())
    fields = typed_clause(one, text="Alles goed.\n\n{{ contactpersoonn }} helpt.")
    errors = administrator_client.post(url("clause_update", one), fields).context["form"].errors
    assert set(errors) == {"text"}
    assert "Regel 3" in errors["text"][0]
    assert "{{ contactpersoon }}" in errors["text"][0]
    fields["text"] = "{{ contactpersoon }} helpt."
    assert administrator_client.post(url("clause_update", one), fields).status_code == 302
    one.refresh_from_db()
    assert one.text == "{{ contactpersoon }} helpt."


def test_a_name_that_is_taken_in_the_part_is_refused_beside_the_name(administrator_client: UserClient):
    part = part_of(concept())
    response = administrator_client.post(url("clause_create", part), typed_clause(name="onthaal"))
    assert response.context["form"].errors == {"name": ["Hier staat al een clausule met die naam."]}


def test_two_administrators_word_one_clause_and_the_second_sees_both(administrator_client: UserClient):
    one = clause_of(concept())
    fields = typed_clause(one)
    administrator_client.post(url("clause_update", one), fields | {"text": "Eerste."})
    page = administrator_client.post(url("clause_update", one), fields | {"text": "Tweede."}).content.decode()
    assert "Eerste." in page
    assert "Tweede." in page
    one.refresh_from_db()
    assert one.text == "Eerste."


def test_clauses_change_places_without_any_script(administrator_client: UserClient):
    version = concept()
    clause(part_of(version), "derde", position=3)
    last = clause_of(version, "derde")
    response = administrator_client.post(url("clause_move", last), {"direction": "up"})
    assert response.headers["Location"] == f"{version.get_absolute_url()}#clause-{last.pk}"
    assert [one.name for one in part_of(version).clauses.all()] == ["cijfers", "derde", "onthaal"]
    administrator_client.post(url("clause_move", clause_of(version, "cijfers")), {"direction": "down"})
    assert [one.name for one in part_of(version).clauses.all()] == ["derde", "cijfers", "onthaal"]
    page = administrator_client.get(version.get_absolute_url()).content.decode()
    assert page.count('name="direction" value="up"') == 2 + 2  # what always holds has three clauses too
    assert administrator_client.get(url("clause_move", last)).status_code == 405


def test_a_clause_is_deleted_after_a_confirmation(administrator_client: UserClient):
    one = clause_of(concept())
    assert "Dit gaat over onthaal." in administrator_client.get(url("clause_delete", one)).content.decode()
    assert Clause.objects.filter(pk=one.pk).exists()
    administrator_client.post(url("clause_delete", one))
    assert not Clause.objects.filter(pk=one.pk).exists()


# In use: never changed again ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [in_use, retired])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_or_was_in_use_refuses_every_change_and_shows_the_way_out(
    administrator_client: UserClient, state: Any, method: str
):
    version = state()
    second = TemplatePart.objects.create(version=version, domain=DomainFactory(), position=2)
    one = clause_of(version)
    before = words_in(version)
    pages: list[tuple[str, dict[str, Any]]] = [
        (url("template_version_edit", version), typed(version, title="Anders")),
        (url("template_version_delete", version), {}),
        (url("template_part_create", version), {"domain": DomainFactory().pk}),
        (url("template_part_delete", second), {}),
        (url("clause_create", second), typed_clause()),
        (url("clause_update", one), typed_clause(one, text="Anders")),
        (url("clause_delete", one), {}),
    ]
    if method == "post":
        pages += [
            (url("template_part_move", second), {"direction": "up"}),
            (url("clause_move", one), {"direction": "up"}),
        ]
    for address, fields in pages:
        response = getattr(administrator_client, method)(address, fields)
        assert response.status_code == 403, address
        assert url("template_version_succeed", version) in response.content.decode()
    assert words_in(version) == before


def test_the_actions_themselves_refuse_what_is_in_use():
    version = in_use()
    before = words_in(version)
    with pytest.raises(actions.VersionStays), actions.concept(version):
        Clause.objects.filter(part__version=version).delete()
    with pytest.raises(actions.VersionStays):
        actions.discard(version)
    with pytest.raises(actions.VersionStays):
        actions.put_in_use(version, shown="", by=None)  # type: ignore[arg-type]
    assert words_in(version) == before


def test_a_form_opened_before_the_version_came_in_use_changes_nothing_after(administrator_client: UserClient):
    version = concept()
    one = clause_of(version)
    fields, clause_fields = typed(version, title="Te laat"), typed_clause(one, text="Te laat")
    actions.put_in_use(version, **confirmed(version), by=administrator_client.user)
    assert administrator_client.post(url("template_version_edit", version), fields).status_code == 403
    assert administrator_client.post(url("clause_update", one), clause_fields).status_code == 403
    assert "Te laat" not in str(words_in(version))


def test_what_somebody_else_removed_is_not_there_any_more(administrator_client: UserClient):
    version = concept()
    one, part = clause_of(version), part_of(version)
    page = url("clause_create", part)
    part_of(version).delete()
    for row in (one, part):
        with pytest.raises(actions.Gone), actions.concept(version, row=row):
            pytest.fail("it is gone")
    assert administrator_client.post(page, typed_clause()).status_code == 404
