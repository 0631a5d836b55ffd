"""Places, people and visits."""

from municipalities.models.contact import Contact
from municipalities.models.domain import Domain
from municipalities.models.late_entry import LateEntry
from municipalities.models.municipality import Municipality, Succession, UndoneSuccession
from municipalities.models.planned_merger import PlannedMerger
from municipalities.models.region import Province, Region
from municipalities.models.target import Target
from municipalities.models.term import NoTerm, Term
from municipalities.models.visit import Visit

__all__ = [
    "Contact",
    "Domain",
    "LateEntry",
    "Municipality",
    "NoTerm",
    "PlannedMerger",
    "Province",
    "Region",
    "Succession",
    "Target",
    "Term",
    "UndoneSuccession",
    "Visit",
]
