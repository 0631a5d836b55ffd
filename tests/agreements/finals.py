"""Agreements whose paper is settled, without the second that a print takes: the bytes are invented."""

from datetime import date

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, Final, PaperKind, PaperTemplate, Signable, Stage, TemplateVersion, belonging_to
from papers.documents import store
from tests.agreements.signing import DECIDED_ON
from tests.factories import UserFactory, decided


def approved(agreement: Agreement, *, on: date = DECIDED_ON) -> Agreement:
    """The same agreement, after its councils decided."""
    decided(agreement, on=on)
    stages.advance(agreement, to=Stage.APPROVED, effective_on=on, by=UserFactory())
    return agreement


def version() -> TemplateVersion:
    template, _new = PaperTemplate.objects.get_or_create(name="Standaard", kind=PaperKind.AGREEMENT)
    return TemplateVersion.objects.get_or_create(template=template, number=1, defaults={"title": "Overeenkomst"})[0]


def final_of(source: Signable, *, by: User | None = None, content: bytes = b"%PDF-1.7 zo goed als echt") -> Final:
    """A final that stands."""
    by = by or UserFactory()
    document = store(content + source.reference.encode(), label=f"{source.reference}.pdf", by=by)
    final: Final = Final.objects.create(
        **belonging_to(source), document=document, template_version=version(), data={}, fingerprint="0" * 64, made_by=by
    )
    return final
