"""Small PDFs, good and bad, made in code: the builders of tests/papers/bad_papers.py and others."""

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

TEXT = b"BT /F1 12 Tf 72 720 Td (Samenwerkingsovereenkomst) Tj ET"


def pdf(change: Callable[[Pdf], Any] | None = None, *, pages: int = 1, **saving: Any) -> bytes:
    """A PDF of one page with a line of text, changed as asked."""
    with Pdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        page = made.pages[0]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
        page.obj.Contents = Stream(made, TEXT)
        if change is not None:
            change(made)
        out = BytesIO()
        made.save(out, **{"static_id": True, "compress_streams": True, **saving})
        return out.getvalue()


def said(*lines: str) -> bytes:
    """A page that says these lines, one below the other."""
    text = b"BT /F1 9 Tf 14 TL 40 800 Td " + b" ".join(b"(%s) '" % line.encode("latin-1") for line in lines) + b" ET"

    def change(made: Pdf) -> None:
        made.pages[0].obj.Contents = Stream(made, text)

    return pdf(change)


def odd_letters() -> bytes:
    """A page with text that a broken font reads as NUL, half a pair and another control sign; then x."""
    letters = b"3 beginbfchar <41> <0000> <42> <D800> <43> <0001> endbfchar"

    def change(made: Pdf) -> None:
        made.pages[0].obj.Resources.Font.F1.ToUnicode = Stream(
            made, b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange " + letters + b" endcmap"
        )
        made.pages[0].obj.Contents = Stream(made, b"BT /F1 9 Tf 40 800 Td (ABCx) Tj ET")

    return pdf(change)


def laid_over(content: bytes, *, drawn: str = "", **entries: Any) -> bytes:
    """The paper with an annotation on its last page, which draws the words or leaves that to the viewer."""
    with pikepdf.open(BytesIO(content)) as made:
        annot = Dictionary(Type=Name.Annot, Rect=[40, 40, 300, 60], **entries)
        if drawn:
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            text = b"BT /F1 9 Tf 2 2 Td (" + drawn.encode("latin-1") + b") Tj ET"
            resources = Dictionary(Font=Dictionary(F1=font))
            look = Stream(made, text, Subtype=Name.Form, BBox=[0, 0, 260, 20], Resources=resources)
            annot.AP = Dictionary(N=made.make_indirect(look))
        annot = made.make_indirect(annot)
        if annot.Subtype == Name.Widget:
            made.Root.AcroForm = Dictionary(Fields=[annot])
        page = made.pages[-1].obj
        page.Annots = Array([*page.get("/Annots", []), annot])
        out = BytesIO()
        made.save(out)
        return out.getvalue()


def catalog(**entries: Any) -> bytes:
    """With these entries in the catalog."""

    def change(made: Pdf) -> None:
        for key, value in entries.items():
            made.Root[f"/{key}"] = made.make_indirect(value)

    return pdf(change)


def page_with(**entries: Any) -> bytes:
    """With these entries on its page."""

    def change(made: Pdf) -> None:
        for key, value in entries.items():
            made.pages[0].obj[f"/{key}"] = value

    return pdf(change)


def annotation(**entries: Any) -> bytes:
    """With an annotation of these entries on its page."""
    return page_with(Annots=Array([Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries)]))


def link(action: Dictionary) -> bytes:
    return annotation(Subtype=Name.Link, A=action)


def written(*objects: str | bytes, trailer: str = "", start: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF written out by hand: the objects 1, 2, … as given (the first is the catalog), with a right xref."""
    out, places = bytearray(start), []
    for number, thing in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + (thing if isinstance(thing, bytes) else thing.encode()) + b"\nendobj\n"
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    size = len(places) + 1
    out += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF\n".encode()
    return bytes(out)


CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def packed(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def bomb(size: int) -> bytes:
    """So many zeros, packed, in whole megabytes: one megabyte is packed, and its bytes are repeated."""
    packer = zlib.compressobj(9)
    start = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9).flush()[2:-4]
    checksum = (size % 65521 << 16) | 1  # Adler-32 of zeros
    return start + again * ((size >> 20) - 1) + end + checksum.to_bytes(4)


def stream_of(data: bytes, entries: str) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def added_to(content: bytes, number: int, thing: str) -> bytes:
    """The file with one object added or replaced by an incremental update."""
    before = int(content.rsplit(b"startxref", 1)[1].split()[0])
    place = len(content)
    out = content + f"{number} 0 obj\n{thing}\nendobj\n".encode()
    xref = len(out)
    with pikepdf.open(BytesIO(content)) as opened:
        size = max(len(opened.objects) + 1, number + 1)
        root = opened.Root.objgen[0]
    return (
        out
        + (
            f"xref\n{number} 1\n{place:010d} 00000 n \ntrailer\n<< /Size {size} /Root {root} 0 R /Prev {before} >>\n"
            f"startxref\n{xref}\n%%EOF\n"
        ).encode()
    )
