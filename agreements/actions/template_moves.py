"""Moving an agreement or an addendum that is still a concept to another version of its standard text."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from agreements.actions.addenda import locked_addendum
from agreements.actions.content import ContentStays, refuse_frozen
from agreements.actions.stages import locked
from agreements.freeze import Part
from agreements.models import (
    Addendum,
    Agreement,
    Clause,
    CouncilDecision,
    Final,
    PaperKind,
    Reopening,
    Source,
    Stage,
    StageChange,
    TemplateVersion,
)
from agreements.models.agreement import AgreementQuerySet

# At these stages a text is settled, whatever else. One that was taken back after approval is moved on its own page.
SETTLED = (Stage.APPROVED, Stage.SIGNED, Stage.ENDED)


class Changed(Exception):
    """The paper is not as it was shown any more."""


@dataclass(frozen=True)
class Carried:
    """What becomes of the choices of an agreement in another version."""

    left_out: list[Clause] = field(default_factory=list)  # clauses of the other version that stay left out
    gone: list[Clause] = field(default_factory=list)  # left out here, and no longer there
    fixed: list[Clause] = field(default_factory=list)  # left out here, and there for everybody
    domains_without_clauses: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return any([self.left_out, self.gone, self.fixed, self.domains_without_clauses])


def still_in_concept(agreements: AgreementQuerySet, *, on: date) -> AgreementQuerySet:
    """Those whose text nothing settles: no decision of the councils, no final, no signature."""
    finals = Final.objects.standing().filter(agreement=OuterRef("pk"), addendum__isnull=True, ending__isnull=True)
    settled = agreements.at_stage(*SETTLED, on=on).values("pk")
    unsigned = agreements.exclude(pk__in=settled).exclude(pk__in=agreements.signed(by=on))
    return unsigned.exclude(Exists(finals)).exclude(_decided(on))


def _decided(on: date) -> Q:
    """What `freeze_of` calls decided: each council of the party decided on the text since it was last taken back.

    An approval settles a text that was never taken back, also when a refusal came after it.
    """
    reopenings = Reopening.objects.filter(addendum__isnull=True, ending__isnull=True)
    taken_back_since = reopenings.filter(agreement=OuterRef("agreement"), reopened_at__gte=OuterRef("recorded_at"))
    decisions = CouncilDecision.objects.filter(agreement=OuterRef("pk")).exclude(Exists(taken_back_since))
    council, ocmw = (Exists(decisions.filter(body=body)) for body in CouncilDecision.Body)
    approvals = StageChange.objects.in_effect(on=on).filter(agreement=OuterRef("pk"), stage=Stage.APPROVED)
    decided = (Q(party=Agreement.Party.OCMW) | Q(council)) & (Q(party=Agreement.Party.MUNICIPALITY) | Q(ocmw))
    return decided | (Q(Exists(approvals)) & ~Q(Exists(reopenings.filter(agreement=OuterRef("pk")))))


def with_choices(agreements: AgreementQuerySet) -> AgreementQuerySet:
    """With what `carried` looks at."""
    return agreements.prefetch_related("domains", Prefetch("left_out", Clause.objects.select_related("part")))


def carried(agreement: Agreement, *, to: TemplateVersion) -> Carried:
    """The clauses left out are known again by domain and internal name. Asks nothing after `with_choices`."""
    there = {(part.domain_id, clause.name): clause for part in to.parts.all() for clause in part.clauses.all()}
    domains = {part.domain_id for part in to.parts.all()}
    result = Carried(
        domains_without_clauses=[one.name for one in agreement.domains.all() if one.pk not in domains],
    )
    for clause in sorted(agreement.left_out.all(), key=lambda one: (one.part.position, one.position, one.pk)):
        match = there.get((clause.part.domain_id, clause.name))
        if match is None:
            result.gone.append(clause)
        elif match.optional:
            result.left_out.append(match)
        else:
            result.fixed.append(clause)
    return result


@transaction.atomic
def move(source: Source, *, to: TemplateVersion) -> Source:
    """Let the paper speak the words of another version. Moved there already, it stays as it is.

    Raises ContentStays when its text is settled, Changed when it is not as it was handed over, ValidationError when the
    version is not in use (any more).
    """
    present = locked_addendum(source) if isinstance(source, Addendum) else locked(source)
    refuse_frozen(present, Part.TEXT)
    version = TemplateVersion.objects.for_paper().get(pk=to.pk)
    if version.state != TemplateVersion.State.IN_USE or version.template.kind != kind_of(source):
        raise ValidationError(_("This version is not in use, so no paper can move to it."))
    if present.template_version_id == version.pk:
        return present
    if present.version != source.version:
        raise Changed
    # An addendum leaves out clauses of the template of its agreement.
    left_out = carried(present, to=version).left_out if isinstance(present, Agreement) else None
    present.template_version = version
    present.version += 1
    present.save(update_fields=["template_version", "version"])
    if left_out is not None:
        present.left_out.set(left_out)
    return present


@transaction.atomic
def move_all(agreements: list[Agreement], *, to: TemplateVersion) -> tuple[list[Agreement], list[Agreement]]:
    """Move those that still can: which moved, and which stay because they changed or were settled meanwhile."""
    moved, stay = [], []
    for agreement in sorted(agreements, key=lambda one: (one.municipality_id, one.pk)):
        try:
            move(agreement, to=to)
        except (ContentStays, Changed):
            stay.append(agreement)
        else:
            moved.append(agreement)
    return moved, stay


def kind_of(source: Source) -> PaperKind:
    return PaperKind.ADDENDUM if isinstance(source, Addendum) else PaperKind.AGREEMENT
