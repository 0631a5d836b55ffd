"""A version on paper with an invented agreement or one of the register, before anything rests on it."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from agreements.models import (
    Addendum,
    Agreement,
    AgreementContact,
    ContactChange,
    PaperKind,
    Review,
    TemplateVersion,
)
from agreements.pdf.preview import preview_of
from municipalities.models import Municipality, Region
from tests.agreements.papers import standard_phrases
from tests.agreements.wordings import concept, in_use, part_of, template, url
from tests.conftest import UserClient
from tests.factories import AgreementFactory, DomainFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db

COUNTED = (Agreement, Municipality, Region, Addendum, Review, ContactChange, AgreementContact)


def counts() -> list[int]:
    return [model.objects.count() for model in COUNTED]


def loaded(version: TemplateVersion) -> TemplateVersion:
    return TemplateVersion.objects.for_paper().get(pk=version.pk)


def test_a_concept_prints_with_an_invented_agreement_as_a_draft_and_stores_nothing(manager_client: UserClient):
    used, version = in_use(1), concept(2, introduction="Welkom in {{ gemeente }}, zegt versie twee.")
    before = counts()
    response = manager_client.get(url("template_version_preview", version))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())
    for words in ("Ontwerp", "Welkom in de stad Voorbeeldstad, zegt versie twee.", "Dit gaat over onthaal."):
        assert words in text
    assert counts() == before
    used.refresh_from_db()
    version.refresh_from_db()
    assert (used.state, version.state) == ("in_use", "concept")


def test_with_an_agreement_of_the_register_it_prints_as_if_that_had_moved(region: Region):
    used, version = in_use(1), concept(2)
    agreement = AgreementFactory(municipality=MunicipalityFactory(name="Zulte", region=region), template_version=used)
    agreement.domains.set([part_of(used).domain])
    agreement.left_out.set(part_of(used).clauses.filter(name="cijfers"))
    history = agreement.history.count()
    html = preview_of(loaded(version), agreement)
    assert "de gemeente Zulte" in html
    assert "Dit gaat over onthaal." in html
    assert "Dit gaat over cijfers." not in html
    assert 'class="draft"' in html
    stored = Agreement.objects.get()
    assert stored.template_version == used
    assert [one.part.version for one in stored.left_out.all()] == [used]
    assert stored.history.count() == history


@pytest.mark.parametrize("kind", PaperKind.values)
@pytest.mark.parametrize("chosen", [False, True])
def test_every_kind_of_paper_can_be_looked_at(kind: str, chosen: bool):
    UserFactory()
    [DomainFactory() for _number in range(3)]
    version = TemplateVersion.objects.create(
        template=template("Eigen tekst", kind), number=1, title="Titel van dit papier", introduction="Over {{ naam }}."
    )
    agreement = AgreementFactory(municipality__name="Zulte", starts_on=date(2024, 1, 1)) if chosen else None
    before = counts()
    html = preview_of(loaded(version), agreement)
    assert "Titel van dit papier" in html
    assert f"Over {'Zulte' if chosen else 'Voorbeeldstad'}." in html
    assert 'class="draft"' in html
    assert "Dit is een voorbeeld" in html
    assert counts() == before
    version.refresh_from_db()
    assert version.state == "concept"


def test_the_example_of_an_addendum_shows_each_change_that_one_can_make():
    UserFactory()
    [DomainFactory() for _number in range(3)]
    version = TemplateVersion.objects.create(
        template=template("Addendum", "addendum"),
        number=1,
        title="Addendum",
        domains="Dit domein komt erbij.",
        follow_up="Dit domein vervalt.",
        phrases=standard_phrases(PaperKind.ADDENDUM),
    )
    html = preview_of(loaded(version))
    for words in (
        "Dit domein komt erbij.",
        "Dit domein vervalt.",
        "Nieuwe afspraak",
        "Gewijzigde afspraak",
        "Afspraak die vervalt",
    ):
        assert words in html


@pytest.mark.parametrize("kind", PaperKind.values)
def test_a_look_at_a_version_locks_no_version(kind: str):
    UserFactory()
    DomainFactory()
    version = TemplateVersion.objects.create(template=template("Eigen tekst", kind), number=1, title="Titel")
    with CaptureQueriesContext(connection) as asked:
        preview_of(loaded(version))
    assert not [one["sql"] for one in asked if one["sql"].startswith('UPDATE "agreements_templateversion"')]


def test_the_texts_that_the_register_begins_with_print_without_a_gap():
    UserFactory()
    for code in ("services", "accessibility", "policy", "cohesion"):
        DomainFactory(code=code)
    call_command("load_templates", verbosity=0)
    for version in TemplateVersion.objects.for_paper():
        html = preview_of(version)
        assert 'class="gap"' not in html, version
        assert "{{" not in html, version


def test_an_agreement_is_found_by_number_or_municipality(manager_client: UserClient):
    version = concept()
    zulte = AgreementFactory(municipality__name="Zulte", reference="OVL-2025-0042")
    AgreementFactory(municipality__name="Aalter", reference="OVL-2025-0043")
    for asked in ("zulte", "2025-0042"):
        page = manager_client.get(url("template_version_previews", version), {"q": asked}).content.decode()
        assert f"?agreement={zulte.pk}" in page
        assert page.count("?agreement=") == 1
    assert (
        "Niets gevonden"
        in manager_client.get(url("template_version_previews", version), {"q": "Nergens"}).content.decode()
    )


@pytest.mark.parametrize("asked", ["x", "0", "9" * 30, "-1"])
def test_an_agreement_that_is_not_there_is_not_found(manager_client: UserClient, asked: str):
    assert manager_client.get(url("template_version_preview", concept()), {"agreement": asked}).status_code == 404
