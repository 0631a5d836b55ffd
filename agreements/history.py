"""Every change of an agreement and of all that belongs to it, in words."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.models import (
    Addendum,
    AddendumDecision,
    AddendumSignatory,
    Agreement,
    AgreementContact,
    Commitment,
    CommitmentProgress,
    ContactChange,
    CouncilDecision,
    DomainText,
    Review,
    ReviewOutcome,
    Signatory,
    StageChange,
)
from municipalities.changes import Change, FieldChange, changes_of, in_words

STEP_FIELDS = (
    "effective_on",
    "reason",
    "try_again_on",
    "municipality_signed_on",
    "ocmw_signed_on",
    "agency_signed_on",
    "note",
)


def changes_to_agreement(agreement: Agreement) -> list[Change]:
    """Newest first: the agreement, its content, people, decisions, reviews and finals, its steps and corrections."""
    pk = agreement.pk
    commitments = Commitment.history.filter(agreement_id=pk)
    reviews = Review.history.filter(agreement_id=pk)
    parts = changes_of(
        Agreement.history.filter(id=pk),
        commitments,
        CommitmentProgress.history.filter(commitment_id__in=commitments.values("id")),
        DomainText.history.filter(agreement_id=pk),
        AgreementContact.history.filter(agreement_id=pk),
        ContactChange.history.filter(agreement_contact__agreement_id=pk),
        Signatory.history.filter(agreement_id=pk),
        CouncilDecision.history.filter(agreement_id=pk),
        Addendum.history.filter(agreement_id=pk),
        AddendumSignatory.history.filter(addendum__agreement_id=pk),
        AddendumDecision.history.filter(addendum__agreement_id=pk),
        reviews,
        ReviewOutcome.history.filter(review_id__in=reviews.values("id")),
    )
    return sorted([*parts, *_steps(agreement), *_papers(agreement)], key=lambda change: change.at, reverse=True)


def changes_to_addendum(addendum: Addendum) -> list[Change]:
    """Newest first: the addendum, the commitments that it brings, its people and decisions."""
    pk = addendum.pk
    return changes_of(
        Addendum.history.filter(id=pk),
        Commitment.history.filter(added_by_id=pk),
        AddendumSignatory.history.filter(addendum_id=pk),
        AddendumDecision.history.filter(addendum_id=pk),
    )


def _steps(agreement: Agreement) -> Iterator[Change]:
    steps = agreement.stage_changes.select_related("recorded_by", "reason", "correction__corrected_by", "corrects")
    for step in steps:
        words = _("stage “%(stage)s”") % {"stage": step.get_stage_display()}
        yield Change(
            at=step.recorded_at,
            by=str(step.recorded_by),
            what=_("%(step)s: recorded") % {"step": words},
            fields=tuple(_fields(step, recorded=True)),
        )
        if not step.is_standing:
            yield Change(
                at=step.correction.corrected_at,
                by=str(step.correction.corrected_by),
                what=_("%(step)s: corrected") % {"step": words},
                fields=tuple(_fields(step, recorded=False)),
                reason=step.correction.reason,
            )


def _papers(agreement: Agreement) -> Iterator[Change]:
    """The finals that were made, of the agreement and its addenda, and every time that a text was taken back."""
    for final in agreement.finals.select_related("document", "made_by").defer("data"):
        words = _("final “%(label)s”: made") % {"label": final.document.label}
        sha256 = FieldChange("SHA-256", "", final.document.sha256)
        yield Change(at=final.made_at, by=str(final.made_by), what=words, fields=(sha256,))
    for one in agreement.reopenings.select_related("reopened_by"):
        yield Change(
            at=one.reopened_at, by=str(one.reopened_by), what=_("text: taken back"), fields=(), reason=one.reason
        )


def _fields(step: StageChange, *, recorded: bool) -> Iterator[FieldChange]:
    """What the step says: from nothing when it was recorded, to nothing when it was struck out."""
    for name in STEP_FIELDS:
        value = getattr(step, name)
        if value not in (None, ""):
            label = capfirst(str(step._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            text = in_words(value)
            yield FieldChange(label, "", text) if recorded else FieldChange(label, text, "")
