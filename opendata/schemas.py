"""What answers look like. The names in them are Dutch, and OSLO's where OSLO has the term (`opendata.vocabulary`)."""

from datetime import date, datetime

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


class DefinitionOut(Schema):
    code: str
    name: str = Field(serialization_alias="naam")
    explanation: str = Field(
        serialization_alias="omschrijving", description=_("What the figure includes and what it does not.")
    )
    unit: str = Field(serialization_alias="eenheid", description=_("What it is a number of."))
    version: int | None = Field(serialization_alias="versie")
    since: date | None = Field(serialization_alias="sinds", description=_("The day of this version."))


class Definitions(InContext):
    rows: list[DefinitionOut] = Field(serialization_alias="rijen")


class StandingOut(LinkedMunicipality):
    province: Named = Field(serialization_alias="provincie")
    in_working_area: bool = Field(serialization_alias="inWerkgebied")
    visited: bool = Field(serialization_alias="bezocht", description=_("In the term of the day."))
    last_visited_on: date | None = Field(serialization_alias="laatstBezochtOp", description=_("In any term."))
    stage: str | None = Field(serialization_alias="fase", description=_("The code of the stage."))
    stage_name: str | None = Field(serialization_alias="faseNaam")
    stage_since: date | None = Field(serialization_alias="faseSinds")
    concluded: bool = Field(serialization_alias="afgesloten", description=_("Signed by all in the term of the day."))
    concluded_on: date | None = Field(serialization_alias="afgeslotenOp")
    in_force: str | None = Field(
        serialization_alias="vanKracht",
        description=_("own, inherited_whole or inherited_part; empty when no agreement is in force."),
    )
    in_force_name: str | None = Field(serialization_alias="vanKrachtNaam")


class TwoClocks(Schema):
    known_on: date | None = Field(
        serialization_alias="bekendOp", description=_("At the end of which day this was known; empty: now.")
    )


class OfADay(Schema):
    on: date = Field(serialization_alias="dag")
    known_on: date | None = Field(serialization_alias="bekendOp")


class StageLine(StandingOut, OfADay):
    """What a line of the CSV holds, and so its columns."""


class StagePage(TwoClocks, PageOut):
    rows: list[StandingOut] = Field(serialization_alias="rijen")


class Period(Schema):
    starts_on: date = Field(serialization_alias="eersteDag")
    ends_on: date = Field(serialization_alias="laatsteDag")


class Numbers(Schema):
    province: Named | None = Field(serialization_alias="provincie", description=_("Empty: all provinces together."))
    numbers: dict[str, int | None] = Field(
        serialization_alias="getallen", description=_("Per code of a figure; empty when there is no median.")
    )
    percentages: dict[str, float | None] = Field(
        serialization_alias="percentages", description=_("Share of the municipalities of the row.")
    )


class FiguresOut(TwoClocks, InContext):
    on: date = Field(serialization_alias="dag")
    term: Period = Field(serialization_alias="bestuursperiode")
    definitions: list[DefinitionOut] = Field(serialization_alias="definities")
    rows: list[Numbers] = Field(serialization_alias="rijen")


class FigureLine(DefinitionOut, OfADay):
    """What a line of the CSV holds, and so its columns."""

    province: Named | None = Field(serialization_alias="provincie")
    number: int | None = Field(serialization_alias="getal")
    percentage: float | None


class PublicationOut(Schema):
    id: str = Field(serialization_alias="@id")
    key: int = Field(serialization_alias="sleutel", description=_("By which its own addresses know it."))
    title: str = Field(serialization_alias="titel")
    kind: str = Field(serialization_alias="soort")
    number: str | None = Field(serialization_alias="nummer")
    asked_on: date | None = Field(serialization_alias="gevraagdOp")
    answered_on: date | None = Field(serialization_alias="beantwoordOp")
    figures_on: date = Field(serialization_alias="dag", description=_("The day of the figures."))
    known_at: datetime | None = Field(
        serialization_alias="bekendTot", description=_("What was recorded by this moment is counted.")
    )
    published_at: datetime | None = Field(
        serialization_alias="gepubliceerdOp", description=_("Empty when it is older than the register.")
    )
    before_register: bool = Field(
        serialization_alias="ouderDanRegister", description=_("Figures as they were said, not counted by the register.")
    )
    sha256: str = Field(description=_("Of all that was said, also of what is not here: the question and the text."))
    seal_broken: bool = Field(
        serialization_alias="zegelVerbroken",
        description=_("True when the last nightly verification found something else than was given out."),
    )
    corrects: str | None = Field(serialization_alias="verbetert", description=_("The address of the earlier answer."))
    corrected_by: str | None = Field(
        serialization_alias="verbeterdDoor", description=_("The address of the answer that took its place.")
    )


class PublicationPage(PageOut):
    rows: list[PublicationOut] = Field(serialization_alias="rijen")


class PublishedNumber(Schema):
    province: str | None = Field(serialization_alias="provincie", description=_("Empty: all provinces together."))
    code: str
    number: int | None = Field(serialization_alias="getal")
    at_least: bool = Field(serialization_alias="minstens", description=_("True when no more than a minimum was said."))


class PublishedMunicipality(Schema):
    code: str = Field(description=_("The code of the figure that counts it."))
    nis: str
    name: str = Field(serialization_alias="voorkeursnaam", description=_("As it was called then."))
    province: str = Field(serialization_alias="provincie")
    times: int = Field(serialization_alias="aantal", description=_("What it brings to the figure."))


class PublicationDetail(InContext, PublicationOut):
    paragraph: str = Field(serialization_alias="alinea", description=_("The paragraph that was made of the figures."))
    definitions: list[DefinitionOut] = Field(serialization_alias="definities")
    numbers: list[PublishedNumber] = Field(serialization_alias="getallen")
    municipalities: list[PublishedMunicipality] = Field(serialization_alias="gemeenten")
