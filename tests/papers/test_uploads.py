"""What comes in is a PDF that only says something; everything else is refused in words, and quickly."""

import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from papers.inspection import answer
from papers.uploads import REFUSALS, Inspected, check_size, inspect
from tests.papers.bad_papers import MADE_TO_CHOKE_ON, MAKERS
from tests.papers.making import CATALOG, PAGE, PAGES, added_to, annotation, catalog, link, page_with, pdf, written


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, of this test alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def refusal(content: bytes) -> str | None:
    """The word for what is wrong with it. Looked at here: a process of its own takes a moment to start."""
    try:
        check_size(ContentFile(content))
    except ValidationError as error:
        return error.code
    return answer(BytesIO(content)).get("found")


def refusal_apart(content: bytes) -> str | None:
    try:
        inspect(ContentFile(content, name="paper.pdf"))
    except ValidationError as error:
        return error.code
    return None


def test_there_are_more_than_forty_ways_to_be_bad():
    assert len(MAKERS) > 60
    assert {code for code, _ in MAKERS.values()} == set(REFUSALS)


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in MADE_TO_CHOKE_ON])
def test_a_bad_file_is_refused(name: str):
    code, make = MAKERS[name]
    assert refusal(make()) == code


@pytest.mark.parametrize("name", ["a script on opening", *MADE_TO_CHOKE_ON])
def test_a_file_made_to_choke_on_is_refused_soon_and_leaves_nothing(name: str, temporary: Path):
    code, make = MAKERS[name]
    content = make()
    began = time.monotonic()
    assert refusal_apart(content) == code
    assert time.monotonic() - began < 15
    assert list(temporary.iterdir()) == []


def test_a_file_that_was_sent_in_pieces_is_looked_at_where_it_lies(temporary: Path):
    sent = TemporaryUploadedFile("paper.pdf", "application/pdf", 0, None)
    sent.write(MAKERS["a script on opening"][1]())
    sent.flush()
    sent.size = sent.tell()
    with pytest.raises(ValidationError) as refused:
        inspect(sent)
    assert refused.value.code == "script"
    sent.close()
    assert list(temporary.iterdir()) == []


def form(made: Pdf) -> None:
    """A form with a field to type in and no script."""
    widget = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("naam"), V=String("/JS /Launch"), Rect=[0, 0, 9, 9])
    made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(widget)]), XFA=Array())


def blended(made: Pdf) -> None:
    """A picture that is laid over another in the way that is called Screen."""
    made.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary(BM=Name.Screen))


GOOD: dict[str, Callable[[], bytes]] = {
    "a line of text": pdf,
    "eighty pages": lambda: pdf(pages=80),
    "packed objects": lambda: pdf(object_stream_mode=ObjectStreamMode.generate),
    "laid out for the web": lambda: pdf(linearize=True),
    "a blank page without resources": lambda: written(CATALOG, PAGES, PAGE),
    "a place to open at": lambda: catalog(OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
    "a link to a site": lambda: link(Dictionary(S=Name.URI, URI=String("https://example.org/a?b=javascript:"))),
    "a link to an address": lambda: link(Dictionary(S=Name.URI, URI=String("mailto:noor@example.org"))),
    "an empty list of files": lambda: catalog(AF=Array()),
    "a form without scripts": lambda: pdf(form),
    "a way of blending": lambda: pdf(blended),
    "a note": lambda: annotation(Subtype=Name.Text, Contents=String("/S /JavaScript (app.alert)")),
    "something added": lambda: added_to(written(CATALOG, PAGES, PAGE), 3, PAGE),
    "room after the end": lambda: pdf() + b"\r\n\0\0\n",
    "an unknown entry": lambda: page_with(PieceInfo=Dictionary(X=Dictionary(LastModified=String("D:2020")))),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_comes_in(name: str):
    assert refusal(GOOD[name]()) is None


def test_a_good_file_comes_in_apart():
    assert refusal_apart(pdf(pages=3)) is None
    assert inspect(ContentFile(pdf(pages=3))) == Inspected(pages=3, signed=False)


def test_a_large_scan_is_read_within_a_second_or_two():
    """Twenty pages, each a picture of almost a megabyte."""

    def scan(made: Pdf) -> None:
        for number, page in enumerate(made.pages):
            picture = pikepdf.Stream(made, bytes([number]) * 950_000, Type=Name.XObject, Subtype=Name.Image)
            picture.stream_dict.update({"/Width": 950, "/Height": 1000, "/BitsPerComponent": 8})
            page.obj.Resources = Dictionary(XObject=Dictionary(I=made.make_indirect(picture)))

    content = pdf(scan, pages=20, compress_streams=False)
    assert len(content) > 18_000_000
    began = time.monotonic()
    assert inspect(ContentFile(content)).pages == 20
    assert time.monotonic() - began < 5
