"""Templates to read and to keep: the list, one with its versions, one version; who may what; what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import Clause, PaperTemplate, TemplatePart, TemplateVersion
from tests.agreements.wordings import clause, clause_of, concept, in_use, part_of, retired, services, template, url
from tests.conftest import UserClient
from tests.factories import AgreementFactory, DomainFactory

pytestmark = pytest.mark.django_db


def text_of(client: UserClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# Reading --------------------------------------------------------------------------------------------------------------


def test_the_list_shows_per_kind_the_version_in_use_the_concept_and_the_agreements(manager_client: UserClient):
    used = in_use(1)
    concept(2)
    for _number in range(3):
        AgreementFactory(template_version=used)
    page = text_of(manager_client, "/templates/")
    assert f'<a href="{used.get_absolute_url()}">versie 1</a>' in page
    assert ">versie 2</a>" in page
    assert "3 overeenkomsten" in page
    assert "Nog geen sjabloon van deze soort." in page  # of the other kinds


def test_the_page_of_a_template_tells_the_life_of_each_version(manager_client: UserClient):
    retired(1, note="Begin.")
    in_use(2, note="Tolken toegevoegd.")
    concept(3)
    page = text_of(manager_client, url("template_detail", template()))
    assert page.index("Versie 3") < page.index("Versie 2") < page.index("Versie 1")
    for words in ("concept", "in gebruik", "buiten gebruik", "Tolken toegevoegd.", "Buiten gebruik sinds"):
        assert words in page


def test_a_version_reads_as_on_paper_with_examples_in_the_place_of_fields(manager_client: UserClient):
    version = in_use(introduction="In {{ gemeente }} **samen**.", title="Overeenkomst met {{ naam }}")
    page = text_of(manager_client, version.get_absolute_url())
    assert 'In <span class="merged">de stad Aalst</span> <strong>samen</strong>.' in page
    assert 'Overeenkomst met <span class="merged">Aalst</span>' in page
    assert (
        page.index("Wat altijd geldt") < page.index("Cijfers") < page.index("Onthaal") < page.index("drie exemplaren")
    )
    assert "facultatief" in page
    assert "regelt: gegevensuitwisseling" in page


def test_what_always_holds_stands_first_wherever_its_row_stands(manager_client: UserClient):
    version = in_use()
    version.parts.filter(domain=None).update(position=9)
    page = text_of(manager_client, version.get_absolute_url())
    assert page.index("Wat altijd geldt") < page.index("Dienstverlening")


def test_a_review_report_has_no_clauses(manager_client: UserClient):
    version = TemplateVersion.objects.create(template=template("Verslag", "review"), number=1, title="Verslag")
    page = text_of(manager_client, version.get_absolute_url())
    assert "Clausules" not in page
    assert "Wettelijke basis" not in page


# Who may --------------------------------------------------------------------------------------------------------------

ADMINISTRATORS_ALONE = (
    "template_version_edit template_version_succeed template_version_use template_version_retire "
    "template_version_delete template_version_move template_part_create"
).split()


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_than_administrators_change_nothing(coordinator_client: UserClient, method: str):
    version = concept()
    pages = [url(name, version) for name in ADMINISTRATORS_ALONE if (name, method) != ("template_version_move", "get")]
    pages += ["/templates/new/", url("template_update", version.template), url("clause_create", part_of(version))]
    pages += [url("template_part_delete", part_of(version))]
    pages += [url(name, clause_of(version)) for name in ("clause_update", "clause_delete")]
    if method == "post":
        pages += [url("clause_move", clause_of(version)), url("template_part_move", part_of(version))]
    for page in pages:
        assert getattr(coordinator_client, method)(page).status_code == 403, page
    assert TemplateVersion.objects.concept().count() == 1
    assert Clause.objects.count() == 5


def test_who_only_reads_sees_no_way_to_change(coordinator_client: UserClient, administrator_client: UserClient):
    version = concept()
    for address in ("/templates/", url("template_detail", template()), version.get_absolute_url()):
        page = text_of(coordinator_client, address)
        assert "/edit/" not in page
        assert "/use/" not in page
        assert "/templates/new/" not in page
    assert "/use/" in text_of(administrator_client, version.get_absolute_url())


def test_the_menu_leads_administrators_to_the_templates(administrator_client, coordinator_client):
    assert 'href="/templates/" aria-current="page"' in text_of(administrator_client, "/templates/")
    assert 'href="/templates/"' not in text_of(coordinator_client, "/agreements/")


def test_an_agreement_leads_everybody_to_its_version(manager_client: UserClient):
    agreement = AgreementFactory(template_version=in_use())
    assert agreement.template_version.get_absolute_url() in text_of(manager_client, agreement.get_absolute_url())


# Making one -----------------------------------------------------------------------------------------------------------


def test_an_administrator_makes_a_template_once_and_words_its_first_concept(administrator_client: UserClient):
    fields = {"name": "Nieuwe tekst", "kind": "agreement", "submission": "1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b11"}
    for _time in range(2):
        response = administrator_client.post("/templates/new/", fields)
    made = PaperTemplate.objects.get(name="Nieuwe tekst")
    version = made.versions.get()
    assert response.headers["Location"] == version.get_absolute_url()
    assert (version.number, version.state, version.title) == (1, "concept", "Nieuwe tekst")
    assert version.created_by == administrator_client.user
    assert [part.domain for part in version.parts.all()] == [None]


def test_two_templates_never_share_a_name(administrator_client: UserClient):
    template("Standaard")
    response = administrator_client.post("/templates/new/", {"name": "Standaard", "kind": "review"})
    assert "name" in response.context["form"].errors
    assert PaperTemplate.objects.count() == 1


def test_the_name_of_a_template_can_change_and_its_kind_cannot(administrator_client: UserClient):
    fields = {"name": "Overeenkomst 2025–2030", "kind": "review"}
    administrator_client.post(url("template_update", template()), fields)
    assert [(one.name, one.kind) for one in PaperTemplate.objects.all()] == [("Overeenkomst 2025–2030", "agreement")]


# Rules of the database ------------------------------------------------------------------------------------------------


def test_a_version_has_its_own_number():
    in_use(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.create(template=template(), title="Overeenkomst", number=1)


def test_a_template_has_one_concept():
    concept(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.create(template=template(), title="Overeenkomst", number=2)


def test_a_template_has_one_version_in_use():
    in_use(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.create(template=template(), title="x", number=2, put_in_use_at=timezone.now())


def test_a_concept_is_not_retired_and_a_version_retires_after_its_use():
    now = timezone.now()
    for moments in ({"retired_at": now}, {"put_in_use_at": now, "retired_at": now - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TemplateVersion.objects.create(template=template(), title="Overeenkomst", number=1, **moments)


def test_a_domain_stands_once_in_a_version():
    version = concept()
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplatePart.objects.create(version=version, domain=services())
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplatePart.objects.create(version=version)


def test_a_clause_has_its_own_name_and_says_something():
    part = part_of(concept())
    for fields in [{"name": "onthaal"}, {"name": "leeg", "text": ""}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            clause(part, **fields)


# What the pages cost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 12])
def test_the_pages_ask_the_same_for_any_number_of_clauses_and_versions(
    administrator_client: UserClient, django_assert_num_queries: Any, size: int
):
    old = retired(1)
    for number in range(2, size + 1):
        retired(number)
    version = concept(50)
    for _number in range(size):
        part = TemplatePart.objects.create(version=version, domain=DomainFactory(), heading="Een domein")
        for one in range(size):
            clause(part, f"clausule {one}")
        AgreementFactory(template_version=old)
    for address, number in [
        ("/templates/", 4),  # session, user; templates, versions with their makers
        (url("template_detail", template()), 4),
        (version.get_absolute_url(), 7),  # … version, parts, domains, clauses, other versions
        (url("template_version_edit", version), 3),
        (url("template_version_compare", version), 10),  # two versions with what they print
        (url("template_version_use", version), 59),  # … and an invented agreement, printed and undone
        (url("template_version_usage", old), 6),
        (url("clause_update", clause_of(version)), 3),
        (url("clause_delete", clause_of(version)), 3),
        (url("template_part_delete", part_of(version)), 4),
        (url("template_part_create", version), 5),
    ]:
        administrator_client.get(address)
        with django_assert_num_queries(number):
            administrator_client.get(address)
