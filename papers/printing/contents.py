"""The contents page of a long paper, made from the headings that WeasyPrint found on its pages."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from weasyprint.document import Document

HEADINGS = {"h2": 2, "h3": 3}


def place_for(root: Element) -> Element | None:
    """Where the paper wants its contents: an empty <nav class="contents">, or nowhere."""
    return next((one for one in root.iter("nav") if one.get("class") == "contents" and not len(one)), None)


def fill_in(place: Element, root: Element, document: Document) -> None:
    """List chapters and sections with their numbers; the style sheet adds the pages, for it knows them at the end."""
    headings = [one for one in root.iter() if one.tag in HEADINGS]
    labels = [label for level, label in _flat(document.make_bookmark_tree()) if level in HEADINGS.values()]
    SubElement(place, "h2", {"class": "plain"}).text = place.get("data-title")
    entries = SubElement(place, "ul")
    for number, (heading, label) in enumerate(zip(headings, labels, strict=True), start=1):
        anchor = heading.get("id") or f"kop-{number}"
        heading.set("id", anchor)
        entry = SubElement(entries, "li", {"class": str(heading.tag)})
        SubElement(entry, "a", {"href": f"#{anchor}"}).text = label


def _flat(bookmarks: list[Any], level: int = 1) -> Iterator[tuple[int, str]]:
    """Level and words of each bookmark, in the order of the paper."""
    for label, _target, children, _state in bookmarks:
        yield level, label
        yield from _flat(children, level + 1)
