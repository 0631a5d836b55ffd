"""What a final and a draft cost, beside WeasyPrint alone, LibreOffice and Chromium, all in the same rounds."""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from django.db.models import Count
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from weasyprint import HTML

from accounts.models import User
from agreements import pdf
from agreements.models import Agreement, Final
from papers.printing import FontsOnly, pdf_of
from papers.printing.drafts import draft_of
from papers.printing.press import Room
from tests.bench.data import TODAY
from tests.bench.others import others
from tests.bench.timing import milliseconds, ratio, seconds

ALONE = "WeasyPrint alone on the same HTML"
START = "import sys, django; django.setup(); from papers.printing import pdf_of; "


def measure_paper(*, rounds: int) -> None:
    """The agreement with the most commitments, as draft and as final."""
    longest = Agreement.objects.annotate(size=Count("commitments")).order_by("-size", "pk")[0].pk

    def finished() -> str:
        return pdf.finished_html(pdf.paper_of(Agreement.objects.for_paper().get(pk=longest), on=TODAY))

    draft = finished()
    settled = draft.replace('class="draft"', 'class="settled"')
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        works: dict[str, Callable[[], float]] = {ALONE: lambda: seconds(_alone, draft)}
        works |= _ours(draft, settled, finished) | _cold(settled, folder)
        beside = others(draft, folder, closing)
        works |= {_named(name): one.seconds for name, one in beside.items() if one}
        for work in works.values():
            work()  # warms up
        times: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(rounds):
            for name, work in works.items():
                times[name].append(work())
        _report(times, {_named(name) for name in beside}, pages=_pages(pdf_of(draft)))


def _report(times: dict[str, list[float]], beside: set[str], *, pages: int) -> None:
    office = times.get(_named("LibreOffice"))
    print(f"\nThe paper: a text of {pages} pages, medians of {len(times[ALONE])} rounds in turn")
    print(f"  {'':52} {'ms':>7}  × {'alone':>6}  × LibreOffice")
    for name, measured in times.items():
        to_office = f"{ratio(measured, office):6.2f}" if office else ""
        print(f"  {name:52} {milliseconds(measured):7.1f}  {ratio(measured, times[ALONE]):8.3f}  {to_office}")
    for name in sorted(beside - times.keys()):
        print(f"  {name:52} not installed")


def _ours(draft: str, settled: str, finished: Callable[[], str]) -> dict[str, Callable[[], float]]:
    changed = _changes(draft)
    works: dict[str, Callable[[], float]] = {
        "preview of a draft, one sentence changed": lambda: seconds(draft_of, next(changed)),
        "preview of a draft, in a press that knows no line": lambda: _in_a_new_press(next(changed)),
        "preview of a draft that has not changed": lambda: seconds(draft_of, draft),
        "final, warm: PDF/A-3a and PDF/UA-1": lambda: seconds(lambda: pdf_of(settled, archive=True)),
        "queries, data and template": lambda: seconds(finished),
    }
    final = Final.objects.order_by("pk").first()
    if final is not None:
        client, url = _client(), reverse("agreements:final_pdf", args=[final.pk])
        works["serving a stored final, through the view"] = lambda: seconds(lambda: _served(client, url))
    return works


def _cold(settled: str, folder: Path) -> dict[str, Callable[[], float]]:
    """A process of its own each time: with and without the print, so that the start can be taken off."""
    (folder / "final.html").write_text(settled)
    printing = f"pdf_of(open({str(folder / 'final.html')!r}).read(), archive=True)"

    def cold() -> float:
        start = seconds(lambda: subprocess.run([sys.executable, "-c", START], check=True))
        whole = seconds(lambda: subprocess.run([sys.executable, "-c", START + printing], check=True))
        return whole - start

    return {"final, cold: the first of a process": cold}


def _alone(html: str) -> None:
    HTML(string=html, url_fetcher=FontsOnly()).write_pdf(pdf_variant="pdf/ua-1")


def _in_a_new_press(html: str) -> float:
    kept = dict(Room.presses)
    Room.presses.clear()
    took = seconds(draft_of, html)
    Room.presses.update(kept)
    return took


def _changes(html: str) -> Iterator[str]:
    """The same paper with another word in its first paragraph, each time."""
    for number in count(1):
        yield html.replace("<p>", f"<p>Proefdruk nummer {number}. ", 1)


def _client() -> Client:
    client = Client()
    client.force_login(
        User.objects.get(email="medewerker@example.org"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def _served(client: Client, url: str) -> None:
    response = client.get(url)
    if response.status_code != 200 or not b"".join(response):
        raise RuntimeError(f"{url} answered {response.status_code}.")


def _pages(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)


def _named(program: str) -> str:
    return {"LibreOffice": "LibreOffice, the same text from .docx", "Chromium": "Chromium, the same HTML"}[program]
