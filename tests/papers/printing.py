"""A paper with everything that papers have, printed without a database, and ways to read the print back."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from django.template import engines

BODY = """
{% extends "papers/pdf/base.html" %}
{% block header %}<h1>Proefpapier</h1><p class="parties">tussen <strong>de gemeente Zulte</strong></p>{% endblock %}
{% block body %}
  <nav class="contents" data-title="Inhoud"></nav>
  {% for chapter in chapters %}
    <section>
      <h2>Hoofdstuk {{ chapter }}</h2>
      <p class="lead-in">De partijen spreken dit af:</p>
      <ul>
        <li>eerst luisteren;</li>
        <li>dan <em>samen</em> beslissen:<ol><li>met de dienst;</li><li>met de raad.</li></ol></li>
      </ul>
      <h3>Wat volgt</h3>
      <p>Een regel met een noot<span class="footnote">De noot van hoofdstuk {{ chapter }}.</span> en een
        <a href="https://example.org/decreet">verwijzing</a> naar het decreet.</p>
      <h4>Nog dieper</h4>
      {% for line in lines %}
        <p>Elke partij houdt de andere op de hoogte van wat er verandert in de samenwerking.</p>
      {% endfor %}
    </section>
  {% endfor %}
  <table>
    <caption>Wie u kunt bereiken</caption>
    <thead><tr><th scope="col">Naam</th><th scope="col">Telefoon</th></tr></thead>
    <tbody><tr><td>Kaat Fictief</td><td>+32 478 12 34 56</td></tr></tbody>
  </table>
  <div class="blocks">
    <div class="block"><p class="name">Joris Bedacht</p><p class="line sign">Handtekening</p></div>
  </div>
{% endblock %}
"""


@dataclass(frozen=True)
class Sample:
    is_draft: bool = False
    reference: str = "OVL-2020-0001"
    title: str = "Proefpapier gemeente Zulte OVL-2020-0001"
    fingerprint: str = "0123456789abcdef" * 4
    phrases: Mapping[str, str] = field(default_factory=lambda: {"page": "pagina", "page_of": "van"})


def sample_html(*, draft: bool = False, chapters: int = 3, lines: int = 2) -> str:
    context = {
        "paper": Sample(is_draft=draft),
        "accent": "#0b5c6b",
        "chapters": range(1, chapters + 1),
        "lines": range(lines),
    }
    return engines["django"].from_string(BODY).render(context)


def poppler(content: bytes, folder: Path, tool: str, *options: str, to: Path | str = "") -> str:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    command = [tool, *options, str(path), *(["-"] if tool == "pdftotext" else []), *([str(to)] if to else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


class _Words(HTMLParser):
    """The words of the body in their order; those of a footnote stand where its mark does."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = self.inside or tag == "body"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found += re.findall(r"\w{2,}", data)


def words_of(html: str) -> list[str]:
    reader = _Words()
    reader.feed(html)
    return reader.found
