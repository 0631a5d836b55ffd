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
    Reopening,
    Review,
    ReviewOutcome,
    Signatory,
    SignedCopy,
    Source,
    StageChange,
)
from municipalities.changes import Change, FieldChange, changes_of, in_words
from papers.models import Document

STEP_FIELDS = (
    "effective_on",
    "reason",
    "try_again_on",
    "municipality_signed_on",
    "ocmw_signed_on",
    "agency_signed_on",
    "note",
)
# The paper that a row is about, for its reference.
WHOSE = ("agreement", "addendum__agreement", "ending__agreement")


def changes_to_agreement(agreement: Agreement) -> list[Change]:
    """Newest first: the agreement, its content, people, decisions, reviews and papers, its steps and corrections."""
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
    return _newest_first([*parts, *_steps(agreement), *_papers(agreement)])


def changes_to_addendum(addendum: Addendum) -> list[Change]:
    """Newest first: the addendum, the commitments that it brings, its people, decisions and papers."""
    pk = addendum.pk
    parts = changes_of(
        Addendum.history.filter(id=pk),
        Commitment.history.filter(added_by_id=pk),
        AddendumSignatory.history.filter(addendum_id=pk),
        AddendumDecision.history.filter(addendum_id=pk),
    )
    return _newest_first([*parts, *_papers(addendum)])


def _newest_first(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.at, reverse=True)


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


def _papers(source: Source) -> list[Change]:
    """What became of its papers; those of an agreement include those of its addenda and of its early end."""
    return [*_finals(source), *_taken_back(source), *_signed_copies(source)]


def _finals(source: Source) -> Iterator[Change]:
    for final in source.finals.select_related("document", "made_by").defer("data"):
        words = _("final “%(label)s”: made") % {"label": final.document.label}
        yield Change(at=final.made_at, by=str(final.made_by), what=words, fields=(_digest(final.document),))


def _taken_back(source: Source) -> Iterator[Change]:
    for one in source.reopenings.select_related("reopened_by", *WHOSE):
        words = _("text of %(reference)s: taken back") % {"reference": _reference(one)}
        yield Change(at=one.reopened_at, by=str(one.reopened_by), what=words, fields=(), reason=one.reason)


def _signed_copies(source: Source) -> Iterator[Change]:
    for copy in source.signed_copies.select_related("document", "filed_by", "set_aside_by", *WHOSE):
        names = {"label": copy.document.label, "reference": _reference(copy)}
        yield Change(
            at=copy.filed_at,
            by=str(copy.filed_by),
            what=_("signed copy “%(label)s” of %(reference)s: filed") % names,
            fields=(
                FieldChange(_("Signed by"), "", copy.get_party_display()),
                FieldChange(_("Text"), "", copy.get_text_display()),
                _digest(copy.document),
            ),
            reason=copy.accepted_because,
        )
        if copy.set_aside_at is not None:
            yield Change(
                at=copy.set_aside_at,
                by=str(copy.set_aside_by),
                what=_("signed copy “%(label)s” of %(reference)s: set aside") % names,
                fields=(),
                reason=copy.set_aside_because,
            )


def _digest(document: Document) -> FieldChange:
    return FieldChange("SHA-256", "", document.sha256)


def _reference(row: Reopening | SignedCopy) -> str:
    """Of the paper that the row is about."""
    return (row.addendum or row.ending or row.agreement).reference


def _fields(step: StageChange, *, recorded: bool) -> Iterator[FieldChange]:
    """What the step says: from nothing when it was recorded, to nothing when it was struck out."""
    for name in STEP_FIELDS:
        value = getattr(step, name)
        if value not in (None, ""):
            label = capfirst(str(step._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            text = in_words(value)
            yield FieldChange(label, "", text) if recorded else FieldChange(label, text, "")
