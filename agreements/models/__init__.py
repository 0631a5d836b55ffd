"""What the agency and a municipality agree: stages, content, people, papers, reviews."""

from agreements.models.addendum import Addendum, AddendumDecision, AddendumSignatory, Signable, Source, agreement_of
from agreements.models.agreement import Agreement, CouncilDecision
from agreements.models.commitment import Commitment, CommitmentProgress, DomainText
from agreements.models.final import Final, Reopening, SignedCopy, belonging_to
from agreements.models.merger import MergerDecision
from agreements.models.people import AgencyDirector, AgreementContact, ContactChange, Side, Signatory
from agreements.models.reference import DeclineReason, ReferenceSerial
from agreements.models.review import Review, ReviewOutcome
from agreements.models.stage import Ending, Stage, StageChange, StageCorrection
from agreements.models.template import Clause, PaperKind, PaperTemplate, TemplatePart, TemplateVersion

__all__ = [
    "Addendum",
    "AddendumDecision",
    "AddendumSignatory",
    "AgencyDirector",
    "Agreement",
    "AgreementContact",
    "Clause",
    "Commitment",
    "CommitmentProgress",
    "ContactChange",
    "CouncilDecision",
    "DeclineReason",
    "DomainText",
    "Ending",
    "Final",
    "MergerDecision",
    "PaperKind",
    "PaperTemplate",
    "ReferenceSerial",
    "Reopening",
    "Review",
    "ReviewOutcome",
    "Side",
    "Signable",
    "Signatory",
    "SignedCopy",
    "Source",
    "Stage",
    "StageChange",
    "StageCorrection",
    "TemplatePart",
    "TemplateVersion",
    "agreement_of",
    "belonging_to",
]
