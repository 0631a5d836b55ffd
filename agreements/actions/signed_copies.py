"""Filing what came back signed, and setting aside what was filed by mistake."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions.stages import locked
from agreements.freeze import Because, freeze_of
from agreements.models import Ending, Final, Signable, SignedCopy, agreement_of, belonging_to
from agreements.phrases import page_number_of
from papers.comparison import Comparison, compare
from papers.documents import store
from papers.models import Document
from papers.signatures import Signature

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handed:
    """A file that was handed in and may be filed, with who signed it and what its electronic signatures say."""

    party: str
    file: File
    label: str
    signatures: list[Signature]

    @property
    def is_broken(self) -> bool:
        return any(signature.is_broken for signature in self.signatures)


@dataclass(frozen=True)
class Compared:
    """The same, beside the final that stood when it was compared."""

    handed: Handed
    final: Final | None
    comparison: Comparison


def compared(source: Signable, handed: Iterable[Handed]) -> list[Compared]:
    """Lay each file beside the standing final. It takes a moment, so no lock is held meanwhile.

    Raises ValidationError when the file of the final cannot be read.
    """
    final = standing_final(source)
    if final is None:
        return [Compared(one, None, Comparison(SignedCopy.Text.NO_FINAL)) for one in handed]
    try:
        with default_storage.open(final.document.file.name) as file:
            ours = file.read()
    except OSError as error:
        logger.exception("The file of document %s cannot be read: %s", final.document_id, final.document.file.name)
        raise ValidationError(
            _("The final cannot be opened now, so nothing can be compared with it. Tell the administrators."),
            code="no_final",
        ) from error
    page_number = page_number_of(final.template_version)
    return [Compared(one, final, compare(one.file, ours, page_number=page_number)) for one in handed]


@transaction.atomic
def file_copies(
    source: Signable, copies: Iterable[Compared], *, by: User, accepted_because: str = ""
) -> list[SignedCopy]:
    """Store the copies untouched, all of them or none.

    Raises ValidationError when one has a broken signature and no reason to file it all the same, when a file is filed
    already, and when the final was made or taken back while the files were compared with it.
    """
    locked(agreement_of(source))
    _refuse_struck_out(source)
    return [_file(source, copy, by=by, accepted_because=accepted_because.strip()) for copy in copies]


def _file(source: Signable, copy: Compared, *, by: User, accepted_because: str) -> SignedCopy:
    if copy.handed.is_broken and not accepted_because:
        raise ValidationError(_("A broken signature is only filed with a reason."))
    if standing_final(source) != copy.final:
        raise ValidationError(
            _("The final changed at this very moment. Choose the files again: they are compared anew."), code="changed"
        )
    made: SignedCopy = SignedCopy.objects.create(
        **belonging_to(source),
        document=_stored(source, copy.handed, by=by),
        final=copy.final,
        party=copy.handed.party,
        text=copy.comparison.text,
        differences=[asdict(one) for one in copy.comparison.differences],
        more_differences=copy.comparison.more,
        written=[asdict(one) for one in copy.comparison.written],
        signatures=[one.as_json() for one in copy.handed.signatures],
        accepted_because=accepted_because if copy.handed.is_broken else "",
        filed_by=by,
    )
    return made


def _stored(source: Signable, handed: Handed, *, by: User) -> Document:
    document = store(handed.file, label=handed.label, by=by)
    if SignedCopy.objects.of(source).standing().filter(document__sha256=document.sha256).exists():
        raise ValidationError(_("The file “%(name)s” is filed here already.") % {"name": handed.label}, code="filed")
    return document


def _refuse_struck_out(source: Signable) -> None:
    """An early end may be corrected while its copy is being handed in."""
    if isinstance(source, Ending):
        freeze = freeze_of(Ending.objects.select_related("correction").prefetch_related("finals").get(pk=source.pk))
        if freeze.because is Because.WITHDRAWN:
            raise ValidationError(freeze.words, code="corrected")


@transaction.atomic
def set_aside(copy: SignedCopy, *, reason: str, by: User) -> SignedCopy:
    """Say that this copy does not count, and why. It stays readable; nothing is deleted. Once is enough."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why this copy is set aside.")})
    copy = SignedCopy.objects.select_for_update(of=("self",), no_key=True).get(pk=copy.pk)
    if copy.set_aside_at is not None:
        raise ValidationError(_("This copy was set aside before."), code="set_aside")
    copy.set_aside_at, copy.set_aside_by, copy.set_aside_because = timezone.now(), by, reason.strip()
    copy.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_because"])
    return copy


def standing_final(source: Signable) -> Final | None:
    return Final.objects.of(source).standing().select_related("document", "template_version").defer("data").first()
