"""What an agreement still misses for its next stage."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.addresses import address
from agreements.freeze import councils_still_to_decide
from agreements.models import Addendum, Agreement, Side, Source, Stage
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
    query: str = ""
    anchor: str = ""

    @property
    def url(self) -> str:
        return address(f"agreements:{self.view}", self.key, query=self.query, anchor=self.anchor)


def missing_for(agreement: Agreement, stage: Stage) -> list[Missing]:
    """What is missing to reach the stage, the required first.

    Required is a period and the decision of each council of the party, taken anew after the text was taken back: to be
    approved and to be signed; and to be signed a final, unless it was signed outside this register. Wise to have, from
    the final negotiation on, are domains, a contact of each side and, to be approved, who signs for each side.
    """
    if stage in {Stage.APPROVED, Stage.SIGNED}:
        return [
            *missing_period(agreement, required=True),
            *missing_decisions(agreement),
            *(_missing_final(agreement) if stage == Stage.SIGNED else []),
            *_missing_content(agreement),
            *missing_signatories(agreement, required=False),
        ]
    if stage == Stage.FINAL_NEGOTIATION:
        return [*missing_period(agreement, required=False), *_missing_content(agreement)]
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


def missing_period(agreement: Agreement, *, required: bool) -> list[Missing]:
    fields = [("starts_on", _("the first day")), ("ends_on", _("the last day"))]
    return [
        Missing(capfirst(text), required, "agreement_update", agreement.pk, anchor=f"id_{name}")
        for name, text in fields
        if getattr(agreement, name) is None
    ]


def missing_decisions(source: Source) -> list[Missing]:
    """A council that decided before the text was taken back has its row already: that one is renewed."""
    decided = {decision.body: decision for decision in source.council_decisions.all()}
    missing = []
    for body in councils_still_to_decide(source):
        if row := decided.get(body):
            text = _("The decision of the %(body)s, taken anew") % {"body": body.label}
            missing.append(Missing(text, True, _page(source, "decision_update"), row.pk, anchor="id_decided_on"))
        else:
            text = _("The decision of the %(body)s") % {"body": body.label}
            missing.append(Missing(text, True, _page(source, "decision_create"), source.pk, query=f"body={body.value}"))
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
            query=f"side={side.value}",
        )
        for side in Side
        if side not in present
    ]


def missing_signatories(source: Source, *, required: bool) -> list[Missing]:
    present = {signatory.side for signatory in source.signatories.all()}
    return [
        Missing(
            _("Who signs for %(side)s") % {"side": side.label},
            required,
            _page(source, "signatory_create"),
            source.pk,
            query=f"side={side.value}",
        )
        for side in Side
        if side not in present
    ]


def _page(source: Source, name: str) -> str:
    return f"addendum_{name}" if isinstance(source, Addendum) else name
