"""What an addendum changes, on its own page and on the page of its agreement, today and on any day before."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements.actions import addenda
from agreements.holding import holding_of
from agreements.models import Addendum, Agreement, Clause, Commitment, Review, TemplatePart
from municipalities.models import Domain, Region
from tests.agreements.addenda import (
    SIGNED_ON,
    TODAY,
    days,
    decided,
    final_of,
    running_agreement,
    signed_addendum,
    started,
    template_version,
)
from tests.conftest import UserClient
from tests.factories import DomainFactory, MunicipalityFactory, UserFactory


@pytest.fixture
def agreement(region: Region) -> Agreement:
    return running_agreement(region)


@pytest.fixture
def addendum(agreement) -> Addendum:
    return started(agreement)


@pytest.fixture
def language(agreement) -> Domain:
    return DomainFactory(code="taal", name="Taal")


def url(name: str, row, *more) -> str:
    return reverse(f"agreements:{name}", args=[row.pk, *(one.pk for one in more)])


def page(client: UserClient, row, **query) -> str:
    return client.get(row.get_absolute_url(), query).content.decode()


def held(agreement: Agreement, on: date = TODAY) -> list[str]:
    row = Agreement.objects.with_addenda().get(pk=agreement.pk)
    return [one.text for one in holding_of(row, on=on).commitments]


# Commitments ----------------------------------------------------------------------------------------------------------


def test_a_commitment_comes_in(staff_client: UserClient, agreement, addendum):
    domain = agreement.domains.all()[1]
    address = url("addendum_commitment_create", addendum)
    assert staff_client.get(address, {"domain": domain.pk}).context["form"]["domain"].value() == str(domain.pk)
    fields = {"domain": domain.pk, "text": "Twee vormingen.", "carried_out_by": "agency"}
    assert staff_client.post(address, fields).headers["Location"] == f"{addendum.get_absolute_url()}#content"
    commitment = addendum.commitments.get()
    assert (commitment.agreement, commitment.position, commitment.replaces) == (agreement, 2, None)
    assert held(agreement) == ["Afspraak over Dienstverlening.", "Afspraak over Samenhang."]


def test_a_change_starts_from_the_present_text_and_says_something_else(staff_client: UserClient, agreement, addendum):
    first = agreement.commitments.all()[0]
    address = url("addendum_commitment_change", addendum, first)
    form = staff_client.get(address).context["form"]
    assert (form["text"].value(), form["carried_out_by"].value()) == (first.text, first.carried_out_by)
    same = {"text": f" {first.text}\r\n", "carried_out_by": first.carried_out_by}
    assert "text" in staff_client.post(address, same).context["form"].errors
    staff_client.post(address, same | {"text": "De folder komt er in tien talen."})
    change = addendum.commitments.get()
    assert (change.replaces, change.domain, change.position) == (first, first.domain, first.position)
    again = staff_client.post(address, same | {"text": "Nog anders."})
    assert again.context["form"].errors["__all__"]
    assert addendum.commitments.count() == 1


def test_a_change_is_edited_and_taken_back(staff_client: UserClient, agreement, addendum):
    first = agreement.commitments.all()[0]
    fields = {"text": "Anders.", "carried_out_by": "agency"}
    staff_client.post(url("addendum_commitment_change", addendum, first), fields)
    change = addendum.commitments.get()
    edit = url("addendum_commitment_update", change)
    staff_client.post(edit, fields | {"text": "Weer anders.", "version": change.version})
    change.refresh_from_db()
    assert change.text == "Weer anders."
    token = {"submission": "1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b31"}
    for _time in range(2):
        staff_client.post(url("addendum_commitment_delete", change), token)
    assert not addendum.commitments.exists()
    first.refresh_from_db()


def test_a_commitment_goes_and_may_yet_stay(staff_client: UserClient, agreement, addendum):
    first = agreement.commitments.all()[0]
    address = url("addendum_commitment_drop", addendum, first)
    staff_client.post(address)
    assert list(addendum.dropped_commitments.all()) == [first]
    change = url("addendum_commitment_change", addendum, first)
    refused = staff_client.post(change, {"text": "Anders.", "carried_out_by": "agency"})
    assert refused.context["form"].errors["__all__"]
    staff_client.post(address, {"keep": "1"})
    assert not addendum.dropped_commitments.exists()


def test_what_an_earlier_addendum_dropped_is_not_changed_again(staff_client: UserClient, agreement):
    first = agreement.commitments.all()[0]
    signed_addendum(agreement, change=lambda one: one.dropped_commitments.add(first))
    addendum = started(agreement, starts_on=date(2021, 8, 1))
    fields = {"text": "Anders.", "carried_out_by": "agency"}
    assert staff_client.post(url("addendum_commitment_change", addendum, first), fields).context["form"].errors
    staff_client.post(url("addendum_commitment_drop", addendum, first))
    assert not addendum.dropped_commitments.exists()


def test_the_pages_of_an_agreement_leave_the_commitments_of_its_addenda_alone(staff_client: UserClient, agreement):
    addendum = started(agreement)
    domain = agreement.domains.all()[0]
    commitment = Commitment.objects.create(agreement=agreement, added_by=addendum, domain=domain, text="Nieuw.")
    for name in ("commitment_update", "commitment_delete"):
        assert staff_client.post(url(name, commitment), {"text": "Anders."}).status_code == 403
    assert [one.text for one in agreement.commitments_of(domain)] == ["Afspraak over Dienstverlening."]
    commitment.refresh_from_db()
    assert commitment.text == "Nieuw."


def test_how_a_proposed_commitment_stands_is_not_recorded_before_it_holds(staff_client: UserClient, agreement):
    def change(addendum: Addendum) -> None:
        Commitment.objects.create(
            agreement=agreement, added_by=addendum, domain=agreement.domains.all()[0], text="Nieuw."
        )

    addendum = started(agreement)
    change(addendum)
    address = url("commitment_progress", addendum.commitments.get())
    assert staff_client.get(address).status_code == 404
    final_of(decided(addendum))
    addenda.sign(addendum, days())
    assert staff_client.post(address, {"state": "done", "on": "2021-08-01"}).status_code == 302


# Domains --------------------------------------------------------------------------------------------------------------


def test_a_domain_comes_in_with_its_clauses_and_another_goes_with_its_commitments(
    staff_client: UserClient, agreement, addendum, language
):
    version = template_version()
    part = TemplatePart.objects.create(version=version, domain=language)
    clause = Clause.objects.create(part=part, name="tolken", heading="Tolken", text="Sociaal tolken.", optional=True)
    Addendum.objects.filter(pk=addendum.pk).update(clause_version=version)
    address = url("addendum_domains", addendum)
    form = staff_client.get(address).context["form"]
    assert list(form.fields["added_domains"].queryset) == [language]
    assert list(form.fields["left_out"].queryset) == [clause]
    _first, second = agreement.domains.all()
    fields = {"version": addendum.version, "left_out": [clause.pk], "dropped_domains": [second.pk]}
    staff_client.post(address, fields | {"added_domains": [language.pk]})
    assert list(addendum.added_domains.all()) == [language]
    assert list(addendum.dropped_domains.all()) == [second]
    assert list(addendum.left_out.all()) == [clause]


def test_clauses_are_left_out_only_of_a_domain_that_comes_in(staff_client: UserClient, agreement, addendum, language):
    version = template_version()
    part = TemplatePart.objects.create(version=version, domain=language)
    clause = Clause.objects.create(part=part, name="tolken", heading="Tolken", text="Tolken.", optional=True)
    Addendum.objects.filter(pk=addendum.pk).update(clause_version=version)
    staff_client.post(url("addendum_domains", addendum), {"version": addendum.version, "left_out": [clause.pk]})
    assert not addendum.left_out.exists()


def test_a_domain_with_changes_in_this_addendum_neither_goes_nor_is_taken_back(
    staff_client: UserClient, agreement, addendum, language
):
    addendum.added_domains.add(language)
    first = agreement.domains.all()[0]
    for domain in (first, language):
        Commitment.objects.create(agreement=agreement, added_by=addendum, domain=domain, text="Nieuw.")
    response = staff_client.post(
        url("addendum_domains", addendum), {"version": addendum.version, "dropped_domains": [first.pk]}
    )
    errors = response.context["form"].errors
    assert "Taal" in errors["added_domains"][0]
    assert "Dienstverlening" in errors["dropped_domains"][0]
    assert list(addendum.added_domains.all()) == [language]


# On the page of the agreement -----------------------------------------------------------------------------------------


def test_the_agreement_shows_what_holds_now_and_what_each_addendum_changed(
    staff_client: UserClient, agreement, language
):
    first, second = agreement.commitments.all()

    def change(addendum: Addendum) -> None:
        addendum.added_domains.add(language)
        addendum.dropped_commitments.add(second)
        own = {"agreement": agreement, "added_by": addendum}
        Commitment.objects.create(domain=first.domain, text="De folder komt in tien talen.", replaces=first, **own)
        Commitment.objects.create(domain=language, text="Een tolk aan het loket.", **own)

    signed_addendum(agreement, change=change, on=SIGNED_ON)
    now = page(staff_client, agreement)
    assert "De folder komt in tien talen." in now
    assert "Een tolk aan het loket." in now
    assert "gewijzigd door addendum A1" in now
    assert "kwam erbij met addendum A1" in now
    assert held(agreement) == ["De folder komt in tien talen.", "Een tolk aan het loket."]

    before = page(staff_client, agreement, on=(SIGNED_ON - timedelta(days=1)).isoformat())
    column = before.partition('id="content"')[2].partition('id="people"')[0]
    assert "Wat gold op 31 mei 2021" in column
    assert first.text in column
    assert second.text in column
    assert "Een tolk aan het loket." not in column


@pytest.mark.parametrize(
    ("day", "words"),
    [("2019-12-01", "nog niet alle partijen"), ("2019-12-20", "begint op 1 januari 2020"), ("geen-dag", "Domeinen en")],
)
def test_a_day_on_which_nothing_held_says_so_and_a_mistyped_one_shows_today(
    staff_client: UserClient, agreement, day, words
):
    assert words in page(staff_client, agreement, on=day)


def test_a_commitment_stands_as_it_stood_on_the_day_asked_for(staff_client: UserClient, agreement):
    first = agreement.commitments.all()[0]
    first.progress.create(state="done", on=date(2021, 3, 1), recorded_by=staff_client.user)

    def states(**query) -> int:
        return (
            page(staff_client, agreement, **query)
            .partition('id="content"')[2]
            .partition('id="people"')[0]
            .count("state-good")
        )

    assert states() == 1
    assert states(on="2021-02-28") == 0


def test_the_list_filters_by_the_domain_that_holds_on_its_day(staff_client: UserClient, agreement, language):
    second = agreement.domains.all()[1]

    def change(addendum: Addendum) -> None:
        addendum.added_domains.add(language)
        addendum.dropped_domains.add(second)

    signed_addendum(agreement, change=change)

    def found(domain: Domain, **query) -> bool:
        answer = staff_client.get("/agreements/", {"domain": domain.pk, **query})
        return agreement.reference in answer.content.decode().partition("<tbody")[2]

    assert (found(language), found(second)) == (True, False)
    assert (found(language, on="2021-05-31"), found(second, on="2021-05-31")) == (False, True)


def test_a_review_that_asks_for_an_addendum_leads_to_starting_one(
    staff_client: UserClient, manager_client: UserClient, agreement
):
    review = Review.objects.create(
        agreement=agreement,
        due_on=date(2021, 1, 1),
        held_on=date(2021, 1, 5),
        follow_up="addendum",
        follow_up_note="Een zitdag in het Huis van Welzijn",
    )
    link = f"{url('addendum_create', agreement)}?review={review.pk}"
    assert link in page(staff_client, review)
    assert link not in page(manager_client, review)
    assert staff_client.get(link).context["form"]["subject"].value() == "Een zitdag in het Huis van Welzijn"
    addendum = started(agreement)
    assert addendum.get_absolute_url() in page(staff_client, review)


def test_the_page_offers_an_addendum_to_whoever_may_start_one(
    staff_client: UserClient, manager_client: UserClient, agreement
):
    link = f'href="{url("addendum_create", agreement)}"'
    assert link in page(staff_client, agreement)
    assert link not in page(manager_client, agreement)
    started(agreement)
    assert link not in page(staff_client, agreement)


# What the pages cost --------------------------------------------------------------------------------------------------


def fill(agreement: Agreement, rows: int) -> Addendum:
    def change(addendum: Addendum) -> None:
        own = {"agreement": agreement, "added_by": addendum}
        for number in range(rows):
            domain = DomainFactory()
            addendum.added_domains.add(domain)
            Commitment.objects.create(domain=domain, text=f"Nieuw {number}", **own)
        Commitment.objects.create(domain=replaced.domain, text="Anders", replaces=replaced, **own)

    replaced = agreement.commitments.all()[0]
    first = signed_addendum(agreement, change=change)
    addendum = decided(started(agreement, starts_on=date(2021, 8, 1)))
    for one in first.commitments.filter(replaces=None):
        one.progress.create(state="done", on=date(2021, 9, 1), recorded_by=UserFactory())
        addendum.dropped_commitments.add(one)
    for _number in range(rows):
        final = final_of(addendum)
        final.reopening = addendum.reopenings.create(agreement=agreement, reason="x", reopened_by=UserFactory())
        final.save()
    return addendum


@pytest.mark.parametrize("rows", [1, 9])
def test_the_pages_of_an_addendum_ask_the_same_for_any_number_of_rows(
    staff_client: UserClient, agreement, django_assert_num_queries: DjangoAssertNumQueries, rows: int
):
    addendum = fill(agreement, rows)
    for name, number in [("addendum_detail", 26), ("addendum_history", 22), ("addendum_domains", 31)]:
        staff_client.get(url(name, addendum))
        with django_assert_num_queries(number):
            staff_client.get(url(name, addendum))


def test_the_page_of_an_agreement_asks_the_same_for_any_number_of_changes(
    staff_client: UserClient, agreement, django_assert_max_num_queries
):
    fill(agreement, 1)
    with django_assert_max_num_queries(99) as few:
        staff_client.get(agreement.get_absolute_url())
    other = running_agreement(
        agreement.municipality.region, municipality=MunicipalityFactory(region=agreement.municipality.region)
    )
    fill(other, 9)
    with django_assert_max_num_queries(99) as many:
        staff_client.get(other.get_absolute_url())
    assert len(many) == len(few)
