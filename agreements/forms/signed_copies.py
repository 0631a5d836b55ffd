"""Handing in what came back signed. What a file may be is said by papers.uploads."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.actions.signed_copies import Handed
from agreements.actions.signing import signing_fields
from agreements.forms.stages import NoteField
from agreements.models import Final as FinalPaper
from agreements.models import Signable, SignedCopy, agreement_of
from papers import signatures, uploads
from papers.documents import digest_of
from papers.signatures import Signature


@dataclass(frozen=True)
class LookedThrough:
    """A file that may come in, with what its electronic signatures say."""

    file: UploadedFile
    signatures: list[Signature]

    def handed(self, party: str) -> Handed:
        return Handed(party, self.file, self.file.name or "", self.signatures)


class PaperField(forms.FileField):
    """A PDF that is looked through before anything else happens with it."""

    widget = forms.FileInput(
        attrs={
            "accept": "application/pdf,.pdf",
            "data-largest": uploads.LARGEST,  # for static/js/file_size.js
            "data-too-large": uploads.REFUSALS["too_large"],
        }
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> LookedThrough | None:
        file = super().clean(data, initial)
        if not file:
            return None
        inspected = uploads.inspect(file)
        return LookedThrough(file, signatures.read(file) if inspected.signed else [])


class PapersForm(forms.Form):
    """Files with, only where a signature is broken, the question whether to file them all the same."""

    accept_broken = forms.BooleanField(
        label=_("File it all the same"),
        required=False,
        help_text=_("The broken signature stays visible beside the copy, with your reason."),
    )
    accepted_because = NoteField(
        label=_("Why it is filed with a broken signature"),
        required=False,
        help_text=_("Needed when you tick the box above."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self._ask_no_more()

    @property
    def paper_fields(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, PaperField)]

    @property
    def accepted(self) -> str:
        """The reason to file a broken signature, or nothing."""
        return self.cleaned_data.get("accepted_because", "") if self.cleaned_data.get("accept_broken") else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        broken = {name: found for name in self.paper_fields if (found := _broken(cleaned.get(name)))}
        if not broken:
            self._ask_no_more()
            return cleaned
        if not cleaned.get("accept_broken"):
            for name, found in broken.items():
                self.add_error(name, _refusal(found))
        elif not cleaned.get("accepted_because", "").strip():
            self.add_error("accepted_because", gettext("Say why it is filed with a broken signature."))
        return cleaned

    def _ask_no_more(self) -> None:
        for name in ("accept_broken", "accepted_because"):
            self.fields.pop(name, None)


class SignedCopyForm(PapersForm):
    """One copy with every signature, or one copy for each party."""

    all = PaperField(
        label=_("The copy that all parties signed"),
        required=False,
        help_text=_("PDF, at most 20 MB: a scan or signed with eID."),
    )
    municipality = PaperField(label=_("The copy that the municipality signed"), required=False)
    ocmw = PaperField(label=_("The copy that the OCMW signed"), required=False)
    agency = PaperField(label=_("The copy that the agency signed"), required=False)

    field_order = ["all", "municipality", "ocmw", "agency", "accept_broken", "accepted_because"]

    def __init__(self, *args: Any, source: Signable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        agreement = agreement_of(source)
        for name, signs in signing_fields(agreement).items():
            if not signs:
                del self.fields[name.removesuffix("_signed_on")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in self.paper_fields) and not self.errors:
            self.add_error("all", gettext("Choose at least one file."))
        self._refuse_doubles()
        return cleaned

    @property
    def handed(self) -> list[Handed]:
        papers = {name: self.cleaned_data.get(name) for name in self.paper_fields}
        return [paper.handed(party) for party, paper in papers.items() if paper]

    def _refuse_doubles(self) -> None:
        filed = set(SignedCopy.objects.of(self.source).standing().values_list("document__sha256", flat=True))
        finals = set(FinalPaper.objects.of(self.source).values_list("document__sha256", flat=True))
        chosen: set[str] = set()
        for name in self.paper_fields:
            if paper := self.cleaned_data.get(name):
                digest = digest_of(paper.file)[0]
                if digest in finals:
                    text = gettext("This is the final itself: nobody has signed it yet.")
                    self.add_error(name, ValidationError(text, code="final"))
                elif digest in filed:
                    self.add_error(name, ValidationError(gettext("This file is filed here already."), code="filed"))
                elif digest in chosen:
                    self.add_error(name, ValidationError(gettext("This file is chosen twice."), code="twice"))
                chosen.add(digest)


class SetAsideForm(forms.Form):
    """Why a copy does not count."""

    reason = NoteField(label=_("Why it does not count"), help_text=_("It stays readable beside the copy."))


def _broken(paper: LookedThrough | None) -> list[Signature]:
    return [signature for signature in paper.signatures if signature.is_broken] if paper else []


NOBODY: Final = _("somebody whose name cannot be read")


def _refusal(broken: list[Signature]) -> ValidationError:
    told = [
        gettext("The electronic signature of %(who)s is %(state)s.")
        % {"who": signature.signer or NOBODY, "state": signature.state_label}
        for signature in broken
    ]
    way_out = gettext("Ask for another copy, or file it all the same with the reason, below; then choose it again.")
    return ValidationError([*told, way_out])
