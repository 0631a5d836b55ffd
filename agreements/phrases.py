"""The fixed words of a paper: what stands between the texts, one line each, kept with the version of the template."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Commitment, PaperKind, Review, TemplateVersion
from papers.text.fields import problems_in
from papers.text.markdown import FIELD

LONGEST: Final = 200


@dataclass(frozen=True)
class Phrase:
    """Some words by their key. `fields` are the names of what is filled in: all of them have to be in the words."""

    key: str
    label: str | Promise
    example: str
    fields: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Its name in the form of a version."""
        return f"phrase_{self.key}"


_EVERYWHERE: Final = (
    Phrase("first_party", gettext_lazy("first party, under the title"), "tussen {{ partij }}", ("partij",)),
    Phrase("second_party", gettext_lazy("second party, under the title"), "en {{ agentschap }}", ("agentschap",)),
    Phrase("numbered", gettext_lazy("number, under the title"), "Nummer {{ nummer }}", ("nummer",)),
    Phrase("agency", gettext_lazy("the agency by its full name"), "het Agentschap Integratie en Inburgering"),
    Phrase(
        "period",
        gettext_lazy("a period"),
        "{{ begindatum }} tot en met {{ einddatum }}",
        ("begindatum", "einddatum"),
    ),
    Phrase("page", gettext_lazy("foot: before the number of the page"), "pagina"),
    Phrase("page_of", gettext_lazy("foot: before the number of pages"), "van"),
)
_AGENCY_SHORT: Final = Phrase("agency_short", gettext_lazy("the agency in short"), "het agentschap")
_TOGETHER: Final = Phrase("together", gettext_lazy("carried out by both parties"), "beide partijen samen")
_CARRIED_OUT: Final = (
    Phrase("carried_out_by", gettext_lazy("before who carries out a commitment"), "Uitvoering:"),
    _AGENCY_SHORT,
    _TOGETHER,
)
_DECIDED: Final = (
    Phrase(
        "decision",
        gettext_lazy("decision of a council"),
        "de beslissing van {{ raad }} van {{ beslissingsdatum }}",
        ("raad", "beslissingsdatum"),
    ),
    Phrase("municipal_council", gettext_lazy("the council of the municipality"), "de gemeenteraad"),
    Phrase("ocmw_council", gettext_lazy("the council of the OCMW"), "de raad voor maatschappelijk welzijn"),
    Phrase("drawn_up", gettext_lazy("“opgemaakt”, without a date on the paper"), "opgemaakt"),
    Phrase("drawn_up_on", gettext_lazy("“opgemaakt”, with a date"), "opgemaakt op {{ datum }}", ("datum",)),
)
_REPRESENTED: Final = Phrase(
    "represented_by", gettext_lazy("above who represents a party"), "{{ wie }}, vertegenwoordigd door:", ("wie",)
)
_SIGNED: Final = (
    Phrase("signs_for", gettext_lazy("above the places to sign of a party"), "Voor {{ wie }}", ("wie",)),
    Phrase("signed_on", gettext_lazy("place for the date of signature"), "Datum"),
    Phrase("signature", gettext_lazy("place for the signature"), "Handtekening"),
    Phrase("acting", gettext_lazy("acting in a function"), "waarnemend {{ functie }}", ("functie",)),
    Phrase(
        "delegated_mandate",
        gettext_lazy("delegation to who holds a mandate"),
        "bij delegatie van {{ delegatiedatum }}, artikel 281 van het decreet over het lokaal bestuur",
        ("delegatiedatum",),
    ),
    Phrase(
        "delegated_staff",
        gettext_lazy("delegation to staff"),
        "bij delegatie van {{ delegatiedatum }}, artikel 283 van het decreet over het lokaal bestuur",
        ("delegatiedatum",),
    ),
    Phrase(
        "delegated_agency",
        gettext_lazy("delegation at the agency"),
        "bij delegatie van {{ delegatiedatum }}",
        ("delegatiedatum",),
    ),
)
_UNTIL_NOW: Final = Phrase("until_now", gettext_lazy("before what held until now"), "Tot nu toe:")

