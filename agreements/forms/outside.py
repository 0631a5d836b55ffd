"""An agreement that was signed outside this register, filed whole."""

from datetime import date
from itertools import chain
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DayInput
from accounts.models import User
from agreements.actions.outside import earliest
from agreements.actions.signing import signing_fields
from agreements.forms.agreements import AgreementStartForm
from agreements.forms.signed_copies import PaperField, PapersForm
from agreements.forms.stages import SIGNATURE_LABELS, PastDayField
from agreements.models import Agreement, CouncilDecision, SignedCopy
from municipalities.backdating import FIELD
from municipalities.forms.days import in_a_term
from municipalities.models import Municipality

COUNCILS: Final = {
    CouncilDecision.Body.MUNICIPAL_COUNCIL.value: "municipal_council_on",
    CouncilDecision.Body.OCMW_COUNCIL.value: "ocmw_council_on",
}
ONLY_A_PARTY: Final = _("Leave it empty when it is no party to this agreement.")


class OutsideForm(PapersForm, AgreementStartForm):
    """What the paper says, when everybody decided and signed, and the paper itself."""

    municipal_council_on = PastDayField(
        label=_("The municipal council decided on"), required=False, help_text=ONLY_A_PARTY
    )
    ocmw_council_on = PastDayField(label=_("The OCMW council decided on"), required=False, help_text=ONLY_A_PARTY)
    municipality_signed_on = PastDayField(
        label=SIGNATURE_LABELS["municipality_signed_on"], required=False, help_text=ONLY_A_PARTY
    )
    ocmw_signed_on = PastDayField(label=SIGNATURE_LABELS["ocmw_signed_on"], required=False, help_text=ONLY_A_PARTY)
    agency_signed_on = PastDayField(label=SIGNATURE_LABELS["agency_signed_on"])
    scan = PaperField(
        label=_("The signed agreement"),
        help_text=_("PDF, at most 20 MB: a scan or signed with eID. It is kept exactly as it is."),
    )

    parts = {
        _("What the paper says"): ["municipality", "party", "starts_on", "ends_on", "dated_on", "domains"],
        _("When it came about"): ["talk_on", *COUNCILS.values(), *SIGNATURE_LABELS],
        _("The paper itself"): ["scan", "accept_broken", "accepted_because", "note"],
    }
    field_order = list(chain.from_iterable(parts.values()))

    class Meta(AgreementStartForm.Meta):
        fields = [*AgreementStartForm.Meta.fields, "dated_on"]
        help_texts = {"dated_on": _("As it stands on the paper; often another day than that of the signatures.")}
        widgets = {**AgreementStartForm.Meta.widgets, "dated_on": DayInput}

    def __init__(self, *args: Any, user: User, municipality: Municipality | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, municipality=municipality, **kwargs)
        self.initial = {"municipality": municipality}
        for name in ("starts_on", "ends_on"):
            self.fields[name].required = True
        self.fields["talk_on"].required = False
        self.fields["talk_on"].help_text = _("Leave it empty when nobody knows: the earliest day below counts then.")
        for field in self.fields.values():
            if isinstance(field, PastDayField):
                field.widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_talk_on(self) -> date | None:  # type: ignore[override]  # nobody may know it any more
        return super().clean_talk_on() if self.cleaned_data.get("talk_on") else None

    def clean_municipality(self) -> str:  # type: ignore[override]
        """Which municipality bears that name depends on days that are not known yet; see `clean`."""
        return self.cleaned_data["municipality"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if party := cleaned.get("party"):
            self._ask_days(Agreement(party=party))
        if self.first_day:
            self._place(self.first_day)
        return cleaned

    @property
    def first_day(self) -> date | None:
        """The earliest day that is known of it."""
        days = [self.cleaned_data.get(name) for name in ("talk_on", *COUNCILS.values(), *SIGNATURE_LABELS)]
        return earliest(days) if any(days) else None

    def add_errors(self, error: ValidationError) -> None:
        """Put what the action refuses beside its field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    @property
    def helper(self) -> FormHelper:
        """The three parts of the form, each under its heading."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        parts = {words: [name for name in names if name in self.fields] for words, names in self.parts.items()}
        late = [FIELD] if FIELD in self.fields else []
        helper.layout = Layout(*late, *(Fieldset(str(words), *names) for words, names in parts.items()))
        return helper

    @property
    def asked(self) -> dict[str, Any]:
        """For `actions.outside.file_outside`."""
        given = self.cleaned_data
        agreement = Agreement(party=given["party"])
        taken = ["municipality", "party", "talk_on", "starts_on", "ends_on", "dated_on", "domains", "note"]
        return {name: given[name] for name in taken} | {
            "decided": {body.value: given[COUNCILS[body.value]] for body in agreement.councils},
            "signed": {name: given[name] for name, signs in signing_fields(agreement).items() if signs},
            "scan": given["scan"].handed(SignedCopy.Party.ALL),
            "accepted_because": self.accepted,
        }

    def _ask_days(self, agreement: Agreement) -> None:
        """Each party has its council and its signature; who is no party has neither."""
        asked = {COUNCILS[body]: body in agreement.councils for body in CouncilDecision.Body}
        for name, is_asked in (asked | signing_fields(agreement)).items():
            day = self.cleaned_data.get(name)
            if is_asked and day is None and name not in self.errors:
                self.add_error(name, gettext("Give this day: it is a party to the agreement."))
            elif not is_asked and day is not None:
                self.add_error(name, gettext("This is not a party to the agreement."))

    def _place(self, day: date) -> None:
        """The municipality of that name on the first day of the story; that day lies in a known term."""
        try:
            in_a_term(day)
        except ValidationError as error:
            self.add_error("talk_on", error)
            return
        if "municipality" in self.cleaned_data:
            talk_on, self.cleaned_data["talk_on"] = self.cleaned_data.get("talk_on"), day
            try:
                self.cleaned_data["municipality"] = super().clean_municipality()
            except ValidationError as error:
                self.add_error("municipality", error)
            self.cleaned_data["talk_on"] = talk_on
