from publications.models.draft import Draft
from publications.models.publication import Frozen, Place, Publication, PublicationQuerySet
from publications.models.said import Kind, Part, Said

__all__ = ["Draft", "Frozen", "Kind", "Part", "Place", "Publication", "PublicationQuerySet", "Said"]
