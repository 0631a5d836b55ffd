"""Recording, reading and editing the yearly review of an agreement."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.actions import reviews
from agreements.models import Addendum, Agreement, Commitment, Review, ReviewOutcome
from municipalities.models import Region
from tests.agreements.signing import agreement_in, signed
from tests.conftest import UserClient
from tests.factories import ContactFactory, DomainFactory, MunicipalityFactory, UserFactory


@pytest.fixture
def agreement(region: Region) -> Agreement:
    """In force 2020–2025, with two domains and one commitment in each."""
    agreement = agreement_in(region)
    agreement.domains.set([DomainFactory(name="Dienstverlening"), DomainFactory(name="Samenhang")])
    for domain in agreement.domains.all():
        Commitment.objects.create(agreement=agreement, domain=domain, text=f"Afspraak over {domain.name}.")
    return signed(agreement)


def url(name: str, row) -> str:
    return reverse(f"agreements:{name}", args=[row.pk])


def typed(agreement: Agreement, **fields) -> dict:
    first, _second = agreement.domains.all()
    return {
        "due_on": "2021-01-01",
        "held_on": "2021-01-20",
        "other_people": "",
        f"outcome_{first.pk}": "De folder is klaar.",
        **dict.fromkeys([f"state_{one.pk}" for one in agreement.commitments.all()], "under_way"),
        "follow_up": "nothing",
        "follow_up_note": "",
        **fields,
    }


def recorded(agreement: Agreement, **fields) -> Review:
    given: dict[str, Any] = {"due_on": date(2021, 1, 1), "held_on": date(2021, 1, 20), "by": UserFactory()}
    given["outcomes"] = {agreement.domains.all()[0]: "De folder is klaar."}
    given["progress"] = dict.fromkeys(agreement.commitments.all(), "under_way")
    return reviews.record(agreement, **(given | fields))


# Recording ------------------------------------------------------------------------------------------------------------


def test_a_review_records_people_outcomes_states_and_what_follows(staff_client: UserClient, agreement):
    contact = ContactFactory(municipality=agreement.municipality)
    response = staff_client.post(
        url("review_create", agreement),
        typed(
            agreement,
            agency_people=[staff_client.user.pk],
            contacts=[contact.pk],
            other_people="Bas Verzonnen, bibliotheek",
            follow_up="addendum",
            follow_up_note="Een addendum over tolken.",
        ),
    )
    review = agreement.reviews.get()
    assert response.headers["Location"] == review.get_absolute_url()
    assert (review.due_on, review.held_on) == (date(2021, 1, 1), date(2021, 1, 20))
    assert ([*review.agency_people.all()], [*review.contacts.all()]) == ([staff_client.user], [contact])
    assert [(one.domain.name, one.text) for one in review.outcomes.all()] == [
        ("Dienstverlening", "De folder is klaar.")
    ]
    assert {(one.state, one.on, one.recorded_by) for one in review.progress.all()} == {
        ("under_way", date(2021, 1, 20), staff_client.user)
    }
    page = staff_client.get(review.get_absolute_url()).content.decode()
    for text in [contact.name, "Bas Verzonnen", "De folder is klaar.", "Een addendum over tolken.", "20 januari 2021"]:
        assert text in page


def test_the_oldest_open_review_is_proposed_and_the_coming_one_is_on_offer(staff_client, agreement):
    recorded(agreement)
    form = staff_client.get(url("review_create", agreement)).context["form"]
    assert form["due_on"].value() == date(2022, 1, 1)
    assert form["agency_people"].value() == [staff_client.user.pk]
    days = [value for value, _label in form.fields["due_on"].choices]
    assert days[:2] == ["2022-01-01", "2023-01-01"]
    assert "2021-01-01" not in days


def test_a_day_that_is_no_anniversary_cannot_be_chosen(staff_client, agreement):
    response = staff_client.post(url("review_create", agreement), typed(agreement, due_on="2021-06-01"))
    assert "due_on" in response.context["form"].errors
    assert not agreement.reviews.exists()


def test_what_was_typed_comes_back_when_something_is_wrong(staff_client, agreement):
    second = agreement.domains.all()[1]
    response = staff_client.post(
        url("review_create", agreement),
        typed(agreement, held_on="2999-01-01", **{f"outcome_{second.pk}": "Het buurtfeest was een succes."}),
    )
    assert list(response.context["form"].errors) == ["held_on"]
    page = response.content.decode()
    assert "De folder is klaar." in page
    assert "Het buurtfeest was een succes." in page
    assert not agreement.reviews.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"held_on": "2019-12-31"}, "held_on"),
        ({"follow_up": "adjustment"}, "follow_up_note"),
        ({"state_unknown": "x", "follow_up": "x"}, "follow_up"),
    ],
)
def test_wrong_input_is_said_beside_its_field(staff_client, agreement, fields, wrong):
    response = staff_client.post(url("review_create", agreement), typed(agreement, **fields))
    assert list(response.context["form"].errors) == [wrong]
    assert not agreement.reviews.exists()


def test_a_review_without_any_outcome_is_refused(staff_client, agreement):
    first = agreement.domains.all()[0]
    response = staff_client.post(url("review_create", agreement), typed(agreement, **{f"outcome_{first.pk}": " "}))
    assert list(response.context["form"].errors) == [f"outcome_{first.pk}"]


def test_a_contact_of_another_municipality_was_not_there(staff_client, agreement):
    response = staff_client.post(url("review_create", agreement), typed(agreement, contacts=[ContactFactory().pk]))
    assert "contacts" in response.context["form"].errors


@pytest.mark.parametrize("field", ["agency_people", "contacts"])
def test_a_key_larger_than_any_is_nobody_who_was_there(staff_client, agreement, field: str):
    response = staff_client.post(url("review_create", agreement), typed(agreement, **{field: ["9" * 25]}))
    assert (response.status_code, [*response.context["form"].errors]) == (200, [field])


def test_a_review_sent_twice_is_recorded_once(staff_client, agreement):
    fields = typed(agreement, submission="1f6c1d0e-2a5e-4c8e-9d5b-6a3c1f0e7b41")
    first, second = [staff_client.post(url("review_create", agreement), fields) for _time in range(2)]
    assert first.headers["Location"] == second.headers["Location"] == agreement.reviews.get().get_absolute_url()


def test_two_people_record_the_same_review_and_the_second_is_told(staff_client, agreement):
    staff_client.post(url("review_create", agreement), typed(agreement))
    response = staff_client.post(url("review_create", agreement), typed(agreement))
    assert list(response.context["form"].errors) == ["due_on"]
    assert agreement.reviews.count() == 1


def test_an_agreement_without_signature_owes_no_review(staff_client, region):
    agreement = agreement_in(region)
    page = staff_client.get(url("review_create", agreement))
    assert "form" in page.context
    assert "<form class" not in page.content.decode()
    assert staff_client.post(url("review_create", agreement), {"held_on": "2021-01-01"}).status_code == 200
    assert not agreement.reviews.exists()


def test_the_action_refuses_a_review_that_is_not_open_or_lies_ahead(agreement):
    with pytest.raises(ValidationError, match="open"):
        recorded(agreement, due_on=date(2021, 6, 1))
    with pytest.raises(ValidationError, match="toekomst"):
        recorded(agreement, held_on=date(2999, 1, 1))
    assert not agreement.reviews.exists()


# Editing --------------------------------------------------------------------------------------------------------------


def edited(review: Review, **fields) -> dict:
    """The form of a review as its page shows it, hidden copies included, with other values typed in some fields."""
    agreement = review.agreement
    shown = {f"outcome_{domain.pk}": "" for domain in agreement.domains.all()}
    shown |= {f"outcome_{one.domain_id}": one.text for one in review.outcomes.all()}
    shown |= {f"state_{one.commitment_id}": one.state for one in review.progress.all()}
    hidden = {f"initial-{name}": value for name, value in shown.items()}
    return typed(agreement) | shown | hidden | {"version": review.version} | fields


def test_a_review_is_edited_and_its_history_tells_before_and_after(staff_client, agreement):
    review = recorded(agreement)
    first, second = agreement.domains.all()
    commitment = agreement.commitments.first()
    fields = {
        f"outcome_{first.pk}": "",
        f"outcome_{second.pk}": "Het feest was fijn.",
        f"state_{commitment.pk}": "done",
    }
    response = staff_client.post(url("review_update", review), edited(review, held_on="2021-01-25", **fields))
    assert response.headers["Location"] == review.get_absolute_url()
    review.refresh_from_db()
    assert review.held_on == date(2021, 1, 25)
    assert [(one.domain, one.text) for one in review.outcomes.all()] == [(second, "Het feest was fijn.")]
    assert {(one.commitment, one.state) for one in review.progress.all()} == {
        (one, "done" if one == commitment else "under_way") for one in agreement.commitments.all()
    }
    assert {one.on for one in review.progress.all()} == {date(2021, 1, 25)}
    change = staff_client.get(url("review_history", review)).context["changes"][0]
    assert {(field.label, field.before, field.after) for field in change.fields} == {
        ("Gehouden op", "20 januari 2021", "25 januari 2021"),
        (first.name, "De folder is klaar.", ""),
        (second.name, "", "Het feest was fijn."),
        (commitment.text, "aan de gang", "gedaan"),
    }


def test_two_people_edit_one_review_and_the_second_loses_nothing(staff_client, agreement):
    review = recorded(agreement)
    first, second = agreement.domains.all()
    page = staff_client.get(url("review_update", review)).content.decode()
    assert f'name="initial-outcome_{first.pk}" value="De folder is klaar."' in page
    ours = edited(review, **{f"outcome_{first.pk}": "Onze tekst."})
    theirs = edited(review, **{f"outcome_{second.pk}": "Hun tekst."})
    staff_client.post(url("review_update", review), theirs)
    page = staff_client.post(url("review_update", review), ours)
    form = page.context["form"]
    assert form[f"outcome_{first.pk}"].value() == "Onze tekst."
    assert form[f"outcome_{second.pk}"].value() == "Hun tekst."
    assert not review.outcomes.filter(text="Onze tekst.").exists()
    again = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    assert staff_client.post(url("review_update", review), again).status_code == 302
    assert {one.text for one in review.outcomes.all()} == {"Onze tekst.", "Hun tekst."}


def test_a_review_of_a_signed_agreement_is_written_by_its_region_alone(staff_client, manager_client):
    agreement = agreement_in(MunicipalityFactory().region)
    agreement.domains.set([DomainFactory(), DomainFactory()])
    signed(agreement)
    review = recorded(agreement)
    for client in (staff_client, manager_client):
        for address, fields in [
            (url("review_create", agreement), typed(agreement, due_on="2022-01-01")),
            (url("review_update", review), edited(review, other_people="x")),
        ]:
            assert client.get(address).status_code == 403
            assert client.post(address, fields).status_code == 403
        assert client.get(review.get_absolute_url()).status_code == 200
    review.refresh_from_db()
    assert (agreement.reviews.count(), review.other_people) == (1, "")


def test_who_left_in_the_meantime_stays_in_the_review(staff_client, agreement):
    contact = ContactFactory(municipality=agreement.municipality)
    left = UserFactory(regions=[agreement.municipality.region])
    review = recorded(agreement, contacts=[contact], agency_people=[left])
    contact.ends_on = date(2021, 6, 30)
    contact.save()
    left.is_active = False
    left.save()
    fields = edited(review, contacts=[contact.pk], agency_people=[left.pk])
    assert staff_client.post(url("review_update", review), fields).status_code == 302
    assert ([*review.contacts.all()], [*review.agency_people.all()]) == ([contact], [left])


# Rules of the database ------------------------------------------------------------------------------------------------


def test_one_review_per_anniversary(agreement):
    Review.objects.create(agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 2, 1))


def test_a_follow_up_says_what_follows(agreement):
    with pytest.raises(IntegrityError, match="review_follow_up_says_what_follows"), transaction.atomic():
        Review.objects.create(
            agreement=agreement, due_on=date(2021, 1, 1), held_on=date(2021, 1, 1), follow_up="addendum"
        )


def test_one_outcome_per_domain(agreement):
    review = recorded(agreement)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewOutcome.objects.create(review=review, domain=agreement.domains.all()[0], text="x")


# What the pages cost --------------------------------------------------------------------------------------------------


def test_the_pages_of_a_review_ask_the_same_for_any_number_of_rows(staff_client, agreement, django_assert_num_queries):
    agreement.domains.add(*[DomainFactory() for _ in range(4)])
    for domain in agreement.domains.all():
        for n in range(5):
            Commitment.objects.create(agreement=agreement, domain=domain, text=f"Afspraak {n}")
    ContactFactory.create_batch(20, municipality=agreement.municipality)
    UserFactory.create_batch(20, regions=[agreement.municipality.region])
    review = recorded(agreement, outcomes=dict.fromkeys(agreement.domains.all(), "Goed."))
    recorded(agreement, due_on=date(2022, 1, 1), held_on=timezone.localdate())
    for name, row, number in [
        ("review_create", agreement, 14),
        ("review_detail", review, 9),
        ("review_history", review, 11),
        ("review_update", review, 20),
    ]:
        with django_assert_num_queries(number):
            staff_client.get(url(name, row))


# What held on the day of the meeting ----------------------------------------------------------------------------------


def dropped_by_addendum(agreement: Agreement, commitment: Commitment, *, on: date) -> Addendum:
    addendum = Addendum.objects.create(
        agreement=agreement,
        number=1,
        subject="Zonder folder",
        starts_on=on,
        signed_on=on,
        agency_signed_on=on,
        municipality_signed_on=on,
        created_by=UserFactory(),
    )
    addendum.dropped_commitments.add(commitment)
    return addendum


def states_asked(page) -> set[str]:
    return {name for name in page.context["form"].fields if name.startswith("state_")}


def test_a_review_asks_for_what_held_on_the_day_of_the_meeting(staff_client: UserClient, agreement):
    first, second = agreement.commitments.all()
    dropped_by_addendum(agreement, first, on=date(2021, 6, 1))
    assert states_asked(staff_client.get(url("review_create", agreement))) == {f"state_{second.pk}"}

    fields = typed(agreement) | {"held_on": "2021-01-20"}
    del fields[f"state_{first.pk}"]
    page = staff_client.post(url("review_create", agreement), fields)
    assert "Op 20 januari 2021" in page.context["form"].errors["held_on"][0]
    assert set(page.context["form"].errors) == {"held_on"}
    assert states_asked(page) == {f"state_{first.pk}", f"state_{second.pk}"}

    response = staff_client.post(url("review_create", agreement), typed(agreement))
    assert response.status_code == 302
    assert agreement.reviews.get().progress.count() == 2


def test_a_review_keeps_what_it_spoke_of_when_an_addendum_is_filed_late(staff_client: UserClient, agreement):
    review = recorded(agreement)
    first = agreement.commitments.all()[0]
    dropped_by_addendum(agreement, first, on=date(2021, 1, 10))
    page = staff_client.get(url("review_update", review))
    assert f"state_{first.pk}" in page.context["form"].fields
