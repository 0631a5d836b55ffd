"""What an agreement still misses for its next stage."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.freeze import councils_to_decide_anew
from agreements.models import Agreement, Side, Stage
from agreements.models.stage import OPEN_STAGES


@dataclass(frozen=True)
class Missing:
    """Something still to fill in: what, and the page (with the key of its row) and field where it is done.

    Without what is required the step is refused; the rest is only wise to have.
    """

    text: str
    required: bool
    view: str
    key: int | None
    query: tuple[tuple[str, str], ...] = ()
    anchor: str = ""

    @property
    def url(self) -> str:
        url = reverse(f"agreements:{self.view}", args=[] if self.key is None else [self.key])
        if self.query:
            url += "?" + urlencode(self.query)
        return f"{url}#{self.anchor}" if self.anchor else url


def missing_for(agreement: Agreement, stage: Stage) -> list[Missing]:
    """What is missing to reach the stage, the required first.

    Required is a period and the decision of each council of the party, taken anew after the text was taken back: to be
    approved and to be signed; and to be signed a final, unless it was signed outside this register. Wise to have, from
    the final negotiation on, are domains, a contact of each side and, to be approved, who signs for each side.
    """
    if stage in {Stage.APPROVED, Stage.SIGNED}:
        return [
            *_missing_period(agreement, required=True),
            *_missing_decisions(agreement),
            *(_missing_final(agreement) if stage == Stage.SIGNED else []),
            *_missing_content(agreement),
            *_missing_signatories(agreement),
        ]
    if stage == Stage.FINAL_NEGOTIATION:
        return [*_missing_period(agreement, required=False), *_missing_content(agreement)]
    return []


def next_stage(stage: str | None) -> Stage | None:
    """The usual next stage: the following one, or for a refused agreement the first talk again."""
    if stage is None or stage == Stage.DECLINED:
        return OPEN_STAGES[0]
    following = (*OPEN_STAGES, Stage.SIGNED)
    if stage in OPEN_STAGES:
        return following[following.index(Stage(stage)) + 1]
    return None


def last_decision_on(agreement: Agreement) -> date | None:
    return max((decision.decided_on for decision in agreement.council_decisions.all()), default=None)


def _missing_period(agreement: Agreement, *, required: bool) -> list[Missing]:
    fields = [("starts_on", _("the first day")), ("ends_on", _("the last day"))]
    return [
        Missing(capfirst(text), required, "agreement_update", agreement.pk, anchor=f"id_{name}")
        for name, text in fields
        if getattr(agreement, name) is None
    ]


def _missing_decisions(agreement: Agreement) -> list[Missing]:
    decided = {decision.body: decision for decision in agreement.council_decisions.all()}
    anew = councils_to_decide_anew(agreement)
    missing = []
    for body in agreement.councils:
        if body not in decided:
            words, where = _("The decision of the %(body)s"), ("decision_create", agreement.pk, (("body", body.value),))
            missing.append(Missing(words % {"body": body.label}, True, *where))
        elif body in anew:
            words = _("The decision of the %(body)s, taken anew")
            row = decided[body]
            missing.append(
                Missing(words % {"body": body.label}, True, "decision_update", row.pk, anchor="id_decided_on")
            )
    return missing


def _missing_final(agreement: Agreement) -> list[Missing]:
    if agreement.signed_outside or agreement.standing_final is not None:
        return []
    return [Missing(_("The final, as the parties sign it"), True, "final_make", agreement.pk)]


def _missing_content(agreement: Agreement) -> list[Missing]:
    missing = []
    if not agreement.domains.all():
        missing.append(Missing(_("At least one domain"), False, "agreement_text", agreement.pk, anchor="id_domains"))
    present = {contact.side for contact in agreement.contacts.all()}
    return missing + [
        Missing(
            _("Who to reach at %(side)s") % {"side": side.label},
            False,
            "agreement_contact_create",
            agreement.pk,
            query=(("side", side.value),),
        )
        for side in Side
        if side not in present
    ]


def _missing_signatories(agreement: Agreement) -> list[Missing]:
    present = {signatory.side for signatory in agreement.signatories.all()}
    return [
        Missing(
            _("Who signs for %(side)s") % {"side": side.label},
            False,
            "signatory_create",
            agreement.pk,
            query=(("side", side.value),),
        )
        for side in Side
        if side not in present
    ]
