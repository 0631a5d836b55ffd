"""Good and bad papers for the scanner: what must be found, and what looks like it and is right."""

from papers.printing import pdf_of

# Each is one place, wherever it stands in a text.
PLANTS = [
    "{{ gemeente }}",
    "{{ gemeente",
    "gemeente }}",
    "{% if stad %}",
    "{naam}",
    "${naam}",
    "[Status]",
    "[Naam]",
    "[in te vullen: naam van wie tekent]",
    "«Naam»",
    "«Naam",
    "<<Naam>>",
    "<naam>",
    "%NAAM%",
    "XXX",
    "xxx",
    "xx/xx/2026",
    "dd/mm/jjjj",
    "…………",
    ".......",
    ". . . . . .",
    "______",
    "None",
    "nan",
    "NaN",
    "null",
    "undefined",
    "#REF!",
    "#VERW!",
    "#DEEL/0!",
    "MERGEFIELD Naam",
    "Error! Reference source not found",
    "Fout! Bladwijzer niet gedefinieerd",
    "Klik om tekst in te voeren",
    "Lorem ipsum",
    "TODO",
    "TBD",
    "de de dienst",
    "De de dienst",
    "gemeente gemeente",
    "en het het gehele",
    "afspraken afspraken",
    "lokaal  beleid",
    "lokaal \u00a0beleid",
    "regio , maar",
    "regio . Maar",
    "zo.. Maar",
    "maar,, wel",
    "()",
    "( )",
    "[ ]",
    "de lokaal bestuur",
    "de lokale bestuur",
    "het gemeente",
    "het stad",
    "de agentschap",
    "de OCMW",
    "het overeenkomst",
    "het samenwerkingsovereenkomst",
    "de decreet",
    "de integratiedecreet",
    "de addendum",
    "het raad",
    "het gemeenteraad",
    "het schepen",
    "het bevoegde schepen",
    "dit gemeente",
    "dit nieuwe overeenkomst",
    "deze bestuur",
    "deze nieuwe decreet",
    "elk gemeente",
    "31 februari",
    "29 februari 2026",
    "31/04/2026",
    "2026-02-30",
    "09 123 45 6",
    "0478 12 34 5",
    "0478/12.34.567",
    "+32 9 123 45 6",
    "+32 478 12 34 5",
    "tel. 09 12345",
    "a\ufffdb",
    "a\ue001b",
    "van  tot en met",
    "van tot",
    "€ , te",
    "€ per uur",
]

# Ordinary Dutch that comes close.
RIGHT = [
    "Nan en Nanette wonen in Nannestraat 3, bij mevrouw Nullens.",
    "Zie noot [1], noten [2, 3] en bijlage [a]; de rest […] blijft weg, net als dit [...] stuk.",
    "Art. 279 van het decreet, t.e.m. 29 februari 2024, i.s.m. het OCMW, enz.",
    "Meer op www.example.org/none of via nan@example.org, van ’s morgens tot ’s avonds.",
    "Hij weet dat dat helpt, en wie die die hulp vraagt. Als u u inschrijft, krijgt u een brief.",
    "De heer Van Van Damme en mevrouw De De Smet zien Wouter Wouters.",
    "Het OCMW-bestuur, de OCMW-raad, het gemeentehuis, het raad- en daadpunt en de jaarlijkse vergadering.",
    "De raad besluit, het college beslist, en de gemeente bestuurt.",
    "De dienst die beleid voert, weet dat gemeente en stad samenwerken.",
    "Het lokale en regionale overleg, de lokale besturen, dit lokale bestuur en deze gemeente.",
    "Tel. 09 123 45 67 of 0478 12 34 56, +32 478 12 34 56, +32 (0)9 123 45 67, 0800 12 345 of 04 222 33 44.",
    "Het ondernemingsnummer is 0206.767.209, open van 09.30 tot 12.00 uur, op 01/02/2021 en 2021-02-28.",
    "Wacht… en dan... verder. De prijs is 1 250 €. Het bedrag (in €) staat in deel XXXVII, op 1 + 1.",
    "Van 1 januari 2025 tot en met 31 december 2030; de resultaten van tot nu toe.",
    "Jeugd- en welzijnswerk, integratie- en inburgeringsbeleid, stap voor stap, 2 2 en 3.",
    "Hoofdstuk A A en B: < 5 en > 3, 50 % van 20 %, C# en {1, 2}, 3 * 4 (zie punt 4).",
    "Dit is een e-mailadres; welke gemeente, elk bestuur, ieder overleg en welk domein.",
    "Het zorgt ervoor dat het het lokaal bestuur informeert. Als het het agentschap vraagt, komt er iemand langs.",
]

STYLE = """
@font-face { font-family: Paper; src: url("font:regular") }
@page { size: A4; margin: 20mm }
body { font: 10pt Paper; hyphens: auto; white-space: pre-wrap }
td { padding: 1mm 3mm; vertical-align: top; width: 45mm }
.narrow { width: 16mm }
"""


def printed(body: str, *, style: str = "") -> bytes:
    """A paper of our own making, spaces as they are typed."""
    return pdf_of(
        f'<html lang="nl"><head><title>Proef</title><style>{STYLE}{style}</style></head><body>{body}</body></html>'
    )
