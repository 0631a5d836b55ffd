"""Every page about papers, in the states it can be in: nobody is barred from it, and it fits on a narrow screen."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from agreements.actions import finals, stages, templates
from agreements.models import Agreement, ContactChange, Ending, PaperKind, Review, Side, SignedCopy
from batches import actions as batches
from batches.models import Batch
from municipalities.models import Municipality
from tests.agreements import addenda
from tests.agreements.finals import approved, final_of
from tests.agreements.papers import commitment, complete_agreement, contact, standard_version
from tests.agreements.papers import domains as standard_domains
from tests.batches.making import copy_of
from tests.browser.logging_in import PASSWORD, log_in
from tests.browser.looking import barriers, width_of
from tests.factories import AgreementFactory, RegionFactory, TermFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_NAME = "Sint-Katelijne-Waver-aan-de-Benedenschelde"
LONG_LABEL = "Samenwerkingsovereenkomst_getekend_door_alle_partijen_gescand_op_de_dienst_Samenleven_2021.pdf"
# Where colours say something: differences, states, what is wrong.
DARK = ("/compare/", "/text/", "/final/", "/use/", "/batches/")


@pytest.fixture(autouse=True)
def no_attempts_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def administrator(transactional_db: Any) -> User:
    user: User = UserFactory(email="beheerder@example.org", role=User.Role.ADMINISTRATOR)
    user.set_password(PASSWORD)
    user.save()
    return user


def in_the_making(by: User) -> list[str]:
    """A text that is written, a paper that misses much, one that misses nothing, one that was taken back."""
    writing = complete_agreement(name=LONG_NAME, signed_outside=False)
    commitment(writing, "Beide partijen maken een folder in klare taal. " * 8)
    lacking: Agreement = AgreementFactory(signed_outside=False)
    ready = approved(complete_agreement(name="Peer", signed_outside=False))
    back = approved(complete_agreement(name="Niel", signed_outside=False))
    final_of(back)
    finals.take_back(back, reason="De naam van de algemeen directeur stond er met een streepje in.", by=by)
    return [
        *(f"/agreements/{writing.pk}/{page}" for page in ("", "text/", "template/", "history/")),
        *(f"/agreements/{lacking.pk}/{page}" for page in ("", "final/")),
        *(f"/agreements/{ready.pk}/{page}" for page in ("", "final/", "take-back/")),
        *(f"/agreements/{back.pk}/{page}" for page in ("", "final/")),
    ]


def settled(by: User) -> list[str]:
    """A final that stands, with copies that came back signed; whatever else the parties ask is refused."""
    agreement = approved(complete_agreement(name="Bree", signed_outside=False))
    final = final_of(agreement)
    copy = copy_of(agreement, scan=LONG_LABEL, final=final, text=SignedCopy.Text.SCAN)
    places = [
        {"page": 3, "final": "elke maandag", "copy": "elke eerste dinsdag"},
        {"page": 4, "final": "", "copy": "x"},
    ]
    differs = {"text": SignedCopy.Text.DIFFERS, "differences": places}
    differing = copy_of(agreement, scan="anders", final=final, **differs)
    return [
        *(f"/agreements/{agreement.pk}/{page}" for page in ("", "history/", "text/", "final/", "take-back/", "sign/")),
        f"/agreements/{agreement.pk}/signed-copies/new/",
        *(f"/signed-copies/{one.pk}/" for one in (copy, differing)),
        f"/signed-copies/{copy.pk}/set-aside/",
        "/agreements/outside/",
    ]


def running(by: User) -> list[str]:
    """A signed agreement with an addendum that holds and an open one, another contact and a review."""
    region = RegionFactory(name="Leie")
    agreement = addenda.running_agreement(region)
    holding = addenda.signed_addendum(agreement)
    started = addenda.started(agreement, subject="Een nieuw onthaal in het sociaal huis, samen met de buurgemeenten")
    settled_one = addenda.started(addenda.running_agreement(region))
    addenda.final_of(addenda.decided(settled_one))
    person = contact(agreement, Side.MUNICIPALITY, "Kaat Fictief", function="integratieambtenaar")
    change = ContactChange.objects.create(
        agreement_contact=person, name="Stan Bedacht", starts_on=date(2022, 1, 1), recorded_by=by
    )
    review = Review.objects.create(agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 1, 5))
    until = timezone.localdate() + timedelta(days=800)
    return [
        *(f"/agreements/{agreement.pk}/{page}" for page in ("", "?on=2021-06-30", "renew/", "end/", "addenda/new/")),
        f"/addenda/{holding.pk}/",
        f"/addenda/{holding.pk}/correct/",
        *(
            f"/addenda/{started.pk}/{page}"
            for page in ("", "edit/", "domains/", "commitments/new/", "signatories/new/")
        ),
        *(f"/addenda/{started.pk}/{page}" for page in ("decisions/new/", "final/", "withdraw/", "history/")),
        *(f"/addenda/{settled_one.pk}/{page}" for page in ("", "take-back/", "sign/")),
        f"/agreement-contacts/{person.pk}/change/",
        *(f"/contact-changes/{change.pk}/{page}/" for page in ("edit", "delete")),
        f"/reviews/{review.pk}/",
        "/agreements/lapsing/",
        f"/agreements/lapsing/?until={until.isoformat()}",
    ]


def ended(by: User) -> list[str]:
    """An end of which the paper can be made, one of which it came back signed, and a municipality that is no more."""
    standard_version(PaperKind.ENDING)
    region = RegionFactory(name="Leie")
    ready, signed, gone = (addenda.running_agreement(region) for _number in range(3))
    for one in (ready, signed):
        stages.end(one, effective_on=date(2021, 6, 1), reason="De gemeente gaat haar eigen weg. " * 6, by=by)
    ending = Ending.objects.get(agreement=signed)
    final = final_of(ending)
    copy = copy_of(signed, scan=LONG_LABEL, final=final, ending=ending, text=SignedCopy.Text.SCAN)
    Municipality.objects.filter(pk=gone.municipality_id).update(ends_on=date(2024, 12, 31))
    return [
        *(f"/agreements/{ready.pk}/{page}" for page in ("", "ending/final/")),
        *(f"/agreements/{signed.pk}/{page}" for page in ("", "ending/final/", "ending/take-back/", "history/")),
        f"/agreements/{signed.pk}/signed-copies/new/?ending={ending.pk}",
        f"/signed-copies/{copy.pk}/",
        f"/agreements/{gone.pk}/addenda/new/",
    ]


def standard_texts(by: User) -> list[str]:
    """The version in use with its concept, and a template in which everything is still missing."""
    in_use = standard_version()
    AgreementFactory(template_version=in_use, municipality__name=LONG_NAME)
    concept = templates.succeed(in_use, by=by, note="Klaarder over sociaal tolken.")
    clause = concept.parts.first().clauses.first()
    clause.text += " Ook voor wie er nieuw werkt."
    clause.save()
    bare = templates.make(name="Sjabloon voor de sociale huisvestingsmaatschappijen", kind="agreement", by=by)
    return [
        "/templates/",
        "/templates/new/",
        f"/templates/{in_use.template_id}/",
        *(f"/template-versions/{in_use.pk}/{page}" for page in ("", "usage/", "previews/", "retire/")),
        *(f"/template-versions/{concept.pk}/{page}" for page in ("", "edit/", "compare/", "use/", "delete/")),
        f"/template-versions/{bare.pk}/",
        f"/template-versions/{bare.pk}/use/",
        f"/template-versions/{bare.pk}/parts/new/",
        f"/clauses/{clause.pk}/edit/",
        f"/clauses/{clause.pk}/delete/",
    ]


def in_batches(by: User) -> list[str]:
    """One that waits and one that was stopped."""
    agreements: list[Agreement] = AgreementFactory.create_batch(3, signed_outside=False)
    waiting, stopped = (
        batches.make(what=Batch.What.DRAFTS, agreements=agreements, filter_words="Regio: Leie", query="", by=by)
        for _number in range(2)
    )
    batches.cancel(stopped, by=by)
    return [
        "/batches/",
        "/batches/new/",
        *(f"/batches/{one.pk}/" for one in (waiting, stopped)),
        f"/batches/{waiting.pk}/cancel/",
    ]


@pytest.mark.parametrize("world", [in_the_making, settled, running, ended, standard_texts, in_batches])
def test_everyone_can_use_the_pages_about_papers(
    page: Page, live_server: Any, administrator: User, world: Callable[[User], list[str]]
) -> None:
    TermFactory(starts_on=date(2019, 1, 1), ends_on=date(2024, 12, 31))
    standard_domains()
    log_in(page, live_server.url, administrator)
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    for path in world(administrator):
        page.set_viewport_size({"width": 320, "height": 800})
        answer = page.goto(f"{live_server.url}{path}")
        assert answer is not None
        assert answer.status in (HTTPStatus.OK, HTTPStatus.FORBIDDEN), path
        if (width := width_of(page)) > 320:
            found.append(f"{path}: {width} wide")
        page.set_viewport_size({"width": 1280, "height": 800})
        found += [f"{path}: {one}" for one in barriers(page)]
        if path.endswith(DARK):
            page.emulate_media(color_scheme="dark")
            page.reload()  # else the colours are on their way to the dark ones
            found += [f"{path}, dark: {one}" for one in barriers(page)]
            page.emulate_media(color_scheme="light")
    assert found == []
