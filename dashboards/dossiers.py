"""All that is known about one municipality, loaded in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement
from dashboards.standings import Standing, standings
from municipalities.lineage import Lineage, lineage_of
from municipalities.models import Contact, Municipality, NoTerm, Visit

FUNCTION_ORDER = {function: place for place, function in enumerate(Contact.Function.values)}


@dataclass(frozen=True)
class DossierAgreement:
    """An agreement as the page of a municipality shows it."""

    agreement: Agreement
    in_force: bool
    lapsed: bool
    inherited: bool


@dataclass(frozen=True)
class Dossier:
    municipality: Municipality
    on: date
    exists: bool
    standing: Standing | None
    last_visited_on: date | None
    lineage: Lineage
    contacts: list[Contact]
    former_contacts: list[Contact]
    agreements: list[DossierAgreement]
    next_steps: list[Visit]
    planned: list[Visit]

    @property
    def in_force_label(self) -> str:
        force = self.standing.in_force if self.standing else None
        return str(force.label) if force else ""

    @property
    def days_since_visit(self) -> int | None:
        return Municipality.days_since(self.last_visited_on, on=self.on)


def dossier_of(municipality: Municipality, *, on: date) -> Dossier:
    lineage = lineage_of(municipality)
    exists = municipality.exists_on(on)
    visits = Visit.objects.filter(municipality=municipality)
    last = visits.effective(by=on).order_by("-held_on").values_list("held_on", flat=True).first()
    contacts = sorted(municipality.contacts.all(), key=lambda one: (FUNCTION_ORDER[one.function], one.name))
    return Dossier(
        municipality=municipality,
        on=on,
        exists=exists,
        standing=_standing(municipality, on) if exists else None,
        last_visited_on=last,
        lineage=lineage,
        contacts=[one for one in contacts if one.ends_on is None or one.ends_on >= on],
        former_contacts=[one for one in contacts if one.ends_on is not None and one.ends_on < on],
        agreements=_agreements(municipality, lineage, on),
        next_steps=list(visits.open_next_steps().select_related("next_step_owner").order_by("next_step_due_on")),
        planned=list(visits.filter(status=Visit.Status.PLANNED).order_by("held_on", "held_at")),
    )


def _standing(municipality: Municipality, on: date) -> Standing | None:
    """None on a day outside every term that is known: there is nothing to count in."""
    try:
        return standings(on=on, municipalities=[municipality])[0]
    except NoTerm:
        return None


def _agreements(municipality: Municipality, lineage: Lineage, on: date) -> list[DossierAgreement]:
    """Its own agreements, latest first, then those of its predecessors that it took over and that still bind."""
    own = Agreement.objects.filter(municipality=municipality)
    binding = set(own.in_force(on=on).values_list("pk", flat=True))
    lapsed = set(own.lapsed(by=on).values_list("pk", flat=True))
    lines = [
        DossierAgreement(one, in_force=one.pk in binding, lapsed=one.pk in lapsed, inherited=False)
        for one in own.for_list(on=on)
    ]
    if municipality.exists_on(on) and lineage.ancestors:
        taken_over = Agreement.objects.filter(municipality__in=[one.pk for one in lineage.ancestors])
        lines += [
            DossierAgreement(one, in_force=True, lapsed=False, inherited=True)
            for one in taken_over.in_force(on=on).for_list(on=on)
        ]
    return lines