PHRASES: Final[dict[str, tuple[Phrase, ...]]] = {
    PaperKind.AGREEMENT: (
        *_EVERYWHERE,
        Phrase("contents", gettext_lazy("title of the contents page"), "Inhoud"),
        *_DECIDED,
        _REPRESENTED,
        *_CARRIED_OUT,
        Phrase("name_and_function", gettext_lazy("column of the contacts: who"), "Naam en functie"),
        Phrase("service", gettext_lazy("column of the contacts: service"), "Dienst"),
        Phrase("email_and_phone", gettext_lazy("column of the contacts: how to reach them"), "E-mail en telefoon"),
        *_SIGNED,
    ),
    PaperKind.ADDENDUM: (
        *(one for one in _EVERYWHERE if one.key not in {"first_party", "second_party"}),
        Phrase(
            "of_agreement",
            gettext_lazy("the agreement, under the title"),
            "bij de samenwerkingsovereenkomst {{ nummer }} tussen {{ partij }} en {{ agentschap }}",
            ("nummer", "partij", "agentschap"),
        ),
        *_DECIDED,
        _REPRESENTED,
        Phrase("added_one", gettext_lazy("above one new commitment"), "Nieuwe afspraak"),
        Phrase("added_many", gettext_lazy("above new commitments"), "Nieuwe afspraken"),
        Phrase("changed_one", gettext_lazy("above one changed commitment"), "Gewijzigde afspraak"),
        Phrase("changed_many", gettext_lazy("above changed commitments"), "Gewijzigde afspraken"),
        Phrase("dropped_one", gettext_lazy("above one commitment that goes"), "Afspraak die vervalt"),
        Phrase("dropped_many", gettext_lazy("above commitments that go"), "Afspraken die vervallen"),
        _UNTIL_NOW,
        Phrase("becomes", gettext_lazy("before what a commitment becomes"), "Dit wordt:"),
        *_CARRIED_OUT,
        *_SIGNED,
    ),
    PaperKind.REVIEW: (
        *_EVERYWHERE,
        Phrase("present", gettext_lazy("above who was there"), "Aanwezig"),
        Phrase("nobody_present", gettext_lazy("where nobody was noted"), "niemand genoteerd"),
        Phrase("commitment", gettext_lazy("column of the commitments: what"), "Afspraak"),
        Phrase("carried_out_by", gettext_lazy("column of the commitments: who carries it out"), "Uitvoering"),
        Phrase("state", gettext_lazy("column of the commitments: how it stands"), "Stand"),
        _AGENCY_SHORT,
        _TOGETHER,
        *(
            Phrase(f"state_{one.value}", format_lazy("{}: {}", gettext_lazy("state"), one.label), example)
            for one, example in zip(Commitment.State, ("te doen", "aan de gang", "gedaan", "vervallen"), strict=True)
        ),
        *(
            Phrase(f"follow_up_{one.value}", format_lazy("{}: {}", gettext_lazy("what follows"), one.label), example)
            for one, example in zip(Review.FollowUp, ("Niets nodig", "Een bijsturing", "Een addendum"), strict=True)
        ),
    ),
    PaperKind.CONTACT: (
        *_EVERYWHERE,
        _UNTIL_NOW,
        Phrase(
            "from_then_on", gettext_lazy("before who is to be reached from then on"), "Vanaf {{ vanaf }}:", ("vanaf",)
        ),
    ),
    PaperKind.ENDING: (
        *_EVERYWHERE,
        Phrase("reason", gettext_lazy("above the reason"), "Reden"),
        *_SIGNED,
    ),
}


def problems_of(phrase: Phrase, words: str) -> list[str]:
    """What is wrong with the words of a phrase, for the screen. Words that are not there yet are no problem here."""
    found = [problem.message for problem in problems_in(words, known=phrase.fields, heading=True)]
    if words.strip():
        used = FIELD.findall(words)
        found += [
            _("“%(field)s” has to be in it.") % {"field": f"{{{{ {field} }}}}"}
            for field in phrase.fields
            if field not in used
        ]
    return found


def page_number_of(version: TemplateVersion) -> str:
    """The number of a page as papers of this version say it at their foot, with figures for an example."""
    before, between = (version.phrases.get(key, "") for key in ("page", "page_of"))
    return " ".join(f"{before} 1 {between} 2".split())
