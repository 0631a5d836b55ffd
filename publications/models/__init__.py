from publications.models.draft import Draft
from publications.models.frozen import Frozen, NamedPlace
from publications.models.publication import Publication, PublicationQuerySet
from publications.models.said import Kind, Part, Said
from publications.models.verification import Clock, Verification, VerificationQuerySet, with_outcome

__all__ = [
    "Clock",
    "Draft",
    "Frozen",
    "Kind",
    "NamedPlace",
    "Part",
    "Publication",
    "PublicationQuerySet",
    "Said",
    "Verification",
    "VerificationQuerySet",
    "with_outcome",
]
