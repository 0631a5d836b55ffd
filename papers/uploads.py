"""Which files are let in: a PDF that is what it seems, and that only says something."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from papers.apart import NoAnswer, ask

LARGEST: Final = 20 * 1024 * 1024
LARGEST_REQUEST: Final = 10 * LARGEST

REFUSALS: Final[dict[str, str | Promise]] = {
    "empty": _("The file is empty. Choose it again, or scan the paper anew."),
    "too_large": _("The file is larger than 20 MB. Scan it in black and white, or at 200 dots per inch."),
    "not_pdf": _("This is not a PDF. Scan the paper as PDF, or save the file as PDF first."),
    "two_in_one": _("The file holds more than a PDF: something else is put behind or around it."),
    "damaged": _("The PDF is damaged or not complete. Ask for it again, or scan the paper anew."),
    "no_pages": _("The PDF has no pages."),
    "encrypted": _("The PDF is locked with a password or encrypted. Ask for one without."),
    "script": _("There is a script in the PDF. A paper to keep may hold none: print it to PDF anew, or scan it."),
    "action": _("The PDF can start something or reach outside itself. Print it to PDF anew, or scan it."),
    "attachment": _("Other files are packed in the PDF. File the signed paper alone."),
    "xfa": _("The PDF is a form that only some programs can show (XFA). Print it to PDF, or scan it."),
    "media": _("There is sound, film or a 3D picture in the PDF. File the paper without."),
    "too_much": _("The PDF is built too heavily: too many pages, or more inside than it seems. Scan the paper anew."),
}


@dataclass(frozen=True)
class Inspected:
    """What is known of a PDF that may come in."""

    pages: int
    signed: bool


def inspect(file: File) -> Inspected:
    """Look through a file; raises ValidationError with, as its code, a key of REFUSALS."""
    check_size(file)
    try:
        answer = ask("inspection", file)
    except NoAnswer as error:
        raise _refusal("too_much") from error
    if "found" in answer:
        raise _refusal(answer["found"])
    return Inspected(**answer)


def check_size(file: File) -> None:
    if not file.size:
        raise _refusal("empty")
    if file.size > LARGEST:
        raise _refusal("too_large")


def _refusal(code: str) -> ValidationError:
    return ValidationError(str(REFUSALS[code]), code=code)


class NoMoreThanNeeded(FileUploadHandler):
    """The first upload handler: of a file that is too large, nothing is written beyond what shows that it is.

    The form then refuses it in words, and keeps whatever else was filled in.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.seen = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any) -> None:  # noqa: N803
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig("More was sent than any form of the register asks for.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.seen > LARGEST:
            return None
        self.seen += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None
