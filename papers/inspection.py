"""What is in a PDF that should not be there. Runs apart (papers.apart): nothing here may import the register.

Every object of the file is looked at, not only what the pages lead to, and so is every earlier state of a file that
was added to: what a later addition hides is found too.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, Final
from zipfile import is_zipfile

import pikepdf

MOST_PAGES: Final = 500
MOST_OBJECTS: Final = 100_000
MOST_STATES: Final = 30
LONGEST_OBJECT: Final = 2 * 1024 * 1024
MOST_UNPACKED: Final = 200 * 1024 * 1024

# What a key gives away, wherever it stands …
KEYS: Final = {
    "/JS": "script",
    "/JavaScript": "script",
    "/EmbeddedFiles": "attachment",
    "/EF": "attachment",
    "/AF": "attachment",
    "/Collection": "attachment",
    "/XFA": "xfa",
    "/RichMediaContent": "media",
}
# … and what the kind of an action, or of anything else, gives away.
ACTIONS: Final = {
    "/JavaScript": "script",
    "/Launch": "action",
    "/SubmitForm": "action",
    "/ImportData": "action",
    "/GoToR": "action",
    "/GoToE": "action",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/RichMediaExecute": "media",
}
KINDS: Final = {
    "/EmbeddedFile": "attachment",
    "/FileAttachment": "attachment",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/3D": "media",
    "/RichMedia": "media",
    "/PS": "script",
}
TELLING: Final = {"/S": ACTIONS, "/Subtype": KINDS, "/Type": KINDS, "": ACTIONS | KINDS}
LINKS: Final = re.compile(r"\s*(https?|mailto|tel):", re.IGNORECASE)
WEB: Final = re.compile(r"\s*https?:", re.IGNORECASE)
MACHINE: Final = re.compile(r"[\s\x00]*[\\/]{2}")  # \\host\share, or the same in slashes
# What happens without a click: on opening the paper, on coming to a page.
UNASKED: Final = ("/OpenAction", "/AA")
MORE: Final = ("/Thread", "/URI", "/Base", *UNASKED)
# A quick look that misses nothing; what it finds is looked at properly.
SUSPECT: Final = re.compile(
    rb"/(?:"
    + b"|".join(sorted({re.escape(name[1:]).encode() for name in (*KEYS, *ACTIONS, *KINDS, *MORE)}))
    + rb")(?![^\s/<>\[\](){}%])"
)
SIGNATURE: Final = re.compile(rb"/(?:Sig|ByteRange)(?![^\s/<>\[\](){}%])")
END: Final = re.compile(rb"%%EOF")
HARMLESS: Final = re.compile(r"Resources is missing or invalid")
FILLING: Final = b"\0\t\n\f\r "


class Found(Exception):
    """Something that is refused; its only argument is the word for it, which papers.uploads puts in a sentence."""


def inspect(file: BinaryIO) -> dict[str, Any]:
    """The number of pages, and whether there are signatures in it; raises Found."""
    content = file.read()
    if not content.startswith(b"%PDF-"):
        raise Found("not_pdf")
    ends = [match.end() for match in END.finditer(content)]
    if not ends:
        raise Found("damaged")
    if content[ends[-1] :].strip(FILLING) or is_zipfile(BytesIO(content)):
        raise Found("two_in_one")
    pages, signed = _inspect_state(content)
    states = 1
    for end in ends[:-1]:  # where the file may have ended before something was added
        states += _opens(content[:end])
        if states > MOST_STATES:
            raise Found("too_much")
    return {"pages": pages, "signed": signed}


def _opens(state: bytes) -> bool:
    """Whether this is an earlier state of the file, and a good one. What opens nowhere hides nothing."""
    try:
        _inspect_state(state)
    except Found as found:
        if str(found) not in {"damaged", "no_pages"}:
            raise
        return False
    return True


def _inspect_state(content: bytes) -> tuple[int, bool]:
    """The number of pages, and whether anything in it is called a signature."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            return _inspect_open(pdf)
    except pikepdf.PasswordError as error:
        raise Found("encrypted") from error
    except MemoryError as error:
        raise Found("too_much") from error
    except pikepdf.PdfError as error:
        raise Found("too_much" if "alloc" in str(error) else "damaged") from error


