"""What this user can do next with an agreement."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.beside import outlasting, pending_beside
from agreements.freeze import Part, freeze_of
from agreements.models import Agreement, Stage
from agreements.requirements import Missing, missing_for, next_stage
from agreements.reviews import due_reviews
from agreements.stepper import LAPSED
from municipalities.lineage import heir_of
from municipalities.models import Municipality

VERBS: Final[dict[Stage, str | Promise]] = {
    Stage.EXPLORING: gettext_lazy("Record the first talk"),
    Stage.NEGOTIATION: gettext_lazy("Begin the negotiation"),
    Stage.FINAL_NEGOTIATION: gettext_lazy("Begin the final negotiation"),
    Stage.APPROVED: gettext_lazy("Record the approval by the council"),
    Stage.SIGNED: gettext_lazy("Record the signatures"),
}


@dataclass(frozen=True)
class Action:
    """A button: its words and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class NextStep:
    """The stage that comes next, what it still misses, and the one action that brings it nearer."""

    stage: Stage | None
    action: Action | None
    missing: list[Missing]
    also: list[Action] = field(default_factory=list)

    @property
    def required(self) -> list[Missing]:
        return [one for one in self.missing if one.required]

    @property
    def wise(self) -> list[Missing]:
        return [one for one in self.missing if not one.required]


def next_step(agreement: Agreement, *, on: date) -> NextStep:
    """For whoever may edit an agreement fetched with `for_detail`."""
    stage = next_stage(agreement.stage)
    if stage is None:
        return NextStep(None, _after_signature(agreement, on=on), [])
    missing = missing_for(agreement, stage)
    required = [one for one in missing if one.required]
    action = mending(required[0]) if required else Action(_label(agreement, stage), _url(agreement, stage))
    return NextStep(stage, action, missing, _on_paper(agreement, stage))


def mending(missing: Missing) -> Action:
    """The button that leads to where this is filled in."""
    if missing.view == "final_make":
        return Action(_("To the final"), missing.url)
    return Action(_("Fill in: %(what)s") % {"what": _lower(missing.text)}, missing.url)


def _on_paper(agreement: Agreement, stage: Stage) -> list[Action]:
    """What there is to do with the paper on the way to the stage: write it, and print it once it is final."""
    final = agreement.standing_final
    if final is not None:
        return [Action(_("Print the final"), final.get_absolute_url())]
    written = {Stage.FINAL_NEGOTIATION, Stage.APPROVED, Stage.SIGNED}
    if stage in written and not agreement.signed_outside and not freeze_of(agreement).holds(Part.TEXT):
        return [Action(_("Write the text"), reverse("agreements:agreement_text", args=[agreement.pk]))]
    return []


def _label(agreement: Agreement, stage: Stage) -> str:
    return _("Take it up again") if agreement.stage == Stage.DECLINED else str(VERBS[stage])


def _url(agreement: Agreement, stage: Stage) -> str:
    if stage == Stage.SIGNED:
        return reverse("agreements:agreement_sign", args=[agreement.pk])
    return reverse("agreements:agreement_advance", args=[agreement.pk]) + f"?to={stage.value}"


def _after_signature(agreement: Agreement, *, on: date) -> Action | None:
    """While it runs, a review that is due; once it lapsed or ended, an agreement that follows it."""
    if state_of(agreement, on=on) == Stage.SIGNED:
        if any(due.review is None for due in due_reviews(agreement, on=on)):
            return Action(_("Record the yearly review"), reverse("agreements:review_create", args=[agreement.pk]))
        return None
    heir = heir_of(agreement.municipality, on=on)
    if heir is not None and heir.in_working_area and not _has_follower(agreement, heir, on=on):
        return Action(_("Start a new agreement"), reverse("agreements:agreement_renew", args=[agreement.pk]))
    return None


def _has_follower(agreement: Agreement, heir: Municipality, *, on: date) -> bool:
    """Whether the municipality, or what became of it, has an agreement on its way, or one with a later last day."""
    return any(others(agreement, heir, on=on).exists() for others in (pending_beside, outlasting))


def state_of(agreement: Agreement, *, on: date) -> str | None:
    """The stage, or "lapsed" for what was signed and is past its last day."""
    if agreement.stage == Stage.SIGNED and agreement.ends_on is not None and agreement.ends_on < on:
        return LAPSED
    return agreement.stage


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
