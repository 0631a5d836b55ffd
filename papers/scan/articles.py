"""Articles that do not fit their noun, as a text for every kind of municipality gets them: “de lokaal bestuur”."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from papers.scan.place import Place

WORD: Final = re.compile(r"[^\W\d_][\w'’]*(?:[-][\w'’]*)*")
DE: Final = frozenset({"de", "deze", "elke", "iedere", "welke", "onze"})
HET: Final = frozenset({"het", "dit", "elk", "ieder", "welk"})
DE_NOUNS: Final = frozenset(
    """gemeente deelgemeente fusiegemeente centrumgemeente randgemeente buurgemeente stad centrumstad provincie
    overeenkomst samenwerkingsovereenkomst raad gemeenteraad provincieraad districtsraad ocmw-raad adviesraad
    deelraad schepen burgemeester voorzitter directeur dienst partij afspraak contactpersoon bijlage ondertekenaar
    coördinator regiocoördinator ondersteuner beslissing looptijd bestuursperiode handtekening""".split()
)
HET_NOUNS: Final = frozenset(
    """bestuur agentschap ocmw decreet addendum college artikel besluit domein grondgebied werkgebied jaar beleid
    overleg centrum document exemplaar""".split()
)
DE_ENDINGS: Final = ("overeenkomst", "gemeente")
HET_ENDINGS: Final = ("bestuur", "agentschap", "decreet", "beleid", "overleg", "ocmw")
# After a pronoun, or as a verb, these stand without an article: “als het partij is”, “tenzij deze overleg pleegt”.
ALONE_AFTER_HET: Final = frozenset({"partij", "voorzitter", "dienst"})
ALONE_AFTER_DEZE: Final = frozenset({"beleid", "overleg", "besluit"})
ADJECTIVE: Final = re.compile(
    r"""(?:lokaa?le?|plaatselijke?|nieuwe?|huidige|eigen|andere?|betrokken|bevoegde?|openbare?|openbaar|hele?|heel
    |volgende?|vorige?|eerste|tweede|derde|vierde|laatste|vaste?|kleine?|grote?|groot|zelfde|enige|oude?|goede?
    |algemene?|algemeen|waarnemende?|jaarlijkse?|vlaamse?|belgische?|gehele|inhoudelijke?|nieuw|vast|klein
    |[^\W\d_]{3,}(?:lijke?|ische?|ionale|ionaal|teerde?|seerde?|tekende?|noemde?|sloten))""",
    re.IGNORECASE | re.VERBOSE,
)
MOST_ADJECTIVES: Final = 3


def clashing_articles(block: str) -> Iterator[Place]:
    """From the article up to the noun, with adjectives between: both “de lokaal bestuur” and “het gemeente”."""
    words = list(WORD.finditer(block))
    for place, article in enumerate(words):
        if (word := article[0].casefold()) not in DE and word not in HET:
            continue
        noun, between = _noun(block, words[place : place + MOST_ADJECTIVES + 2])
        if noun and _clash(word, noun[0].casefold(), bare=not between):
            yield Place(article.start(), noun.end(), _("article that does not fit its noun"))


def _noun(block: str, words: list[re.Match[str]]) -> tuple[re.Match[str] | None, int]:
    """The first word after the article that is no adjective, if only spaces came before it, and how many came."""
    for place in range(1, len(words)):
        if block[words[place - 1].end() : words[place].start()].strip():
            return None, 0
        if not ADJECTIVE.fullmatch(words[place][0]):
            return words[place], place - 1
    return None, 0


def _clash(article: str, noun: str, *, bare: bool) -> bool:
    if article in DE:
        alone = bare and article != "de" and noun in ALONE_AFTER_DEZE
        return not alone and (noun in HET_NOUNS or noun.endswith(HET_ENDINGS))
    alone = bare and article == "het" and noun in ALONE_AFTER_HET
    return not alone and (noun in DE_NOUNS or noun.endswith(DE_ENDINGS))
