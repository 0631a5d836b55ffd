"""What is asked for an addendum. Its rules live in `agreements.actions.addenda`."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from agreements.actions import addenda, content
from agreements.actions.signing import SigningDays
from agreements.addenda.requirements import clause_version_of
from agreements.forms.content import CommitmentForm
from agreements.forms.decisions import DecisionForm
from agreements.forms.part import PartForm
from agreements.forms.people import SignatoryForm
from agreements.forms.stages import NoteField, SignForm, StepForm
from agreements.freeze import Freeze, Part, freeze_of
from agreements.holding import holding_before
from agreements.models import Addendum, AddendumDecision, AddendumSignatory, Clause, Commitment
from municipalities.forms.rows import RowsField
from municipalities.models import Domain

SUBJECT = _("For example “Extra lessons for parents”. It stands in the title of the paper.")
HOLDS_FROM = _("What changes holds from this day, but never before the last party signed.")


class AddendumStartForm(StepForm):
    subject = forms.CharField(label=_("What it is about"), max_length=200, help_text=SUBJECT)
    starts_on = forms.DateField(
        label=_("Holds from"),
        required=False,
        widget=DayInput,
        help_text=_("Leave it empty when the day is not known yet."),
    )


class AddendumForm(PartForm):
    """What the paper says of the addendum as a whole; what is settled already is not on offer."""

    class Meta:
        model = Addendum
        fields = ["subject", "starts_on", "dated_on"]
        labels = {"subject": _("What it is about"), "starts_on": _("Holds from")}
        help_texts = {
            "subject": SUBJECT,
            "starts_on": HOLDS_FROM,
            "dated_on": _("As written above the signatures; not the day of signature."),
        }
        widgets = {"starts_on": DayInput, "dated_on": DayInput}

    def __init__(self, *args: Any, freeze: Freeze, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if freeze.holds(Part.TEXT):
            del self.fields["subject"], self.fields["starts_on"]

    def clean_starts_on(self) -> date | None:
        day: date | None = self.cleaned_data["starts_on"]
        try:
            addenda.refuse_outside_period(self.instance.agreement, day)
        except ValidationError as error:
            raise ValidationError(error.messages, code="outside_period") from error
        return day


class AddendumDomainsForm(PartForm):
    """Which domains come in, and which go with all their commitments."""

    settled = frozenset()

    class Meta:
        model = Addendum
        fields = ["added_domains", "left_out", "dropped_domains"]
        field_classes = {"added_domains": RowsField, "left_out": RowsField, "dropped_domains": RowsField}
        labels = {
            "added_domains": _("Domains that come in"),
            "left_out": _("Optional clauses of these domains that are left out"),
            "dropped_domains": _("Domains that go"),
        }
        help_texts = {
            "added_domains": _("Each brings the standard clauses of the template of the agreement."),
            "dropped_domains": _("Its commitments go with it."),
        }
        widgets = {
            "added_domains": forms.CheckboxSelectMultiple,
            "left_out": forms.CheckboxSelectMultiple,
            "dropped_domains": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [one.domain.pk for one in holding_before(self.instance).domains]
        self._offer("dropped_domains", Domain.objects.filter(pk__in=held))
        self._offer("added_domains", Domain.objects.exclude(pk__in=held))
        self._offer("left_out", optional_clauses(self.instance).exclude(part__domain__in=held))

    def _offer(self, name: str, rows: "models.QuerySet[Any]") -> None:
        field: Any = self.fields[name]
        field.queryset = rows
        if not rows:
            del self.fields[name]
        elif name == "left_out":
            field.label_from_instance = lambda clause: f"{clause.part.domain.short_name}: {clause.heading}"

    def clean_added_domains(self) -> Iterable[Domain]:
        chosen = self.cleaned_data["added_domains"]
        lost = self.instance.added_domains.exclude(pk__in=chosen)
        self._refuse_commitments(lost, gettext("Take those back first, or keep the domain."))
        return chosen

    def clean_dropped_domains(self) -> Iterable[Domain]:
        chosen = self.cleaned_data["dropped_domains"]
        self._refuse_commitments(chosen, gettext("Take those back first, or do not drop the domain."))
        return chosen

    def _refuse_commitments(self, domains: Iterable[Domain], advice: str) -> None:
        names = [
            f"‘{one}’" for one in Domain.objects.filter(commitments__added_by=self.instance, pk__in=domains).distinct()
        ]
        if names:
            words = gettext("This addendum adds or changes commitments under %(domains)s.") % {
                "domains": get_text_list(names, gettext("and"))
            }
            raise ValidationError(f"{words} {advice}", code="commitments")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if "left_out" in cleaned:
            chosen = {one.pk for one in cleaned.get("added_domains", ())}
            cleaned["left_out"] = [one for one in cleaned["left_out"] if one.part.domain_id in chosen]
        return cleaned


class AddendumCommitmentForm(CommitmentForm):
    """A commitment that comes in, or (`instance.replaces`) another wording of one that holds."""

    settled = frozenset({"agreement", "added_by", "replaces"})

    class Meta(CommitmentForm.Meta):
        fields = ["domain", "text", "carried_out_by"]

    def __init__(self, *args: Any, addendum: Addendum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addendum = addendum
        del self.fields["position"]
        if self.instance.replaces is not None:
            del self.fields["domain"]
        else:
            domain: Any = self.fields["domain"]
            domain.queryset = Domain.objects.filter(pk__in=[one.pk for one in domains_after(addendum)])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        replaced = self.instance.replaces
        if replaced is None:
            return cleaned
        if self.instance.pk is None:
            addenda.refuse_unknown(self.addendum, replaced)
        same = cleaned.get("carried_out_by") == replaced.carried_out_by
        if same and _plain(cleaned.get("text", "")) == _plain(replaced.text):
            self.add_error("text", gettext("This is what it says now. Change something, or leave it as it is."))
        return cleaned

    def save(self, commit: bool = True) -> Commitment:
        """Its place is that of what it replaces, or the last; the agreement's own commitments keep theirs."""
        if self.instance.replaces is not None:
            self.instance.position = self.instance.replaces.position
        elif self.instance.pk is None or "domain" in self.changed_data:
            self.instance.position = content.last_position(self.instance, self.instance.domain) + 1
        commitment: Commitment = PartForm.save(self, commit)
        return commitment


