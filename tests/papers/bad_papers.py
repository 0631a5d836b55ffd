"""Files that may not come in, each with the word (a key of papers.uploads.REFUSALS) that it is refused with."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, Stream, String

from papers.uploads import LARGEST
from tests.papers.making import (
    CATALOG,
    PAGE,
    PAGES,
    added_to,
    annotation,
    bomb,
    catalog,
    link,
    packed,
    page_with,
    pdf,
    stream_of,
    written,
)

SCRIPT_BY_HAND: Final = "<< /S /JavaScript /JS (app.alert(1)) >>"


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("payload.txt", "hello")
    return out.getvalue()


def archive_around_a_paper() -> bytes:
    """Begins and ends as a PDF, and is a ZIP whose comment is the end of the PDF."""
    paper = pdf()
    out = BytesIO()
    out.write(paper)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("payload.txt", "hello")
        made.comment = b"\n%%EOF\n"
    return out.getvalue()


def with_file(name: str = "EmbeddedFiles") -> bytes:
    def change(made: Pdf) -> None:
        stream = made.make_indirect(Stream(made, b"MZ", Type=Name.EmbeddedFile))
        spec = made.make_indirect(Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=stream)))
        if name == "EmbeddedFiles":
            made.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=[String("a.exe"), spec]))
        elif name == "AF":
            made.Root.AF = Array([spec])
        else:
            annot = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec)
            made.pages[0].obj.Annots = Array([annot])

    return pdf(change)


def field(**entries: Any) -> bytes:
    def change(made: Pdf) -> None:
        widget = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("naam"), Rect=[0, 0, 9, 9], **entries)
        made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(widget)]))

    return pdf(change)


def script_as_stream() -> bytes:
    return pdf(lambda made: made.Root.update({"/OpenAction": Dictionary(S=Name.JavaScript, JS=Stream(made, b"x()"))}))


def x_object(**entries: Any) -> bytes:
    def change(made: Pdf) -> None:
        made.pages[0].obj.Resources.XObject = Dictionary(X=Stream(made, b"q Q", **entries))

    return pdf(change)


def with_stream(entries: str, data: bytes) -> bytes:
    page = PAGE.replace(">>", "/Contents 4 0 R >>")
    return written(CATALOG, PAGES, page, stream_of(data, entries))


def script_in_an_object_nobody_uses() -> bytes:
    return pdf(lambda made: made.Root.update({"/X": made.make_indirect(script())}))


def hidden_by_an_addition() -> bytes:
    """The script stands in the first state of the file; an addition puts another catalog in its place."""
    before = written(CATALOG.replace(">>", f"/OpenAction {SCRIPT_BY_HAND} >>"), PAGES, PAGE)
    return added_to(before, 1, CATALOG)


def hidden_behind_spaces() -> bytes:
    """The same, with so much room before the end of the first state that it hardly looks like one."""
    before = written(CATALOG.replace(">>", f"/OpenAction {SCRIPT_BY_HAND} >>"), PAGES, PAGE)
    return added_to(before.replace(b"%%EOF", b" " * 80 + b"\n%%EOF"), 1, CATALOG)


def brought_by_an_addition() -> bytes:
    return added_to(written(CATALOG, PAGES, PAGE), 1, CATALOG.replace(">>", f"/OpenAction {SCRIPT_BY_HAND} >>"))


def bomb_of_objects() -> bytes:
    """An object stream that unpacks to a gigabyte."""
    stream = stream_of(bomb(1 << 30), "/Type /ObjStm /N 0 /First 0 /Filter /FlateDecode")
    good = written(CATALOG, PAGES, PAGE, stream)
    place = good.index(b"4 0 obj")
    rows = [(0, 0, 65535)]
    rows += [(1, good.index(b"%d 0 obj" % number), 0) for number in (1, 2, 3)]
    rows += [(1, place, 0), (2, 4, 0)]
    body = good[: good.index(b"xref\n0")]
    rows.append((1, len(body), 0))
    table = b"".join(kind.to_bytes(1) + where.to_bytes(4) + index.to_bytes(2) for kind, where, index in rows)
    cross = stream_of(table, f"/Type /XRef /Size {len(rows)} /W [1 4 2] /Root 1 0 R")
    return body + b"6 0 obj\n" + cross + b"\nendobj\n" + f"startxref\n{len(body)}\n%%EOF\n".encode()


def circle_of_states() -> bytes:
    """The table of contents says that it adds to itself."""
    good = written(CATALOG, PAGES, PAGE)
    place = good.rsplit(b"startxref\n", 1)[1].split()[0].decode()
    return good.replace(b"/Root 1 0 R ", f"/Root 1 0 R /Prev {place} ".encode())


def many_states() -> bytes:
    content = written(CATALOG, PAGES, PAGE)
    for _ in range(40):
        content = added_to(content, 3, PAGE)
    return content


MAKERS: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    # No PDF, or more than one
    "nothing": ("empty", lambda: b""),
    "more than 20 MB": ("too_large", lambda: pdf() + b"\n" * LARGEST),
    "a text": ("not_pdf", lambda: b"Beste collega, hierbij het contract."),
    "a page of a site": ("not_pdf", lambda: b"<!DOCTYPE html><script>alert(1)</script>"),
    "a picture": ("not_pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(64)),
    "a program": ("not_pdf", lambda: b"MZ\x90\0" + bytes(64)),
    "an archive": ("not_pdf", archive),
    "a page of a site before a PDF": ("not_pdf", lambda: b"<script>alert(1)</script>" + pdf()),
    "an archive before a PDF": ("not_pdf", lambda: archive() + pdf()),
    "an archive after a PDF": ("two_in_one", lambda: pdf() + archive()),
    "an archive around a PDF": ("two_in_one", archive_around_a_paper),
    "a page of a site after a PDF": ("two_in_one", lambda: pdf() + b"<script>alert(1)</script>"),
    # Broken
    "the first line alone": ("damaged", lambda: b"%PDF-1.7\n"),
    "the first line and the last": ("damaged", lambda: b"%PDF-1.7\n%%EOF\n"),
    "cut in half": ("damaged", lambda: pdf(pages=20)[:2000]),
    "a wrong table of contents": ("damaged", lambda: pdf().replace(b"startxref\n", b"startxref\n1")),
    "no catalog": ("damaged", lambda: written("<< /Type /Font >>", PAGES, PAGE)),
    "a page that is a number": ("damaged", lambda: written(CATALOG, PAGES, "42")),
    "no pages": ("no_pages", lambda: written(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>")),
    "an entry told twice": ("damaged", lambda: written(CATALOG.replace(">>", "/Lang (nl) /Lang (fr) >>"), PAGES, PAGE)),
    # Locked
    "a password to open": ("encrypted", lambda: pdf(encryption=Encryption(owner="a", user="b"))),
    "a password to change": ("encrypted", lambda: pdf(encryption=Encryption(owner="a", user=""))),
    "an old lock": (
        "encrypted",
        lambda: pdf(encryption=Encryption(owner="a", user="", R=3, aes=False, metadata=False)),
    ),
    # Scripts
    "a script on opening": ("script", lambda: catalog(OpenAction=script())),
    "a script as a stream": ("script", script_as_stream),
    "a script by name": ("script", lambda: catalog(Names=Dictionary(JavaScript=Dictionary(Names=["a", script()])))),
    "a script on closing": ("script", lambda: catalog(AA=Dictionary(WC=script()))),
    "a script of the page": ("script", lambda: page_with(AA=Dictionary(O=script()))),
    "a script of an annotation": ("script", lambda: annotation(Subtype=Name.Link, AA=Dictionary(E=script()))),
    "a script of a field": ("script", lambda: field(AA=Dictionary(K=script()))),
    "a script on a click": ("script", lambda: link(script())),
    "a script after something harmless": (
        "script",
        lambda: catalog(OpenAction=Dictionary(S=Name.GoTo, D=String("a"), Next=Array([script()]))),
    ),
    "a script under another spelling": (
        "script",
        lambda: written(CATALOG.replace(">>", "/OpenAction << /S /J#61vaScript /J#53 (x) >> >>"), PAGES, PAGE),
    ),
    "a script in pieces": (
        "script",
        lambda: written(CATALOG.replace(">>", "/OpenAction << /S 4 0 R /X (x) >> >>"), PAGES, PAGE, "/JavaScript"),
    ),
    "a script that nothing leads to": ("script", script_in_an_object_nobody_uses),
    "a script in a packed object": (
        "script",
        lambda: pdf(
            lambda made: made.Root.update({"/OpenAction": made.make_indirect(script())}),
            object_stream_mode=ObjectStreamMode.generate,
        ),
    ),
    "a script hidden by an addition": ("script", hidden_by_an_addition),
    "a script hidden behind spaces": ("script", hidden_behind_spaces),
    "a script brought by an addition": ("script", brought_by_an_addition),
    "a PostScript program": ("script", lambda: x_object(Subtype=Name("/PS"))),
    # Reaching outside
    "a program to start": ("action", lambda: link(Dictionary(S=Name.Launch, F=String("calc.exe")))),
    "a form to send": ("action", lambda: link(Dictionary(S=Name.SubmitForm, F=String("https://x.invalid")))),
    "data to take in": ("action", lambda: link(Dictionary(S=Name.ImportData, F=String("a.fdf")))),
    "another file to go to": ("action", lambda: link(Dictionary(S=Name.GoToR, F=String("//host/share.pdf")))),
    "a file inside to go to": ("action", lambda: link(Dictionary(S=Name.GoToE, D=String("a")))),
    "a link that is a script": ("action", lambda: link(Dictionary(S=Name.URI, URI=String("javascript:alert(1)")))),
    "a link to the own disk": ("action", lambda: link(Dictionary(S=Name.URI, URI=String("file:///etc/passwd")))),
    "a link to another machine": ("action", lambda: link(Dictionary(S=Name.URI, URI=String(r"\\host\share")))),
    "an address on opening": (
        "action",
        lambda: catalog(OpenAction=Dictionary(S=Name.URI, URI=String("https://x.invalid"))),
    ),
    "a thread in another file": ("action", lambda: link(Dictionary(S=Name("/Thread"), F=String("b.pdf")))),
    "links that begin on the own disk": ("action", lambda: catalog(URI=Dictionary(Base=String("file:///c:/")))),
    "text that lies elsewhere": ("action", lambda: with_stream("/F (http://x.invalid/a)", b"")),
    "a page that lies elsewhere": ("action", lambda: x_object(Subtype=Name.Form, Ref=Dictionary(F=String("b.pdf")))),
    # Files inside
    "a file inside": ("attachment", with_file),
    "a file that belongs to it": ("attachment", lambda: with_file("AF")),
    "a file under a paper clip": ("attachment", lambda: with_file("FileAttachment")),
    "a set of files": ("attachment", lambda: catalog(Collection=Dictionary(View=Name.T))),
    # Forms and media
    "an XFA form": ("xfa", lambda: catalog(AcroForm=Dictionary(Fields=Array(), XFA=String("<xdp/>")))),
    "a film": ("media", lambda: annotation(Subtype=Name.Movie)),
    "a sound": ("media", lambda: link(Dictionary(S=Name.Sound))),
    "a rendition": ("media", lambda: link(Dictionary(S=Name.Rendition, OP=0))),
    "a screen": ("media", lambda: annotation(Subtype=Name.Screen)),
    "a 3D model": ("media", lambda: annotation(Subtype=Name("/3D"))),
    "rich media": ("media", lambda: annotation(Subtype=Name.RichMedia, RichMediaContent=Dictionary())),
    # Made to choke on
    "pages that hold each other": (
        "damaged",
        lambda: written(CATALOG, PAGES, "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"),
    ),
    "pages that hold themselves": ("damaged", lambda: written(CATALOG, PAGES.replace("3 0 R", "2 0 R"), PAGE)),
    "a thousand pages": ("too_much", lambda: pdf(pages=1000)),
    "a page told a hundred thousand times": (
        "too_much",
        lambda: written(CATALOG, PAGES.replace("3 0 R", "3 0 R " * 10**5), PAGE),
    ),
    "more objects than a paper has": ("too_much", lambda: written(CATALOG, PAGES, PAGE, *["null"] * 100_001)),
    "a text of a gigabyte": ("too_much", lambda: with_stream("/Filter /FlateDecode", bomb(1 << 30))),
    "a text packed twice": (
        "too_much",
        lambda: with_stream("/Filter [/FlateDecode /FlateDecode]", packed(bomb(1 << 30))),
    ),
    "objects of a gigabyte": ("too_much", bomb_of_objects),
    "lists in lists in lists": ("damaged", lambda: written(CATALOG, PAGES, PAGE, "[" * 100_000 + "]" * 100_000)),
    "an object of a very high number": (
        "damaged",
        lambda: added_to(written(CATALOG, PAGES, PAGE), 2_000_000_000, "42"),
    ),
    "an addition to itself": ("damaged", circle_of_states),
    "forty additions": ("too_much", many_states),
}

# To be looked at apart, within limits.
MADE_TO_CHOKE_ON: Final = [*MAKERS][[*MAKERS].index("pages that hold each other") :]
