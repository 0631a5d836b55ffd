"""The life of a template: made, worded as a concept, put in use, succeeded, retired.

What is in use never changes again: every write on the words of a version goes through `concept`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from agreements.models import Addendum, Agreement, Clause, PaperKind, PaperTemplate, TemplatePart, TemplateVersion
from agreements.template_gate import findings
from agreements.template_sections import has_clauses
from municipalities.models import Domain

# What a next version does not take over: who made it and when, its number, its use.
OF_ITS_OWN = {
    "id",
    "template",
    "version",
    "number",
    "note",
    "created_at",
    "created_by",
    "put_in_use_at",
    "put_in_use_by",
    "retired_at",
}


class VersionStays(PermissionDenied):
    """The words of this version cannot change any more; the message says why, for the screen."""

    def __init__(self, version: TemplateVersion, reason: str) -> None:
        self.version = version
        super().__init__(reason)


class VersionChanged(Exception):
    """This is no longer the version that was looked at."""


class Gone(Exception):
    """What was to be changed is no longer there: somebody else removed it."""


def locked(version: TemplateVersion) -> TemplateVersion:
    """The version as it is now, which nobody else changes or puts in use until this transaction ends."""
    _lock_kind(version.template)
    present = TemplateVersion.objects.for_paper().filter(pk=version.pk).first()
    if present is None:
        raise Gone
    return present


def refuse_settled(version: TemplateVersion) -> None:
    """Agreements rest on a version from the moment it is in use, so its words stay as they are."""
    if version.state == TemplateVersion.State.CONCEPT:
        return
    if version.state == TemplateVersion.State.IN_USE:
        reason = _("This version is in use, so its words stay as they are. Make a new version to change them.")
    else:
        reason = _("This version was in use, and agreements rest on it. Its words stay as they are.")
    raise VersionStays(version, reason)


@contextmanager
def concept(version: TemplateVersion, *, row: models.Model | None = None) -> Iterator[None]:
    """A transaction in which the words of the version may change: it is a concept, and stays one meanwhile.

    `row` is the part or clause to change, which must still be there. Raises VersionStays and Gone.
    """
    with transaction.atomic():
        refuse_settled(locked(version))
        if row is not None and not type(row)._default_manager.filter(pk=row.pk).exists():
            raise Gone
        yield


@transaction.atomic
def make(*, name: str, kind: str, by: User) -> TemplateVersion:
    """A template with its first concept: a title, a place for what always holds, the fixed words of the standard."""
    standard = TemplateVersion.objects.standard(kind)
    template = PaperTemplate.objects.create(name=name, kind=kind)
    version = TemplateVersion.objects.create(
        template=template, number=1, title=name, created_by=by, phrases=standard.phrases if standard else {}
    )
    if has_clauses(kind):
        TemplatePart.objects.create(version=version, position=0)
    return version


@transaction.atomic
def succeed(version: TemplateVersion, *, by: User, note: str = "") -> TemplateVersion:
    """A concept with the words of this version, to change and put in use in its place.

    Raises ValidationError when the template has a concept already.
    """
    version = locked(version)
    last = version.template.versions.aggregate(last=Max("number"))["last"]
    words = {
        field.attname: getattr(version, field.attname)
        for field in TemplateVersion._meta.concrete_fields
        if field.name not in OF_ITS_OWN
    }
    successor = TemplateVersion(template=version.template, number=last + 1, note=note, created_by=by, **words)
    successor.validate_constraints()
    successor.save()
    for part in version.parts.all():
        copy = TemplatePart.objects.create(
            version=successor, domain=part.domain, position=part.position, heading=part.heading
        )
        bulk_create_with_history([_copy(clause, copy) for clause in part.clauses.all()], Clause)
    return successor


def _copy(clause: Clause, part: TemplatePart) -> Clause:
    return Clause(
        part=part,
        position=clause.position,
        name=clause.name,
        heading=clause.heading,
        text=clause.text,
        optional=clause.optional,
        settles=clause.settles,
    )


def put_in_use(version: TemplateVersion, *, shown: str, by: User) -> TemplateVersion:
    """From now on its words stay; the version that was in use retires in the same breath.

    Where new papers of the kind had nothing to begin from, its template becomes the standard. The example is printed
    before anything is locked. `shown` is the mark of what was looked at. Raises VersionStays for what is no concept,
    VersionChanged for what is not what was looked at, ValidationError as long as something blocks.
    """
    refuse_settled(version)
    if blocking := [one.text for one in findings(version, printed=True) if one.blocks]:
        raise ValidationError(blocking)
    with transaction.atomic():
        present = locked(version)
        refuse_settled(present)
        if mark_of(present) != shown:
            raise VersionChanged(_("Somebody changed this version in the meantime. Look at it again."))
        now = timezone.now()
        present.template.versions.in_use().update(retired_at=now)
        present.put_in_use_at, present.put_in_use_by = now, by
        present.save(update_fields=["put_in_use_at", "put_in_use_by"])
        if TemplateVersion.objects.standard(present.template.kind) is None:
            _become_standard(present.template)
        pin()
    return present


def mark_of(version: TemplateVersion) -> str:
    """Differs as soon as anything in the version is saved, added, moved or removed. Needs it from `for_paper()`."""
    parts = [
        (part.pk, part.heading, [(one.pk, one.version) for one in part.clauses.all()]) for part in version.parts.all()
    ]
    return sha256(repr((version.version, parts)).encode()).hexdigest()


@transaction.atomic
def make_standard(template: PaperTemplate) -> None:
    """From now on new papers of its kind begin from this template.

    Raises ValidationError as long as none of its versions is in use.
    """
    _lock_kind(template)
    if not template.versions.in_use().exists():
        raise ValidationError(_("None of its versions is in use, so no paper can begin from it."))
    _become_standard(template)


def _become_standard(template: PaperTemplate) -> None:
    PaperTemplate.objects.standard().filter(kind=template.kind).update(is_standard=False)
    template.is_standard = True
    template.save(update_fields=["is_standard"])


def _lock_kind(template: PaperTemplate) -> None:
    """All templates of the kind, always in one order: which of them is the standard concerns each."""
    list(PaperTemplate.objects.select_for_update(no_key=True).filter(kind=template.kind).order_by("pk"))


def pin() -> None:
    """Let papers that began before there was a text keep the one in use now: a later version does not change them."""
    addenda = Addendum.objects.open()
    if (version := TemplateVersion.objects.standard(PaperKind.AGREEMENT)) is not None:
        Agreement.objects.filter(template_version=None, signed_outside=False).update(template_version=version)
        addenda.filter(clause_version=None).update(clause_version=version)
    if (version := TemplateVersion.objects.standard(PaperKind.ADDENDUM)) is not None:
        addenda.filter(template_version=None).update(template_version=version)


@transaction.atomic
def retire(version: TemplateVersion) -> None:
    """No new paper begins from this version any more; what rests on it, rests. Done once, however often asked."""
    version = locked(version)
    if version.state == TemplateVersion.State.CONCEPT:
        raise ValidationError(_("A concept cannot be retired."))
    if version.retired_at is None:
        version.retired_at = timezone.now()
        version.save(update_fields=["retired_at"])


def discard(version: TemplateVersion) -> PaperTemplate | None:
    """Delete a concept; the template too when it has no other version. Returns the template that is left."""
    with concept(version):
        version.delete()
        if version.template.versions.exists():
            return version.template
        version.template.delete()
        return None


def place_of(domain: Domain | None, version: TemplateVersion) -> int:
    """The position of a new part: a domain comes last, what always holds comes before all domains."""
    if domain is None:
        return 0
    last: int | None = version.parts.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def last_position(part: TemplatePart) -> int:
    """The place of the last clause of the part; 0 when there is none."""
    last: int | None = part.clauses.aggregate(last=Max("position"))["last"]
    return last or 0


def shift(row: TemplatePart | Clause, *, up: bool) -> bool:
    """Change places with the row before or after it; False at the end of the row. Numbers them 1, 2, 3 … anew."""
    rows: list[TemplatePart | Clause]
    if isinstance(row, TemplatePart):
        rows = [*row.version.parts.filter(domain__isnull=False)]
        row.version.parts.filter(domain__isnull=True).update(position=0)
    else:
        rows = [*row.part.clauses.all()]
    here = rows.index(row)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for position, one in enumerate(rows, start=1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    return True
