"""What answers look like. The names in them are Dutch, and OSLO's where OSLO has the term (`opendata.vocabulary`)."""

from datetime import date

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema


class WrongParameter(Schema):
    parameter: str
    message: str = Field(serialization_alias="melding")


class Problem(Schema):
    type: str
    title: str
    status: int
    detail: str = Field(description=_("What is wrong, in a sentence."))
    errors: list[WrongParameter] = Field([], serialization_alias="fouten", description=_("Per parameter."))


class Named(Schema):
    """A place by its code and name."""

    nis: str
    name: str = Field(serialization_alias="voorkeursnaam")


class LinkedMunicipality(Schema):
    id: str = Field(serialization_alias="@id")
    nis: str
    name: str = Field(serialization_alias="voorkeursnaam")


class Origin(Schema):
    """The merger that a municipality came from."""

    type: str = Field("Fusie", serialization_alias="@type")
    took_effect_on: date = Field(serialization_alias="datum")
    predecessors: list[LinkedMunicipality] = Field(serialization_alias="heeftOorspronkelijkeOrganisatie")


class Destiny(Schema):
    """The merger that a municipality went into."""

    type: str = Field("Fusie", serialization_alias="@type")
    took_effect_on: date = Field(serialization_alias="datum")
    successor: LinkedMunicipality = Field(serialization_alias="heeftResulterendeOrganisatie")


class MunicipalityOut(LinkedMunicipality):
    type: str = Field("Bestuurseenheid", serialization_alias="@type")
    kbo: str | None = Field(description=_("Number in the Crossroads Bank for Enterprises."))
    ovo: str | None = Field(description=_("Code in the Flemish register of organisations."))
    title: str = Field(serialization_alias="titel", description=_("“stad” or “gemeente”."))
    province: Named = Field(serialization_alias="provincie")
    starts_on: date | None = Field(
        serialization_alias="eersteDag", description=_("Empty when it is older than the register looks back.")
    )
    ends_on: date | None = Field(serialization_alias="laatsteDag", description=_("Empty as long as it exists."))
    in_working_area: bool = Field(
        serialization_alias="inWerkgebied", description=_("False for the cities with an agency of their own.")
    )
    origins: list[Origin] = Field(
        serialization_alias="isHetResultaatVan", description=_("The mergers that it came from.")
    )
    destiny: Destiny | None = Field(
        serialization_alias="isVeranderdDoor", description=_("The merger that it went into.")
    )


class InContext(Schema):
    context: str = Field(
        serialization_alias="@context", description=_("Where the meaning of the names stands (JSON-LD).")
    )


class PageOut(InContext):
    on: date | None = Field(
        serialization_alias="dag", description=_("The day looked at; empty when it does not matter.")
    )
    total: int = Field(serialization_alias="totaal", description=_("The number of rows of all pages together."))
    page: int = Field(serialization_alias="pagina")
    next: str | None = Field(serialization_alias="volgende", description=_("The address of the next page."))


class MunicipalityDetail(InContext, MunicipalityOut):
    pass


class MunicipalityPage(PageOut):
    rows: list[MunicipalityOut] = Field(serialization_alias="rijen")
