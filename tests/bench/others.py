"""The same text through LibreOffice and Chromium, both warm, where they are installed."""

import os
import re
import shutil
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from papers.printing.fonts import FONTS, font_file

MANY = 11
CHROMIUM = "/usr/bin/chromium"
# What a clerk would set in a word processor: the same letters, sizes and margins. The foot counts pages too.
LOOK = """@page { size: 21cm 29.7cm; margin: 24mm 26mm 18mm }
body, p, li, td, th, h1, h2, h3, h4 { font-family: "Source Sans 3" }
body, p, li { font-size: 10.5pt; line-height: 1.48 } p { margin: 0 0 2.2mm }
h1 { color: #0b5c6b; font-size: 27pt } h2 { font-size: 15pt } h3 { font-size: 12pt } h4 { font-size: 10.5pt }
td, th { border-bottom: 1px solid #d4dadd; font-size: 9.5pt; text-align: left; vertical-align: top }"""
FOOT = """<div title="footer"><p>Ontwerp – pagina <sdfield type=page subtype=random format=arabic>1</sdfield>
van <sdfield type=docstat subtype=page format=arabic>1</sdfield></p></div>"""


class LibreOffice:
    """Converts the text from .docx. One conversion warm: of a start with eleven, all but the first."""

    def __init__(self, html: str, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        (self.home / ".fonts").mkdir(parents=True)
        for name in FONTS:
            shutil.copy(font_file(name), self.home / ".fonts")
        body = html[html.index("<header>") : html.index("</body>")]
        (folder / "text.html").write_text(
            f'<html lang="nl"><meta charset="utf-8"><style>{LOOK}</style><body lang="nl-BE">{FOOT}{body}</body></html>'
        )
        self._run("docx:MS Word 2007 XML", folder / "text.html", "--infilter=HTML (StarWriter)")
        self.copies = [folder / f"text{number}.docx" for number in range(MANY)]
        for copy in self.copies:
            shutil.copy(folder / "text.docx", copy)

    def seconds(self) -> float:
        one = self._convert(1)
        return (self._convert(MANY) - one) / (MANY - 1)

    def pages(self) -> int:
        told = subprocess.run(["pdfinfo", self.folder / "text0.pdf"], capture_output=True, text=True, check=True)
        found = re.search(r"^Pages:\s+(\d+)", told.stdout, re.MULTILINE)
        return int(found[1]) if found else 0

    def _convert(self, number: int) -> float:
        began = time.perf_counter()
        self._run("pdf", *self.copies[:number])
        return time.perf_counter() - began

    def _run(self, form: str, *files: Path | str) -> None:
        profile = f"-env:UserInstallation=file://{self.folder / 'profile'}"
        command = [
            "soffice",
            "--headless",
            profile,
            "--convert-to",
            form,
            "--outdir",
            str(self.folder),
            *map(str, files),
        ]
        subprocess.run(command, env=os.environ | {"HOME": str(self.home)}, capture_output=True, check=True)


class Chromium:
    """Prints the HTML from a page that is open already; it knows no footnotes and no numbers of pages in contents."""

    def __init__(self, html: str, closing: ExitStack) -> None:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is installed

        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs its own event loop
        self.html = html
        player = closing.enter_context(sync_playwright())
        browser = player.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking", "--no-first-run"]
        )
        closing.callback(browser.close)
        self.page = browser.new_page()
        self.seconds()

    def seconds(self) -> float:
        began = time.perf_counter()
        self.page.set_content(self.html)
        self.page.pdf(prefer_css_page_size=True)
        return time.perf_counter() - began


def others(html: str, folder: Path, closing: ExitStack) -> dict[str, LibreOffice | Chromium | None]:
    """Who is on this machine; None says: not installed."""
    found: dict[str, LibreOffice | Chromium | None] = {"LibreOffice": None, "Chromium": None}
    if shutil.which("soffice"):
        found["LibreOffice"] = LibreOffice(html, folder)
    if Path(CHROMIUM).exists():
        with suppress(ImportError):
            found["Chromium"] = Chromium(html, closing)
    return found
