"""What a page shows of numbers: those that open a list, those that stand on their list, and what is no count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import html

MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"

# Why the numbers in some part of a page count nothing of the register, and where those parts are.
PARTS_WITHOUT_COUNTS = {
    "a drawing: what it shows stands beside it in words or in a table": "svg",
    "what can be typed, chosen and filtered": "form",
    "a moment": "time",
    "what the register was told, before and after a change": "*[self::del or self::ins]",
    "code to copy, or a fingerprint": "code",
    "the numbers of pages": "*[has-class('pages-list') or has-class('pages-size')]",
    "how long ago, in a column of days": "td[has-class('number') and starts-with(@data-label, 'Dagen')]",
    "how far a job is": "progress",
    "the names of pages above this one": "nav[has-class('breadcrumbs')]",
    "how many rows a file had when it was made": "td[@data-label='Rijen']",
    "what one row brings to the number above it": "*[@data-brings]",
    "what a merger would make of a figure: no list has it yet": "*[@data-foreseen]",
    "what was said without a list, found by an earlier verification, or the sum of numbers beside it": "*[@data-said]",
    "the name of a batch": "td[@data-label='Bundel']",
}

# Why a number in a text counts nothing of the register, and how it looks. The first that fits takes it.
WORDS_WITHOUT_COUNTS = {
    "a term": r"\b\d{4}\s?–\s?\d{4}",
    "a day": rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?|\b(?:{MONTHS}) \d{{4}}|\b\d{{2}}\.\d{{2}}\.\d{{4}}",
    "a time": r"\b\d{1,2}[:.]\d{2}\b",
    "the number of an agreement, an addendum or a question": r"\bOVL-\d{4}-\d{4}\S*|\bnr\. \d+(?: \(\d{4}-\d{4}\))?",
    "the number of a version, a batch or an addendum": r"\b(?:[Vv]ersie|Definitie|Bundel|Nieuw|Addendum) \d+",
    "how far a job is": r"\b\d+ van \d+ overeenkomsten",
    "a difference between two numbers that stand beside it": r"(?<!\S)[+−]\d+(?!\S)",
    "the name of a kind of fingerprint": r"\bSHA-256\b",
    "an article of law": r"\bartikel \d+",
    "a share": r"\b\d+(?:,\d+)? ?%",
    "how long": r"\b\d+ (?:dag|dagen)\b",
    "a size": r"\b\d+(?:,\d+)? ?(?:bytes|kB|KB|MB)\b",
    "a target, and what is missing to reach it": r"\bdoel \d+: (?:nog \d+|gehaald)",
    "a year or a code: nothing here is counted in thousands": r"\b\d{4,}\b",
    "a phone number": r"\+\d{2} [\d ]+",
    "a name that the tests number": r"\b(?:Gemeente|Regio|Verzonnen|Bedacht) \d+",
    "nothing: there is no list": r"(?<![\d,.])0(?![\d,.])",
}
NO_COUNT = re.compile("|".join(f"(?:{pattern})" for pattern in WORDS_WITHOUT_COUNTS.values()))


@dataclass
class Shown:
    """The numbers of a page."""

    links: list[tuple[str, str]] = field(default_factory=list)  # the address of a list, and the number that opens it
    here: list[tuple[str, str]] = field(default_factory=list)  # of a list on this page: what it says, what it holds
    loose: list[str] = field(default_factory=list)  # texts with a number that is none of these
    ways: list[str] = field(
        default_factory=list
    )  # the addresses of all its links, but for those that take a day or a filter away


def numbers_of(text: str, address: str) -> Shown:
    """Of the page at this address."""
    main = _main(text)
    shown = Shown()
    items = main.xpath(".//@data-item")
    shown.here += _pages(main)
    ways = main.xpath(".//a[not(ancestor::*[has-class('notice') or has-class('chips')])]/@href", extensions=CLASSES)
    shown.ways = [urljoin(address, way) for way in ways]
    for path in PARTS_WITHOUT_COUNTS.values():
        for part in main.xpath(f".//{path}", extensions=CLASSES):
            _take(part)
    for link in main.xpath(".//a[@data-number]"):
        shown.links.append((urljoin(address, link.get("href")), link.get("data-number") or link.text_content().strip()))
        _take(link)
    for part in main.xpath(".//*[@data-counts]"):
        shown.here.append((part.get("data-counts"), str(len(_counted(_by_id(main, part.get("data-list")))))))
        _take(part)
    for part in main.xpath(".//details/summary[re:test(., '\\d')]", namespaces=REGEXP):
        shown.here += _folded(part)
    for part in main.xpath(".//caption|.//h5"):
        shown.here += _headed(part)
    for part in main.xpath(".//*[@data-count]"):
        if part.get("data-items"):
            shown.here.append((part.get("data-count"), str(items.count(part.get("data-items")))))
        _take(part)
    shown.loose = [loose for line in _lines(main) if re.search(r"\d", loose := NO_COUNT.sub("…", line))]
    return shown


def count_of(text: str, fragment: str = "") -> str:
    """How many a page lists, or a part of it; the page says so, from its own rows."""
    main = _main(text)
    part = _by_id(main, fragment) if fragment else main
    said = part.xpath("descendant-or-self::*/@data-count")
    if said:
        return str(said[0])
    if part.get("data-items"):
        return str(main.xpath(".//@data-item").count(part.get("data-items")))
    inner = part.xpath(".//a/@data-number[. != '']")
    return str(sum(map(int, inner)) if inner else len(_counted(part)))


def plain(text: str) -> str:
    """The page with its numbers bare, as one reads them."""
    return re.sub(r"<a data-number[^>]*>(\d+)</a>|<span data-said>(\d+)</span>", r"\1\2", text)


REGEXP = {"re": "http://exslt.org/regular-expressions"}


def _has_class(context: Any, name: str) -> bool:
    return name in context.context_node.get("class", "").split()


CLASSES = {(None, "has-class"): _has_class}


def _main(text: str) -> Any:
    tree = html.fromstring(text)
    return next(iter(tree.xpath("//main")), tree)


def _by_id(main: Any, name: str) -> Any:
    found = main.xpath(".//*[@id=$name]", name=name)
    assert found, f"no list {name}"
    return found[0]


def _counted(part: Any) -> list[Any]:
    return part.xpath(".//*[@data-counted]") or part.xpath("self::ul/li|self::ol/li|self::details/ul/li")


def _folded(summary: Any) -> Iterator[tuple[str, str]]:
    """A number above a folded list counts that list."""
    number = re.search(r"\d+", NO_COUNT.sub("", summary.text_content()))
    if number:
        yield number[0], str(len(summary.getparent().xpath("./ul/li|./ol/li")))
        _take(summary)


def _headed(heading: Any) -> Iterator[tuple[str, str]]:
    """A number in brackets after a heading counts what stands below it."""
    number = re.search(r"\((\d+)\)\s*$", heading.text_content())
    if number:
        yield number[1], str(len(heading.getparent().xpath("./tbody/tr|./ul/li")))
        _take(heading)


def _pages(main: Any) -> Iterator[tuple[str, str]]:
    """Below a table of one page stands how many rows it has."""
    for said in main.xpath(".//nav[ul[has-class('pages-list')]=false()]/p[@data-count]", extensions=CLASSES):
        table = said.getparent().xpath("preceding-sibling::*[1][has-class('table-box')]//tbody[tr]", extensions=CLASSES)
        if table:
            yield said.get("data-count"), str(len(table[0].xpath("tr")))


def _take(part: Any) -> None:
    """Away from the page, but for what follows it."""
    part.clear(keep_tail=True)


def _lines(main: Any) -> Iterator[str]:
    for text in main.itertext():
        line = " ".join(text.split())
        if line:
            yield line
