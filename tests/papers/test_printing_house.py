"""The agency may bring its own logo and letters; what is wrong with them is told when the register starts."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import page
import pikepdf
import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from agii.paper import checked_fonts, checked_logo
from papers.printing import FontsOnly, fonts, pdf_of, press, watermark
from tests.papers.printing import poppler, sample_html

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#0b5c6b"/>{}</svg>'
)


@pytest.fixture(autouse=True)
def _own_house() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    """Files are read once a process."""
    for kept in (fonts.font, fonts.logo, fonts.printable_characters, watermark.mark):
        kept.cache_clear()
    press.Room.presses.clear()


@pytest.fixture
def house_fonts(tmp_path) -> Path:
    folder = tmp_path / "fonts"
    folder.mkdir()
    for url, name in fonts.HOUSE_FONTS.items():
        shutil.copy(fonts.OUR_FONTS / fonts.FONTS[url], folder / name)
    return folder


def written(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def png(path: Path) -> str:
    Image.new("RGBA", (40, 10), (11, 92, 107, 128)).save(path)
    return str(path)


def test_by_default_there_is_no_logo_and_no_other_font(settings) -> None:
    assert (settings.PAPER_LOGO, settings.PAPER_FONTS) == ("", "")
    assert "house:logo" not in sample_html()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_logo_stands_on_the_paper_and_is_read_out_as_the_agency(kind, settings, tmp_path) -> None:
    path = tmp_path / f"logo.{kind}"
    settings.PAPER_LOGO = checked_logo("PAPER_LOGO", png(path) if kind == "png" else written(path, SVG.format("")))
    content = pdf_of(sample_html(), archive=True)
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(content, profile=profile).failures == []
    with pikepdf.open(io.BytesIO(content)) as opened:
        figures = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert [str(one.Alt) for one in figures] == ["Agentschap Integratie en Inburgering"]


def test_a_logo_fetches_nothing_itself(settings, tmp_path) -> None:
    settings.PAPER_LOGO = written(tmp_path / "logo.svg", SVG.format('<image href="file:///etc/passwd" width="9"/>'))
    fetcher = FontsOnly()
    pdf_of(sample_html(), fetcher=fetcher)
    assert fetcher.refused == ["file:///etc/passwd"]


def test_without_a_logo_its_name_is_refused_as_any_other() -> None:
    fetcher = FontsOnly()
    pdf_of('<html lang="nl"><title>x</title><img alt="x" src="house:logo"></html>', fetcher=fetcher)
    assert fetcher.refused == ["house:logo"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("logo.gif", "GIF89a", "an .svg or .png file"),
        ("logo.svg", "<html></html>", "not the picture that its name says"),
        ("logo.svg", "<svg", "not the picture that its name says"),
        ("logo.png", "geen plaatje", "not the picture that its name says"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(1024 * 1024), "larger than 1 MB"),
    ],
)
def test_a_logo_that_is_none_stops_the_start(name, content, words, tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        checked_logo("PAPER_LOGO", written(tmp_path / name, content))


def test_a_file_that_is_not_there_stops_the_start(tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"PAPER_LOGO: .* cannot be read"):
        checked_logo("PAPER_LOGO", str(tmp_path / "logo.svg"))
    with pytest.raises(ImproperlyConfigured, match=r"PAPER_FONTS: .*Regular\.ttf cannot be read"):
        checked_fonts("PAPER_FONTS", str(tmp_path))


def test_the_letters_of_the_house_take_the_place_of_ours(settings, house_fonts, tmp_path) -> None:
    ours = pdf_of(sample_html())
    forget()
    shutil.copy(house_fonts / "Bold.ttf", house_fonts / "Regular.ttf")
    settings.PAPER_FONTS = checked_fonts("PAPER_FONTS", str(house_fonts))
    theirs = pdf_of(sample_html())
    assert theirs != ours
    assert "Identity-H" in poppler(theirs, tmp_path, "pdffonts")
    assert "é" in fonts.printable_characters()


def test_letters_in_another_form_stop_the_start(house_fonts) -> None:
    (house_fonts / "Bold.ttf").write_bytes(b"wOF2" + bytes(20))
    with pytest.raises(ImproperlyConfigured, match=r"TrueType files: Bold\.ttf"):
        checked_fonts("PAPER_FONTS", str(house_fonts))