def _inspect_open(pdf: pikepdf.Pdf) -> tuple[int, bool]:
    if pdf.is_encrypted:
        raise Found("encrypted")
    if len(pdf.objects) > MOST_OBJECTS:
        raise Found("too_much")
    unpacked, signed = 0, False
    for thing in (pdf.trailer, *pdf.objects):
        is_stream = isinstance(thing, pikepdf.Stream)
        dictionary = thing.stream_dict if is_stream else thing
        signed |= _look(dictionary)
        if is_stream:
            unpacked += _look_at_stream(thing)
            if unpacked > MOST_UNPACKED:
                raise Found("too_much")
    if not all(HARMLESS.search(warning) for warning in pdf.get_warnings()):
        raise Found("damaged")  # another program may read another thing in it
    if unpacked + _unpacked_as_pictures(pdf) > MOST_UNPACKED:
        raise Found("too_much")
    pages = len(pdf.pages)
    if pages == 0:
        raise Found("no_pages")
    if pages > MOST_PAGES:
        raise Found("too_much")
    return pages, signed


def _look(thing: Any) -> bool:
    """Refuse what this one object holds; whether it has to do with a signature."""
    if not isinstance(thing, pikepdf.Object):
        return False
    text = thing.unparse(resolved=True)
    if len(text) > LONGEST_OBJECT:
        raise Found("too_much")
    if SUSPECT.search(text):
        _look_closely(thing)
    return bool(SIGNATURE.search(text))


def _look_closely(thing: pikepdf.Object) -> None:
    for key, value in _names_in(thing):
        if key in KEYS and not _is_empty(value):
            raise Found(KEYS[key])
        if key in TELLING and isinstance(value, pikepdf.Name) and str(value) in TELLING[key]:
            raise Found(TELLING[key][str(value)])
        if _reaches_outside(key, value):
            raise Found("action")


def _reaches_outside(key: str, value: Any) -> bool:
    if key in UNASKED:
        return _opens_an_address(value)
    if isinstance(value, pikepdf.String):
        address = str(value)
        return (key == "/URI" and not _is_harmless(address)) or (key == "/Base" and not WEB.match(address))
    return isinstance(value, pikepdf.Dictionary) and value.get("/S") == "/Thread" and "/F" in value


def _is_harmless(address: str) -> bool:
    """Leads to the web, or within the site of the document; not to a script, nor to a file on any machine."""
    return bool(LINKS.match(address)) or (":" not in address and not MACHINE.match(address))


def _opens_an_address(begin: Any) -> bool:
    """Whether an action, or one that follows on it, goes to an address. Under /AA there is one for each occasion."""
    waiting, seen = [begin], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += list(one)
        elif isinstance(one, pikepdf.Dictionary) and (not one.is_indirect or one.objgen not in seen):
            seen.add(one.objgen)
            if one.get("/S") == "/URI":
                return True
            waiting += [one[name] for name in one.keys() if name == "/Next" or one is begin]  # noqa: SIM118
    return False


def _names_in(thing: pikepdf.Object) -> Iterator[tuple[str, Any]]:
    """The thing itself and what it holds, however deep: each with its key, if it has one, else "in a list"."""
    waiting: list[tuple[str, Any]] = [("", thing)]
    while waiting:
        key, value = waiting.pop()
        yield key, value
        if value is not thing and getattr(value, "is_indirect", False):
            continue  # has its own turn
        if isinstance(value, pikepdf.Dictionary):
            waiting += [(name, value[name]) for name in value.keys()]  # noqa: SIM118  # not a mapping
        elif isinstance(value, pikepdf.Array):
            waiting += [("in a list", one) for one in value]


def _is_empty(value: Any) -> bool:
    """An empty list of files is no file. Whatever else there is, is."""
    return isinstance(value, (pikepdf.Array, pikepdf.Dictionary)) and len(value) == 0


def _unpacked_as_pictures(pdf: pikepdf.Pdf) -> int:
    """What the pages are made of that calls itself a picture, so that it was not counted."""
    made_of = [page.obj.get("/Contents") for page in pdf.pages]
    streams = [one for each in made_of for one in (each if isinstance(each, pikepdf.Array) else [each])]
    found = {one.objgen: one for one in streams if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"}
    return sum(len(_unpacked(one)) for one in found.values())


def _look_at_stream(stream: pikepdf.Stream) -> int:
    """Refuse data that lies outside the file, and count what the stream unpacks to. Pictures are left packed."""
    if any(key in stream for key in ("/F", "/FFilter", "/Ref")):
        raise Found("action")
    return 0 if stream.get("/Subtype") == "/Image" else len(_unpacked(stream))


def _unpacked(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.DataDecodingError as error:
        if "alloc" in str(error):
            raise MemoryError from error
        return b""  # packed in a way that only viewers of pictures know


def answer(file: BinaryIO) -> dict[str, Any]:
    try:
        return inspect(file)
    except Found as found:
        return {"found": str(found)}
