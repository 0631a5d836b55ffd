"""The merge fields that the texts of a paper can hold: one fixed list per kind of paper."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from agreements.models import PaperKind
from papers.text.fields import Field

_PLACE: Final = (
    Field("gemeente", _("the municipality by its title"), "de stad Aalst"),
    Field("naam", _("name of the municipality"), "Aalst"),
    Field("titel", _("“gemeente” or “stad”"), "stad"),
    Field("ocmw", _("the OCMW"), "het OCMW van Aalst"),
    Field("partij", _("who is party: the municipality, the OCMW or both"), "de stad Aalst en het OCMW van Aalst"),
    Field("agentschap", _("the agency by its full name"), "het Agentschap Integratie en Inburgering"),
)
_AGREEMENT: Final = (
    Field("nummer", _("number of the agreement"), "OVL-2025-0042"),
    Field("begindatum", _("first day of the period"), "1 juli 2025"),
    Field("einddatum", _("last day of the period"), "31 december 2030"),
    Field("looptijd", _("the period"), "1 juli 2025 tot en met 31 december 2030"),
    Field("ondersteuner", _("supporter of local policy, at the agency"), "Noor Verzonnen"),
    Field("contactpersoon", _("contact at the municipality"), "Kaat Bedacht"),
)
_DECISION: Final = Field(
    "raadsbeslissing",
    _("the decision of the council, or both; alone on its line it falls away as long as there is none"),
    "de beslissing van de gemeenteraad van 22 juni 2025 (2025/GR/118)",
)
_DATED: Final = Field(
    "opgemaakt", _("“opgemaakt”, with the date on the paper when there is one"), "opgemaakt op 1 juli 2025"
)

MERGE_FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    PaperKind.AGREEMENT: (*_PLACE, *_AGREEMENT, _DECISION, _DATED),
    PaperKind.ADDENDUM: (
        *_PLACE,
        Field("addendumnummer", _("number of the addendum"), "OVL-2025-0042/A1"),
        Field("onderwerp", _("subject of the addendum"), "Zitdag in het Huis van Welzijn"),
        Field("ingangsdatum", _("day from which the addendum holds"), "1 september 2027"),
        *_AGREEMENT,
        _DECISION,
        _DATED,
    ),
    PaperKind.REVIEW: (
        *_PLACE,
        Field("overlegdatum", _("day of the meeting"), "3 september 2026"),
        Field("vervaldatum", _("day on which the meeting was due"), "1 juli 2026"),
        *_AGREEMENT,
    ),
    PaperKind.CONTACT: (
        *_PLACE,
        Field("vanaf", _("day from which somebody else is to be reached"), "1 oktober 2027"),
        Field("nieuwe", _("who is to be reached from then on"), "Joris Bedacht"),
        Field("vorige", _("who was to be reached before"), "Kaat Bedacht"),
        Field("namens", _("the party of both"), "de stad Aalst en het OCMW van Aalst"),
        *_AGREEMENT,
    ),
    PaperKind.ENDING: (
        *_PLACE,
        Field("slotdag", _("last day on which the agreement holds"), "31 maart 2028"),
        *_AGREEMENT,
    ),
}


def fields_of(kind: str) -> tuple[Field, ...]:
    return MERGE_FIELDS[kind]


def names_of(kind: str) -> list[str]:
    """The names of the fields, for `problems_in`."""
    return [field.name for field in MERGE_FIELDS[kind]]
