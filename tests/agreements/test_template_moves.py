"""Which agreements rest on a version, and how those that are still a concept go over to a newer one."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from agreements.actions import finals, stages
from agreements.actions.template_moves import Changed, move, still_in_concept
from agreements.freeze import Part, freeze_of
from agreements.models import Addendum, Agreement, Clause, DomainText, Stage, TemplateVersion
from municipalities.models import Region
from tests.agreements.addenda import final_of as final_of_addendum
from tests.agreements.addenda import running_agreement, started, template_version
from tests.agreements.wordings import clause, clause_of, concept, in_use, part_of, retired, services, template, url
from tests.conftest import UserClient
from tests.factories import (
    AgreementFactory,
    CouncilDecisionFactory,
    DeclineReasonFactory,
    DomainFactory,
    MunicipalityFactory,
    UserFactory,
    decided,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> TemplateVersion:
    return retired(1)


@pytest.fixture
def new(old: TemplateVersion) -> TemplateVersion:
    return in_use(2)


def agreement_on(version: TemplateVersion, region: Region, name: str = "Zulte") -> Agreement:
    agreement: Agreement = AgreementFactory(
        municipality=MunicipalityFactory(name=name, region=region),
        party="municipality",
        template_version=version,
        signed_outside=False,
    )
    agreement.domains.add(services())
    return agreement


def approved(agreement: Agreement) -> Agreement:
    decided(agreement)
    stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2019, 3, 1), by=UserFactory())
    return agreement


def shown_to(version: TemplateVersion, *papers: Agreement | Addendum) -> dict[str, Any]:
    """What the page sends along that shows how the papers would move to the version."""
    marks = [f"{one.pk}-{type(one).objects.get(pk=one.pk).version}" for one in papers]
    return {"to": version.pk, "shown": marks}


def version_of(agreement: Agreement) -> TemplateVersion | None:
    return Agreement.objects.get(pk=agreement.pk).template_version


# One agreement --------------------------------------------------------------------------------------------------------


def test_staff_see_the_difference_first_and_then_move_their_agreement(staff_client: UserClient, region, old, new):
    Clause.objects.filter(part__version=new, name="onthaal").update(text="Dit gaat over de balie.")
    agreement = agreement_on(old, region)
    page = staff_client.get(url("agreement_template", agreement)).content.decode()
    assert "de balie<" in page
    assert version_of(agreement) == old
    response = staff_client.post(url("agreement_template", agreement), shown_to(new, agreement))
    assert response.headers["Location"] == agreement.get_absolute_url()
    assert version_of(agreement) == new


def test_clauses_left_out_are_known_again_by_domain_and_name(staff_client: UserClient, region, old, new):
    other = part_of(old).version.parts.create(domain=DomainFactory(name="Samenhang"), position=2)
    agreement = agreement_on(old, region)
    gone = clause(part_of(old), "verdwenen", heading="Verdwenen", optional=True)
    elsewhere = clause(other, "cijfers", heading="Cijfers elders", optional=True)
    becomes_fixed = clause_of(old, "onthaal")
    becomes_fixed.optional = True
    becomes_fixed.save()
    kept = part_of(old).clauses.get(name="cijfers")
    agreement.left_out.set([gone, elsewhere, becomes_fixed, kept])
    page = staff_client.get(url("agreement_template", agreement)).content.decode()
    assert "‘Cijfers’ blijft weggelaten." in page
    assert "‘Verdwenen’ was hier weggelaten; de andere versie heeft die clausule niet meer." in page
    assert "‘Cijfers elders’ was hier weggelaten; de andere versie" in page
    assert "‘Onthaal’ was hier weggelaten, maar geldt in de andere versie altijd" in page
    staff_client.post(url("agreement_template", agreement), shown_to(new, agreement))
    assert list(agreement.left_out.all()) == [part_of(new).clauses.get(name="cijfers")]


def test_a_chosen_domain_without_clauses_in_the_other_version_is_named(staff_client: UserClient, region, old, new):
    agreement = agreement_on(old, region)
    agreement.domains.add(DomainFactory(name="Samenhang"))
    assert (
        "‘Samenhang’ heeft in de andere versie"
        in staff_client.get(url("agreement_template", agreement)).content.decode()
    )


def test_what_the_agreement_says_itself_stays(staff_client: UserClient, region, old, new):
    agreement = agreement_on(old, region)
    DomainText.objects.create(agreement=agreement, domain=services(), text="Eigen tekst.")
    staff_client.post(url("agreement_template", agreement), shown_to(new, agreement))
    assert agreement.domain_texts.get().text == "Eigen tekst."
    assert list(agreement.domains.all()) == [services()]


def test_a_text_that_is_settled_does_not_move(staff_client: UserClient, region, old, new):
    settled = [approved(agreement_on(old, region, "Aalter"))]
    agreement = agreement_on(old, region, "Gavere")
    Agreement.objects.filter(pk=agreement.pk).update(signed_outside=True)
    signed(Agreement.objects.get(pk=agreement.pk), on=date(2019, 5, 1))
    settled.append(agreement)
    for one in settled:
        for response in (
            staff_client.get(url("agreement_template", one)),
            staff_client.post(url("agreement_template", one), shown_to(new, one)),
        ):
            assert response.status_code == 403
            assert one.get_absolute_url() in response.content.decode()
        assert version_of(one) == old


def test_only_a_version_in_use_takes_agreements_and_no_other_than_the_one_that_was_shown(
    staff_client: UserClient, region, old, new
):
    agreement = agreement_on(old, region)
    response = staff_client.post(url("agreement_template", agreement), shown_to(concept(3), agreement), follow=True)
    assert "niet meer in gebruik" in response.content.decode()
    assert version_of(agreement) == old
    other = in_use(of=template("Tweede tekst"))
    page = staff_client.get(url("agreement_template", agreement)).content.decode()
    assert "Tweede tekst 1" in page
    staff_client.post(url("agreement_template", agreement), shown_to(other, agreement))
    assert version_of(agreement) == other


def test_an_agreement_that_changed_since_the_difference_was_shown_does_not_move(
    staff_client: UserClient, region, old, new
):
    agreement = agreement_on(old, region)
    before = shown_to(new, agreement)
    Agreement.objects.filter(pk=agreement.pk).update(version=agreement.version + 1)
    page = staff_client.post(url("agreement_template", agreement), before, follow=True).content.decode()
    assert "Iemand heeft dit papier intussen gewijzigd." in page
    assert version_of(agreement) == old
    with pytest.raises(Changed):
        move(agreement, to=new)


def test_without_another_version_there_is_nothing_to_move_to(staff_client: UserClient, region, old):
    page = staff_client.get(url("agreement_template", agreement_on(old, region))).content.decode()
    assert "geen andere versie in gebruik" in page


def test_another_region_and_a_manager_move_nothing(staff_client, manager_client, old, new):
    agreement = agreement_on(old, MunicipalityFactory().region)
    for client in (staff_client, manager_client):
        assert client.get(url("agreement_template", agreement)).status_code == 403
        assert client.post(url("agreement_template", agreement), {"to": new.pk}).status_code == 403
    assert version_of(agreement) == old


def test_the_page_of_the_agreement_offers_the_newer_version(staff_client, manager_client, region, old, new):
    agreement = agreement_on(old, region)
    address = url("agreement_template", agreement)
    assert address in staff_client.get(agreement.get_absolute_url()).content.decode()
    assert address not in manager_client.get(agreement.get_absolute_url()).content.decode()
    move(agreement, to=new)
    assert address not in staff_client.get(agreement.get_absolute_url()).content.decode()


def test_a_form_of_the_agreement_opened_before_the_move_sees_that_it_changed(staff_client, region, old, new):
    agreement = agreement_on(old, region)
    before = agreement.version
    move(agreement, to=new)
    agreement.refresh_from_db()
    assert agreement.version == before + 1
    assert agreement.history.first().template_version == new


# Usage, and many at once ----------------------------------------------------------------------------------------------


def test_usage_shows_the_agreements_with_their_stage_in_pages(manager_client: UserClient, region, old):
    for number in range(30):
        agreement_on(old, region, f"Plaats {number:02}")
    approved(Agreement.objects.get(municipality__name="Plaats 03"))
    page = manager_client.get(url("template_version_usage", old), {"per_page": "25"}).content.decode()
    assert "1–25 van 30" in page
    assert "goedgekeurd" in page
    assert 'type="checkbox"' not in page


def test_usage_of_an_addendum_shows_the_addenda(manager_client: UserClient, region):
    version = TemplateVersion.objects.create(template=template("Addendum", "addendum"), number=1, title="Addendum")
    agreement = agreement_on(in_use(), region)
    Addendum.objects.create(
        agreement=agreement, template_version=version, subject="Zitdag", created_by=manager_client.user
    )
    page = manager_client.get(url("template_version_usage", version)).content.decode()
    assert "Zitdag" in page
    assert "Zulte" in page


def test_an_unused_version_says_so(manager_client: UserClient):
    assert "Geen enkel papier" in manager_client.get(url("template_version_usage", in_use())).content.decode()


def test_an_administrator_ticks_concepts_sees_the_difference_and_moves_them(
    administrator_client: UserClient, region, old, new
):
    movable = [agreement_on(old, region, name) for name in ("Aalter", "Gavere")]
    stays, changes = approved(agreement_on(old, region, "Lievegem")), agreement_on(old, region, "Zelzate")
    movable[0].left_out.set([clause(part_of(old), "verdwenen", heading="Verdwenen", optional=True)])
    page = administrator_client.get(url("template_version_usage", old)).content.decode()
    assert page.count('type="checkbox"') == 3
    chosen = {"agreement": [one.pk for one in [*movable, stays, changes]]}
    confirm = administrator_client.post(url("template_version_move", old), chosen).content.decode()
    assert "4 overeenkomsten laten overgaan naar versie 2?" in confirm
    assert confirm.count("‘Verdwenen’ was hier weggelaten; de andere versie heeft die clausule niet meer.") == 1
    assert [version_of(one) for one in movable] == [old, old]
    sent = chosen | shown_to(new, *movable, stays, changes) | {"confirmed": "yes"}
    Agreement.objects.filter(pk=changes.pk).update(version=changes.version + 1)
    done = administrator_client.post(url("template_version_move", old), sent, follow=True)
    assert [version_of(one) for one in movable] == [new, new]
    assert [version_of(one) for one in (stays, changes)] == [old, old]
    assert "2 overeenkomsten zijn overgegaan." in done.content.decode()
    last = [str(message) for message in done.context["messages"]][-1]
    assert "Lievegem" in last
    assert "Zelzate" in last


def test_when_another_version_came_in_use_since_the_difference_is_shown_again(
    administrator_client: UserClient, region, old, new
):
    agreement = agreement_on(old, region)
    sent = {"agreement": agreement.pk, "confirmed": "yes"} | shown_to(new, agreement)
    TemplateVersion.objects.filter(pk=new.pk).update(retired_at=timezone.now())
    newest = in_use(3)
    page = administrator_client.post(url("template_version_move", old), sent).content.decode()
    assert "Intussen is een andere versie in gebruik." in page
    assert f'name="to" value="{newest.pk}"' in page
    assert version_of(agreement) == old


def test_what_the_councils_decided_on_is_not_offered(administrator_client: UserClient, region, old, new):
    coordinator = UserFactory()
    open_, half, decided_, anew, both = (
        agreement_on(old, region, name) for name in ("Aalter", "Deinze", "Gavere", "Lievegem", "Zelzate")
    )
    Agreement.objects.filter(pk__in=[half.pk, both.pk]).update(party="both")
    both.refresh_from_db()
    decided(decided_)
    decided(both)
    CouncilDecisionFactory(agreement=half, body="municipal_council")
    decided(anew)
    finals.take_back(anew, reason="Een fout.", by=coordinator)
    offered = still_in_concept(Agreement.objects.all(), on=date(2026, 1, 1))
    free = [one for one in Agreement.objects.all() if not freeze_of(one).holds(Part.TEXT)]
    assert set(offered) == set(free) == {open_, half, anew}
    page = administrator_client.get(url("template_version_usage", old)).content.decode()
    assert page.count('type="checkbox"') == 3


def test_an_approval_settles_a_text_also_after_a_refusal(region, old, new):
    agreement = approved(agreement_on(old, region))
    stages.decline(agreement, reason=DeclineReasonFactory(), effective_on=date(2019, 4, 1), by=UserFactory())
    assert not still_in_concept(Agreement.objects.all(), on=date(2026, 1, 1)).exists()
    assert freeze_of(agreement).holds(Part.TEXT)


# An addendum ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def addendum(region: Region) -> Addendum:
    template_version()
    return started(running_agreement(region))


def newer_addendum_version(addendum: Addendum) -> TemplateVersion:
    """A mended version in the place of the one that the addendum speaks."""
    present = addendum.template_version
    assert present is not None
    TemplateVersion.objects.filter(pk=present.pk).update(retired_at=timezone.now())
    return TemplateVersion.objects.create(
        template=present.template, number=2, title="Addendum, verbeterd", put_in_use_at=timezone.now()
    )


def test_an_open_addendum_moves_to_a_mended_version_with_the_difference_first(staff_client: UserClient, addendum):
    newer = newer_addendum_version(addendum)
    address = url("addendum_template", addendum)
    assert address in staff_client.get(addendum.get_absolute_url()).content.decode()
    assert "verbeterd" in staff_client.get(address).content.decode()
    response = staff_client.post(address, shown_to(newer, addendum))
    assert response.headers["Location"] == addendum.get_absolute_url()
    addendum.refresh_from_db()
    assert addendum.template_version == newer


def test_an_addendum_does_not_move_to_a_template_of_agreements_nor_once_it_is_settled(
    staff_client: UserClient, manager_client: UserClient, addendum
):
    newer = newer_addendum_version(addendum)
    other = TemplateVersion.objects.create(template=template(), number=1, title="x", put_in_use_at=timezone.now())
    address = url("addendum_template", addendum)
    staff_client.post(address, shown_to(other, addendum))
    assert manager_client.post(address, shown_to(newer, addendum)).status_code == 403
    final_of_addendum(addendum)
    assert staff_client.post(address, shown_to(newer, addendum)).status_code == 403
    addendum.refresh_from_db()
    assert addendum.template_version not in {other, newer}


def test_nothing_ticked_moves_nothing(administrator_client: UserClient, region, old, new):
    agreement = agreement_on(old, region)
    for chosen in ([], ["x"], ["9" * 30], [agreement_on(new, region, "Gavere").pk]):
        response = administrator_client.post(
            url("template_version_move", old), {"agreement": chosen, "confirmed": "yes"}, follow=True
        )
        assert "niets gekozen" in response.content.decode()
    assert version_of(agreement) == old


def test_usage_asks_the_same_for_any_number_of_agreements(
    administrator_client: UserClient, region, old, new, django_assert_num_queries
):
    for number in range(20):
        agreement_on(old, region, f"Plaats {number}")
    administrator_client.get(url("template_version_usage", old))
    # session, user; version, the one in use; how many, the rows with what can move
    with django_assert_num_queries(6):
        administrator_client.get(url("template_version_usage", old))
    agreement = Agreement.objects.filter(template_version=old).first()
    with django_assert_num_queries(16):
        administrator_client.get(url("agreement_template", agreement))
