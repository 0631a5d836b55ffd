"""The text of one agreement: domains, optional clauses, paragraphs of its own, and what they become on paper."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from agreements import pdf
from agreements.models import Agreement, Clause, Commitment, DomainText
from municipalities.models import Domain, Region
from tests.agreements.papers import approved, complete_agreement, domains, words_of
from tests.conftest import UserClient
from tests.factories import DomainFactory

pytestmark = pytest.mark.usefixtures("terms")


@pytest.fixture
def agreement(region: Region) -> Agreement:
    """Of two domains."""
    agreement = complete_agreement(signed_outside=False, party="municipality", ends_on=date(2025, 12, 31))
    agreement.municipality.region = region
    agreement.municipality.save()
    agreement.domains.set(domains("services", "policy"))
    return agreement


@pytest.fixture
def optional(agreement: Agreement) -> Clause:
    """A clause of the first domain that may be left out."""
    clause: Clause = Clause.objects.filter(
        part__version=agreement.template_version, part__domain__code="services"
    ).earliest("position")
    Clause.objects.filter(part__version=agreement.template_version).update(optional=False)
    Clause.objects.filter(pk=clause.pk).update(optional=True)
    return clause


def url(name: str, agreement: Agreement) -> str:
    return reverse(f"agreements:{name}", args=[agreement.pk])


def typed(agreement: Agreement, **fields: Any) -> dict:
    """The form as its page shows it, with other values typed in some fields."""
    optional = Clause.objects.filter(part__version=agreement.template_version, optional=True)
    texts = {f"paragraph_{one.domain_id}": one.text for one in agreement.domain_texts.all()}
    return {
        "domains": [domain.pk for domain in agreement.domains.all()],
        "kept": [one.pk for one in optional],
        "version": Agreement.objects.get(pk=agreement.pk).version,
        **texts,
        **fields,
    }


def save(client: UserClient, agreement: Agreement, **fields):
    return client.post(url("agreement_text", agreement), typed(agreement, **fields))


def under(agreement: Agreement, code: str = "services") -> str:
    return f"paragraph_{Domain.objects.get(code=code).pk}"


def test_the_page_offers_the_domains_of_the_template_in_its_order(staff_client, agreement):
    DomainFactory(name="Sport", position=99)
    page = staff_client.get(url("agreement_text", agreement))
    assert [one.domain.code for one in page.context["form"].chapters] == [
        "services",
        "accessibility",
        "policy",
        "cohesion",
    ]


def test_a_chosen_domain_that_the_template_lacks_can_be_dropped_again(staff_client, agreement):
    sport = DomainFactory(name="Sport", position=99)
    agreement.domains.add(sport)
    assert "geen tekst voor dit domein" in staff_client.get(url("agreement_text", agreement)).content.decode()
    assert save(staff_client, agreement, domains=[Domain.objects.get(code="policy").pk]).status_code == 302
    assert [domain.code for domain in agreement.domains.all()] == ["policy"]


def test_domains_are_chosen(staff_client, agreement):
    chosen = Domain.objects.filter(code__in=["accessibility", "cohesion"])
    response = save(staff_client, agreement, domains=[one.pk for one in chosen])
    assert response.headers["Location"] == f"{agreement.get_absolute_url()}#content"
    assert set(agreement.domains.all()) == set(chosen)


def test_a_domain_with_commitments_cannot_be_unticked(staff_client, agreement):
    domain = Domain.objects.get(code="services")
    Commitment.objects.create(agreement=agreement, domain=domain, text="Een folder.")
    response = save(staff_client, agreement, domains=[Domain.objects.get(code="policy").pk])
    assert "Dienstverlening" in response.context["form"].errors["domains"][0]
    assert agreement.domains.count() == 2


def test_a_key_larger_than_any_is_no_domain_and_no_clause(staff_client, agreement):
    response = save(staff_client, agreement, domains=["9" * 25], kept=["9" * 25])
    assert {"domains", "kept"} <= set(response.context["form"].errors)


def test_an_optional_clause_that_is_unticked_is_not_printed(staff_client, agreement, optional):
    words = optional.text.split("{{")[0].strip()[:40]
    assert words in words_of(agreement)
    assert save(staff_client, agreement, kept=[]).status_code == 302
    assert list(agreement.left_out.all()) == [optional]
    assert words not in words_of(agreement)
    save(staff_client, agreement, kept=[optional.pk])
    assert not agreement.left_out.exists()


def test_a_clause_that_is_not_optional_cannot_be_left_out(staff_client, agreement, optional):
    save(staff_client, agreement, kept=[])
    assert agreement.left_out.count() == 1


def test_a_paragraph_is_printed_under_its_domain_with_its_fields_filled_in(staff_client, agreement):
    save(staff_client, agreement, **{under(agreement): "Elke maand komt **iemand** langs in {{ gemeente }}."})
    assert "Elke maand komt iemand langs in de gemeente Zulte." in words_of(agreement)
    save(staff_client, agreement, **{under(agreement): ""})
    assert not DomainText.objects.exists()


def test_what_cannot_stay_in_a_paragraph_is_refused_beside_it_with_its_line(staff_client, agreement):
    field = under(agreement)
    response = save(staff_client, agreement, **{field: "Eerst dit.\n\nDan {{ gemeent }} en {% load x %}."})
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert [error.startswith("Regel 3: ") for error in errors[field]] == [True, True]
    assert "gemeente" in errors[field][0]
    assert not DomainText.objects.exists()


def test_a_paragraph_comes_back_with_its_domain(staff_client, agreement):
    policy, services = Domain.objects.get(code="policy"), Domain.objects.get(code="services")
    save(staff_client, agreement, **{under(agreement): "Een eigen alinea."})
    save(staff_client, agreement, domains=[policy.pk])
    assert "Een eigen alinea." not in words_of(agreement)
    save(staff_client, agreement, domains=[policy.pk, services.pk])
    assert "Een eigen alinea." in words_of(agreement)


def test_two_people_write_and_the_second_sees_both_versions(staff_client, coordinator_client, agreement):
    field = under(agreement)
    before = typed(agreement)
    staff_client.post(url("agreement_text", agreement), before | {field: "Eerste versie."})
    page = coordinator_client.post(url("agreement_text", agreement), before | {field: "Tweede versie."})
    content = page.content.decode()
    assert "Eerste versie." in content
    assert "Tweede versie." in content
    assert DomainText.objects.get().text == "Eerste versie."


def test_two_people_write_in_different_places_and_saving_again_keeps_both(staff_client, coordinator_client, agreement):
    before = typed(agreement)
    staff_client.post(url("agreement_text", agreement), before | {under(agreement): "Van de een."})
    mine = before | {under(agreement, "policy"): "Van de ander."}
    form = coordinator_client.post(url("agreement_text", agreement), mine).context["form"]
    again = {name: form.data.getlist(name) for name in form.data}
    assert coordinator_client.post(url("agreement_text", agreement), again).status_code == 302
    assert set(DomainText.objects.values_list("text", flat=True)) == {"Van de een.", "Van de ander."}


# The commitments, each on a page of its own ---------------------------------------------------------------------------


@pytest.fixture
def commitment(agreement: Agreement) -> Commitment:
    domain = Domain.objects.get(code="policy")
    made: Commitment = Commitment.objects.create(agreement=agreement, domain=domain, text="Een folder.")
    return made


def test_a_new_commitment_keeps_what_was_typed_and_leads_back_to_its_domain(staff_client, agreement):
    domain = Domain.objects.get(code="policy")
    field = under(agreement, "policy")
    page = save(staff_client, agreement, next=f"domain-{domain.pk}", **{field: "Net getypt."}).headers["Location"]
    assert DomainText.objects.get().text == "Net getypt."
    back = f"{url('agreement_text', agreement)}#domain-{domain.pk}"
    form = staff_client.get(page)
    assert form.context["form"]["domain"].value() == str(domain.pk)
    assert f'href="{back}"' in form.content.decode()
    sent = staff_client.post(page, {"domain": domain.pk, "text": "Een folder.", "carried_out_by": "agency"})
    assert sent.headers["Location"] == back


def test_a_commitment_opened_from_the_text_leads_back_to_its_domain(staff_client, agreement, commitment):
    field = under(agreement, "policy")
    opened = save(staff_client, agreement, next=f"commitment-{commitment.pk}", **{field: "Net getypt."})
    assert DomainText.objects.get().text == "Net getypt."
    data = {"domain": commitment.domain_id, "text": "Twee folders.", "carried_out_by": "agency"}
    data["version"] = commitment.version
    saved = staff_client.post(opened.headers["Location"], data)
    assert saved.headers["Location"] == f"{url('agreement_text', agreement)}#domain-{commitment.domain_id}"


def test_a_text_that_cannot_stay_is_mended_before_the_commitment_opens(staff_client, agreement, commitment):
    field = under(agreement, "policy")
    response = save(staff_client, agreement, next=f"commitment-{commitment.pk}", **{field: "Dan {{ gemeent }}."})
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("asked", ["https://example.org/", "//example.org", "commitment-0", "domain-0", "", "text"])
def test_saving_leads_to_no_page_that_the_text_does_not_offer(staff_client, agreement, asked):
    there = save(staff_client, agreement, next=asked).headers["Location"]
    assert there == f"{agreement.get_absolute_url()}#content"


def test_enter_saves_the_text_and_opens_no_commitment(staff_client, agreement, commitment):
    form = staff_client.get(url("agreement_text", agreement)).text.partition('<form id="text-form"')[2]
    pressed_by_enter = form.partition("<button")[2].partition(">")[0]
    assert 'type="submit"' in pressed_by_enter
    assert "name=" not in pressed_by_enter


def test_a_commitment_of_another_agreement_is_not_opened(staff_client, agreement, commitment):
    other = complete_agreement(signed_outside=False, party="municipality")
    other.municipality.region = agreement.municipality.region
    other.municipality.save()
    there = save(staff_client, other, next=f"commitment-{commitment.pk}").headers["Location"]
    assert there == f"{other.get_absolute_url()}#content"


# The preview ----------------------------------------------------------------------------------------------------------


def preview(client: UserClient, agreement: Agreement, fields: dict[str, Any], *, script: bool = True) -> str:
    headers = {"HX-Request": "true"} if script else {}
    response = client.post(url("agreement_text_preview", agreement), typed(agreement, **fields), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_preview_shows_what_is_typed_and_saves_nothing(staff_client, agreement, optional):
    words = optional.text.split("{{")[0].strip()[:40]
    saves = agreement.history.count()
    fields = {under(agreement): "Nog niet bewaard in {{ gemeente }}.", "kept": []}
    answer = preview(staff_client, agreement, fields)
    assert "<html" not in answer
    assert "Nog niet bewaard in de gemeente Zulte." in answer
    assert words not in answer
    assert not DomainText.objects.exists()
    assert not agreement.left_out.exists()
    assert agreement.history.count() == saves


def test_the_preview_shows_other_domains_than_those_that_are_saved(staff_client, agreement):
    answer = preview(staff_client, agreement, {"domains": [Domain.objects.get(code="cohesion").pk]})
    assert "Verbeteren van de lokale sociale samenhang" in answer
    assert "Regie door het lokaal integratiebeleid" not in answer


def test_a_text_that_cannot_stay_is_shown_without_harm(staff_client, agreement):
    hostile = "<script>alert(1)</script> {{ settings.SECRET_KEY }}"
    answer = preview(staff_client, agreement, {under(agreement): hostile})
    assert "<script>" not in answer


def test_a_preview_that_came_too_late_is_one_message_with_the_way_out(staff_client, agreement):
    fields = typed(agreement)
    approved(agreement)
    response = staff_client.post(url("agreement_text_preview", agreement), fields, headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert "<html" not in response.text
    assert response.text.count('role="alert"') == 1
    assert "De raad besliste over deze tekst" in response.text
    assert f'href="{agreement.get_absolute_url()}"' in response.text


def test_without_a_script_the_preview_is_a_page(staff_client, agreement):
    answer = preview(staff_client, agreement, {under(agreement): "Zonder script."}, script=False)
    assert "<html" in answer
    assert "Zonder script." in answer


def test_the_page_shows_the_saved_text_beside_the_form(staff_client, agreement):
    DomainText.objects.create(agreement=agreement, domain=Domain.objects.get(code="policy"), text="Staat er al.")
    page = staff_client.get(url("agreement_text", agreement))
    assert "Staat er al." in page.context["preview"]


# Who may --------------------------------------------------------------------------------------------------------------


def test_a_manager_writes_no_text(manager_client, agreement):
    for name in ("agreement_text", "agreement_text_preview"):
        assert manager_client.post(url(name, agreement), typed(agreement)).status_code == 403


def test_an_approved_text_is_no_longer_written(staff_client, agreement):
    approved(agreement)
    assert staff_client.get(url("agreement_text", agreement)).status_code == 403
    assert save(staff_client, agreement, **{under(agreement): "Te laat."}).status_code == 403
    assert not DomainText.objects.exists()


def test_the_page_asks_the_same_number_of_queries_for_any_text(staff_client, agreement, django_assert_num_queries):
    asked = []
    for rows in (1, 12):
        for number in range(rows):
            domain = Domain.objects.get(code="services")
            Commitment.objects.create(agreement=agreement, domain=domain, text=f"Afspraak {rows} {number}")
        staff_client.get(url("agreement_text", agreement))
        with django_assert_num_queries(17) as queries:
            staff_client.get(url("agreement_text", agreement))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_unfilled_domains_lead_to_this_page(agreement):
    agreement.domains.clear()
    where = [one.url for one in pdf.unfilled_fields(Agreement.objects.for_paper().get(pk=agreement.pk))]
    assert f"{url('agreement_text', agreement)}#id_domains" in where
