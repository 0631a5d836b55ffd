"""What the agency and a municipality agree: stages, content, people, reviews."""

from agreements.models.agreement import Agreement, CouncilDecision
from agreements.models.commitment import Commitment, CommitmentProgress
from agreements.models.people import AgencyDirector, AgreementContact, Side, Signatory
from agreements.models.reference import DeclineReason, ReferenceSerial
from agreements.models.review import Review, ReviewOutcome
from agreements.models.stage import Stage, StageChange, StageCorrection

__all__ = [
    "AgencyDirector",
    "Agreement",
    "AgreementContact",
    "Commitment",
    "CommitmentProgress",
    "CouncilDecision",
    "DeclineReason",
    "ReferenceSerial",
    "Review",
    "ReviewOutcome",
    "Side",
    "Signatory",
    "Stage",
    "StageChange",
    "StageCorrection",
]