class AddendumSignatoryForm(SignatoryForm):
    settled = frozenset({"addendum", "side"})
    beside: ClassVar[dict[str, str]] = {"addendum_signatory_by_delegation_has_its_date": "delegated_on"}

    class Meta(SignatoryForm.Meta):
        model = AddendumSignatory

    def people_on_side(self) -> "models.QuerySet[Any]":
        return AddendumSignatory.objects.filter(addendum=self.instance.addendum, side=self.instance.side)


class AddendumDecisionForm(DecisionForm):
    settled = frozenset({"addendum"})
    beside: ClassVar[dict[str, str]] = {"council_decides_once_on_an_addendum": "body"}

    class Meta(DecisionForm.Meta):
        model = AddendumDecision

    def settles_the_text(self) -> bool:
        addendum = Addendum.objects.for_detail().get(pk=self.instance.addendum_id)
        return freeze_of(addendum).holds(Part.TEXT)

    def clean_decided_on(self) -> date:
        day: date = self.refuse_future("decided_on")
        return day


class AddendumSignForm(SignForm):
    """The day on which each party signed the addendum."""

    def __init__(self, *args: Any, addendum: Addendum, **kwargs: Any) -> None:
        super().__init__(*args, agreement=addendum.agreement, **kwargs)
        self.addendum = addendum
        del self.fields["note"]

    @property
    def days(self) -> SigningDays:
        given = {name: self.cleaned_data.get(name) for name in ("municipality_signed_on", "ocmw_signed_on")}
        return SigningDays(agency_signed_on=self.cleaned_data["agency_signed_on"], **given)


class AddendumCorrectForm(AddendumSignForm):
    """Other days of signature in the place of wrong ones."""

    reason = NoteField(label=_("What was wrong"), help_text=_("It stays readable in the history."))

    def __init__(self, *args: Any, addendum: Addendum, **kwargs: Any) -> None:
        super().__init__(*args, addendum=addendum, **kwargs)
        for name in self.fields:
            self.initial.setdefault(name, getattr(addendum, name, None))

    @property
    def first_day(self) -> date:
        """The days that stood there count as well as those in their place."""
        return min(super().first_day, self.addendum.signed_on or self.today)


class AddendumWithdrawForm(StepForm):
    reason = NoteField(label=_("Why it is withdrawn"))


def optional_clauses(addendum: Addendum) -> "models.QuerySet[Clause]":
    """The optional clauses that the addendum can bring under any domain."""
    version = clause_version_of(addendum)
    clauses = Clause.objects.filter(part__version=version, optional=True, part__domain__isnull=False)
    return clauses.select_related("part__domain").order_by("part__position", "position")


def domains_after(addendum: Addendum) -> list[Domain]:
    """The domains that hold once the addendum does."""
    dropped = set(addendum.dropped_domains.all())
    held = [one.domain for one in holding_before(addendum).domains if one.domain not in dropped]
    return sorted([*held, *addendum.added_domains.all()], key=lambda domain: domain.position)


def _plain(text: str) -> str:
    return " ".join(text.split())
