"""Moving an agreement that is still a concept to another version of its standard text."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from agreements.actions.content import ContentStays
from agreements.actions.stages import locked
from agreements.freeze import Part, freeze_of
from agreements.models import Agreement, Clause, Final, Stage, TemplateVersion
from agreements.models.agreement import AgreementQuerySet

# At these stages a text is settled, whatever else. One that was taken back after approval is moved on its own page.
SETTLED = (Stage.APPROVED, Stage.SIGNED, Stage.ENDED)


@dataclass(frozen=True)
class Carried:
    """What becomes of the choices of an agreement in another version."""

    left_out: list[Clause] = field(default_factory=list)  # clauses of the other version that stay left out
    gone: list[Clause] = field(default_factory=list)  # left out here, and no longer there
    fixed: list[Clause] = field(default_factory=list)  # left out here, and there for everybody
    domains_without_clauses: list[str] = field(default_factory=list)


def still_in_concept(agreements: AgreementQuerySet, *, on: date) -> AgreementQuerySet:
    """Those whose text nothing settles: no decision of a council, no final, no signature."""
    finals = Final.objects.standing().filter(agreement=OuterRef("pk"), addendum__isnull=True)
    settled = agreements.at_stage(*SETTLED, on=on).values("pk")
    return agreements.exclude(pk__in=settled).exclude(Exists(finals)).exclude(pk__in=agreements.signed(by=on))


def carried(agreement: Agreement, *, to: TemplateVersion) -> Carried:
    """The clauses left out are known again by domain and internal name."""
    there = {(part.domain_id, clause.name): clause for part in to.parts.all() for clause in part.clauses.all()}
    domains = {part.domain_id for part in to.parts.all()}
    result = Carried(
        domains_without_clauses=[one.name for one in agreement.domains.all() if one.pk not in domains],
    )
    for clause in agreement.left_out.select_related("part__domain").order_by("part__position", "position", "pk"):
        match = there.get((clause.part.domain_id, clause.name))
        if match is None:
            result.gone.append(clause)
        elif match.optional:
            result.left_out.append(match)
        else:
            result.fixed.append(clause)
    return result


@transaction.atomic
def move(agreement: Agreement, *, to: TemplateVersion) -> Agreement:
    """Let the agreement speak the words of another version. Moved there already, it stays as it is.

    Raises ContentStays when its text is settled, ValidationError when the version is not in use (any more).
    """
    agreement = locked(agreement)
    freeze = freeze_of(agreement)
    if freeze.holds(Part.TEXT):
        raise ContentStays(agreement, freeze.words)
    version = TemplateVersion.objects.for_paper().get(pk=to.pk)
    if version.state != TemplateVersion.State.IN_USE:
        raise ValidationError(_("This version is not in use, so no agreement can move to it."))
    if agreement.template_version_id == version.pk:
        return agreement
    left_out = carried(agreement, to=version).left_out
    agreement.template_version = version
    agreement.version += 1
    agreement.save(update_fields=["template_version", "version"])
    agreement.left_out.set(left_out)
    return agreement


@transaction.atomic
def move_all(agreements: list[Agreement], *, to: TemplateVersion) -> tuple[list[Agreement], list[Agreement]]:
    """Move those that still can: which moved, and which stay because their text is settled meanwhile."""
    moved, stay = [], []
    for agreement in sorted(agreements, key=lambda one: (one.municipality_id, one.pk)):
        try:
            moved.append(move(agreement, to=to))
        except ContentStays:
            stay.append(agreement)
    return moved, stay
