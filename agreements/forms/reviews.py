from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.models import User
from agreements.actions import reviews
from agreements.forms.part import PartForm
from agreements.forms.people import ContactField
from agreements.holding import looked_back_on
from agreements.models import Agreement, Commitment, CommitmentProgress, Review, ReviewOutcome
from agreements.reviews import due_reviews, open_due_dates
from municipalities.forms.rows import RowsField
from municipalities.models import Contact, Domain


class PresentContactsField(ContactField, RowsField):
    """Contacts by name and function."""


@dataclass(frozen=True)
class DomainFields:
    """The fields of one domain: what came of it, and how each of its commitments stands."""

    domain: Domain
    outcome: forms.BoundField
    states: list[forms.BoundField]


class ReviewForm(PartForm):
    """A yearly review: its own fields, an outcome for each domain and a state for each commitment.

    These are the domains and commitments that held on the day of the meeting, and what the review speaks of already.
    Needs the agreement with its content, steps and reviews (`AgreementQuerySet.for_reviews`).
    """

    beside: ClassVar[dict[str, str]] = {
        "review_once_per_anniversary": "due_on",
        "review_follow_up_says_what_follows": "follow_up_note",
    }

    due_on = forms.TypedChoiceField(
        label=_("Review of"), coerce=date.fromisoformat, help_text=_("The anniversary this meeting looks back from.")
    )
    contacts = PresentContactsField(
        Contact.objects.none(),
        label=_("Present for the municipality"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Review
        fields = [
            "due_on",
            "held_on",
            "agency_people",
            "contacts",
            "other_people",
            "follow_up",
            "follow_up_note",
        ]
        field_classes = {"agency_people": RowsField}
        labels = {"follow_up": _("Is something needed?"), "follow_up_note": _("What exactly")}
        help_texts = {
            "other_people": _("Names not yet in the register, for example “Jan Verzonnen, library”."),
            "follow_up_note": _("What will be adjusted or added, and by when."),
        }
        widgets = {
            "held_on": DayInput,
            "agency_people": forms.CheckboxSelectMultiple,
            "follow_up": forms.RadioSelect,
            "follow_up_note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.agreement: Agreement = self.instance.agreement
        self._look_back()
        if self.instance.pk is None:
            self.initial["agency_people"] = [by]
        self._offer_due_dates()
        self._offer_people()
        self._add_outcomes()
        self._add_states()
        # As the meeting goes, so that what is wrong is listed in the order of the page.
        self.order_fields([name for name in self.fields if not name.startswith("follow_up")])

    def _look_back(self) -> None:
        """What held on the day of the meeting as it is typed; before one is typed, what holds today."""
        self.outcomes, self.states = self._outcomes_written(), self._states_seen()
        self.day = self._day_typed() or self.instance.held_on or timezone.localdate()
        written = Domain.objects.filter(pk__in=self.outcomes) if self.outcomes else ()
        looked = looked_back_on(self.agreement, on=self.day, commitments=self.states, domains=written)
        self.domains, self.commitments = looked.domains, looked.commitments

    def _day_typed(self) -> date | None:
        try:
            return forms.DateField(required=False).clean(self.data.get(self.add_prefix("held_on")))
        except ValidationError:
            return None

    def _offer_due_dates(self) -> None:
        today = timezone.localdate()
        overdue = {due.due_on for due in due_reviews(self.agreement, on=today) if due.overdue}
        days = set(open_due_dates(self.agreement, on=today))
        if self.instance.pk is not None:
            days.add(self.instance.due_on)
        field: Any = self.fields["due_on"]
        field.choices = [(day.isoformat(), _due_label(day, day in overdue)) for day in sorted(days)]
        if days and not self.initial.get("due_on"):
            self.initial["due_on"] = min(days)

    def _offer_people(self) -> None:
        """Oneself, the colleagues of the region and its fixed contact; current contacts; and who was chosen before."""
        municipality = self.agreement.municipality
        near = models.Q(regions=municipality.region_id) | models.Q(pk=municipality.fixed_contact_id)
        people = models.Q(is_active=True) & (near | models.Q(pk=self.by.pk))
        contacts = models.Q(pk__in=municipality.contacts.holding_on(timezone.localdate()).values("pk"))
        if self.instance.pk is not None:
            people |= models.Q(pk__in=self.instance.agency_people.values("pk"))
            contacts |= models.Q(pk__in=self.instance.contacts.values("pk"))
        field: Any = self.fields["agency_people"]
        field.queryset = User.objects.filter(people).distinct()
        field = self.fields["contacts"]
        field.queryset = Contact.objects.filter(contacts)

    def _add_outcomes(self) -> None:
        for domain in self.domains:
            self.fields[f"outcome_{domain.pk}"] = forms.CharField(
                label=gettext("Outcome: %(domain)s") % {"domain": domain.short_name},
                required=False,
                initial=self.outcomes.get(domain.pk, ""),
                show_hidden_initial=self.instance.pk is not None,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def _add_states(self) -> None:
        for commitment in self.commitments:
            self.fields[f"state_{commitment.pk}"] = forms.ChoiceField(
                label=commitment.text,
                choices=Commitment.State.choices,
                initial=self.states.get(commitment.pk, commitment.state_on(self.day).value),
                show_hidden_initial=self.instance.pk is not None,
            )

    def _outcomes_written(self) -> dict[int, str]:
        if self.instance.pk is None:
            return {}
        return dict(ReviewOutcome.objects.filter(review=self.instance).values_list("domain_id", "text"))

    def _states_seen(self) -> dict[int, str]:
        if self.instance.pk is None:
            return {}
        return dict(CommitmentProgress.objects.filter(review=self.instance).values_list("commitment_id", "state"))

    @property
    def by_domain(self) -> Iterator[DomainFields]:
        for domain in self.domains:
            states = [self[f"state_{one.pk}"] for one in self.commitments if one.domain_id == domain.pk]
            yield DomainFields(domain, self[f"outcome_{domain.pk}"], states)

    def clean_held_on(self) -> Any:
        day = self.refuse_future("held_on")
        if self.agreement.starts_on is not None and day < self.agreement.starts_on:
            raise ValidationError(
                gettext("The agreement began on %(day)s: no review was held before."),
                code="before_agreement",
                params={"day": date_format(self.agreement.starts_on)},
            )
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        self._ask_for_what_held_then()
        outcomes = [f"outcome_{domain.pk}" for domain in self.domains]
        if outcomes and not any(cleaned.get(name) for name in outcomes):
            self.add_error(outcomes[0], gettext("Write what came of at least one domain."))
        return cleaned

    def _ask_for_what_held_then(self) -> None:
        """The day was typed on a page that showed what holds on another one: show what held then, and ask again."""
        not_shown = [name for name in self._added_names() if name.startswith("state_") and name not in self.data]
        if not_shown and self.cleaned_data.get("held_on"):
            for name in not_shown:
                del self.errors[name]
            words = gettext("On %(day)s other commitments held. They now stand below: say how each of them stood.")
            self.add_error("held_on", ValidationError(words, code="other_day", params={"day": date_format(self.day)}))

    def values_of(self, row: models.Model) -> dict[str, Any]:
        values = super().values_of(row)
        if hasattr(row, "history_id"):
            return values | {name: self._first_shown(name) for name in self._added_names()}
        outcomes, states = self._outcomes_written(), self._states_seen()
        values |= {f"outcome_{domain.pk}": outcomes.get(domain.pk, "") for domain in self.domains}
        return values | {f"state_{one.pk}": states.get(one.pk, one.state) for one in self.commitments}

    def _added_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(("outcome_", "state_"))]

    def _first_shown(self, name: str) -> Any:
        """What the field held when the page was opened; the hidden copy beside it remembers."""
        return self.data.get(self.add_initial_prefix(name), "")

    def save(self, commit: bool = True) -> Review:
        cleaned = self.cleaned_data
        present: dict[str, Any] = {
            "agency_people": cleaned["agency_people"],
            "contacts": cleaned["contacts"],
            "outcomes": {domain: cleaned[f"outcome_{domain.pk}"] for domain in self.domains},
            "progress": {one: cleaned[f"state_{one.pk}"] for one in self.commitments},
            "by": self.by,
        }
        if self.instance.pk is not None:
            self.instance.version = cleaned["version"] + 1
            return reviews.revise(self.instance, **present)
        own = {name: cleaned[name] for name in ("due_on", "held_on", "other_people", "follow_up", "follow_up_note")}
        return reviews.record(self.agreement, **own, **present)


def _due_label(day: date, overdue: bool) -> str:
    if overdue:
        return gettext("%(day)s (overdue)") % {"day": date_format(day)}
    return date_format(day)
