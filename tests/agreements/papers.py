"""Agreements to print, and ways to read the print back."""

import io
import re
import subprocess
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from pypdf import PdfReader

from agreements import pdf
from agreements.actions import stages
from agreements.models import (
    Agreement,
    AgreementContact,
    Commitment,
    PaperKind,
    Side,
    Signatory,
    Stage,
    TemplateVersion,
)
from agreements.template_files import TemplateFile, make_template, read_templates
from municipalities.models import Domain
from papers.printing import pdf_of
from tests.factories import AgreementFactory, DomainFactory, MunicipalityFactory, UserFactory, decided

POINT_PER_MM = 72 / 25.4

DOMAINS = {
    "services": "Dienstverlening aan personen met een migratieachtergrond en anderstaligen",
    "accessibility": "Toegankelijkheid van de lokale dienstverlening",
    "policy": "Regie door het lokaal integratiebeleid",
    "cohesion": "Verbeteren van de lokale sociale samenhang",
}


def domains(*codes: str) -> list[Domain]:
    """The standard domains, all or some, in the order they are asked for."""
    positions = list(DOMAINS)
    return [
        DomainFactory(code=code, name=DOMAINS[code], short_name=code, position=positions.index(code) + 1)
        for code in codes or DOMAINS
    ]


def standard_version(kind: str = PaperKind.AGREEMENT) -> TemplateVersion:
    """The standard text of the kind in its first version, as the register begins with it."""
    version = TemplateVersion.objects.standard(kind)
    if version is None:
        domains()
        made = {file.kind: make_template(file) for file in standard_texts()}
        version = made[kind]
    return version


@cache
def standard_texts() -> list[TemplateFile]:
    """The files of the standard texts, read and checked once."""
    return read_templates(settings.FIXTURES_DIR / "templates")


def standard_phrases(kind: str = PaperKind.AGREEMENT) -> dict[str, str]:
    """The fixed words of the standard text of the kind."""
    return next(dict(file.phrases) for file in standard_texts() if file.kind == kind)


def complete_agreement(
    *, name: str = "Zulte", title: str = "gemeente", codes: tuple[str, ...] = (), **fields: Any
) -> Agreement:
    """An agreement with nothing left to fill in."""
    agreement: Agreement = AgreementFactory(
        municipality=MunicipalityFactory(name=name, title=title),
        starts_on=date(2020, 7, 1),
        **{"template_version": standard_version()} | fields,
    )
    agreement.domains.set(domains(*codes))
    for side, signatory, function in [
        (Side.MUNICIPALITY, "Marieke Verbeeld", "Voorzitter van de gemeenteraad"),
        (Side.MUNICIPALITY, "Joris Bedacht", "Algemeen directeur"),
        (Side.AGENCY, "Wouter Verzonnen", "Algemeen directeur"),
    ]:
        Signatory.objects.create(agreement=agreement, side=side, name=signatory, function=function)
    contact(agreement, Side.AGENCY, "Noor Ingebeeld", function="ondersteuner lokaal beleid", phone="+32478123456")
    contact(agreement, Side.MUNICIPALITY, "Kaat Fictief", function="bevoegde schepen", service="Dienst Welzijn")
    return agreement


def contact(agreement: Agreement, side: Side, name: str, **fields: str) -> AgreementContact:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return AgreementContact.objects.create(agreement=agreement, side=side, name=name, **{"email": email} | fields)


def commitment(agreement: Agreement, text: str, *, code: str = "services", by: str = "both") -> Commitment:
    domain = Domain.objects.get(code=code)
    return Commitment.objects.create(agreement=agreement, domain=domain, text=text, carried_out_by=by)


def approved(agreement: Agreement) -> Agreement:
    decided(agreement, on=date(2020, 6, 1))
    stages.advance(agreement, to=Stage.APPROVED, effective_on=date(2020, 6, 1), by=UserFactory())
    return Agreement.objects.get(pk=agreement.pk)


def html_of(agreement: Agreement, *, final: bool = False) -> str:
    row = Agreement.objects.get(pk=agreement.pk)
    return pdf.finished_html(pdf.paper_of(row, on=timezone.localdate(), final=final))


def print_of(agreement: Agreement, *, final: bool = False) -> bytes:
    """The paper as it stands now, as PDF."""
    return pdf_of(html_of(agreement, final=final))


def words_of(agreement: Agreement) -> str:
    """The text of the paper on one line, without the mark-up."""
    body = html_of(agreement).partition("<body")[2]
    return " ".join(re.sub(r"<[^>]+>", "", body.replace("<br>", " ")).split())


@dataclass(frozen=True)
class Word:
    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float


class Printed:
    """A PDF, read back with pypdf and poppler."""

    def __init__(self, content: bytes, folder: Path) -> None:
        self.content = content
        self.reader = PdfReader(io.BytesIO(content))
        self.path = folder / "paper.pdf"
        self.path.write_bytes(content)

    @property
    def pages(self) -> list[str]:
        return [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        """All words on one line, with words that were broken off put together again."""
        return " ".join(" ".join(self.pages).replace("\u2010\n", "").split())

    @property
    def bookmarks(self) -> list[tuple[int, str]]:
        """Level and title of each bookmark, in order."""
        return list(_flat(self.reader.outline))

    def poppler(self, tool: str, *options: str) -> str:
        command = [tool, *options, str(self.path), *(["-"] if tool == "pdftotext" else [])]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    @property
    def words(self) -> list[Word]:
        """Each word with its place on the page, in points from the top left."""
        pattern = r'<(page) |<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
        found, page = [], 0
        for start, left, top, right, bottom, text in re.findall(pattern, self.poppler("pdftotext", "-bbox")):
            if start:
                page += 1
            else:
                found.append(Word(text, page, float(left), float(right), float(top), float(bottom)))
        return found


def _flat(outline: list[Any], level: int = 1) -> Any:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one, level + 1)
        else:
            yield level, one.title
