"""Rows as light as counting allows: what a standing tells of a municipality, an agreement and a step, and no more.

A register of thousands of municipalities is counted from these; the page of one loads the real rows.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from agreements.models import DeclineReason, Stage
from municipalities.models import Municipality, Province, Region


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    pk: int
    nis: str
    name: str
    search_key: str
    agency: str
    province: Province
    region: Region
    fixed_contact: User | None

    @property
    def in_working_area(self) -> bool:
        return self.agency == Municipality.Agency.AGII

    def get_absolute_url(self) -> str:
        return reverse("dashboards:municipality_detail", args=[self.nis])

    def get_agency_display(self) -> str:
        return str(Municipality.Agency(self.agency).label)


@dataclass(frozen=True, slots=True)
class AgreementLine:
    pk: int
    reference: str
    municipality_id: int

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement_detail", args=[self.pk])


@dataclass(frozen=True, slots=True)
class StepLine:
    """The step that tells the stage of a municipality."""

    pk: int
    stage: Stage
    effective_on: date
    reason: DeclineReason | None
    agreement: AgreementLine


@dataclass(frozen=True, slots=True)
class BindingLine:
    """An agreement in force on a day, and what became of its yearly reviews by then."""

    agreement: AgreementLine
    signature_id: int
    signed_on: date
    reviews_overdue: int
    commitments_done: int

    @property
    def municipality_id(self) -> int:
        return self.agreement.municipality_id


@dataclass(frozen=True, slots=True)
class DoneLine:
    """A commitment that was done by a day, as was recorded of itself or of one that it replaces: `told_of`."""

    pk: int
    agreement_id: int
    told_of: int
