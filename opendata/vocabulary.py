"""The JSON-LD context: which names in the answers are whose terms. Served by us, so that nobody fetches it elsewhere.

A name that no standard has stays a name of our own: the day a municipality began, for one, is in OSLO the day of the
event that founded it, and the working area of the agency is not OSLO's `werkingsgebied`, which is where an
administration has its powers.
"""

from typing import Any, Final

PREFIXES: Final = {
    "besluit": "http://data.vlaanderen.be/ns/besluit#",
    "dct": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "organisatie": "http://data.vlaanderen.be/ns/organisatie#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# OSLO Besluit and OSLO Organisatie, with the vocabularies that OSLO Organisatie takes terms from.
TERMS: Final[dict[str, Any]] = {
    "Bestuurseenheid": "besluit:Bestuurseenheid",
    "Fusie": "organisatie:Fusie",
    "voorkeursnaam": {"@id": "skos:prefLabel", "@language": "nl"},
    "isHetResultaatVan": {"@id": "org:resultedFrom", "@container": "@set"},
    "isVeranderdDoor": {"@id": "org:changedBy"},
    "heeftOorspronkelijkeOrganisatie": {"@id": "org:originalOrganization", "@container": "@set"},
    "heeftResulterendeOrganisatie": {"@id": "org:resultingOrganization"},
    "datum": {"@id": "dct:date", "@type": "xsd:date"},
}

# A code is an identifier of the organisation; the type says in which register.
CODES: Final = ("nis", "kbo", "ovo")
DAYS: Final = ("eersteDag", "laatsteDag", "dag", "bekendOp", "sinds")


def context(own: str) -> dict[str, Any]:
    """The document; `own` is the address before the names that are ours."""
    codes = {code: {"@id": "org:identifier", "@type": f"{own}{code}"} for code in CODES}
    days = {name: {"@id": f"{own}{name}", "@type": "xsd:date"} for name in DAYS}
    return {"@context": {"@version": 1.1, "@vocab": own, **PREFIXES, **TERMS, **codes, **days}}
