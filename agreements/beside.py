"""The agreements beside another one: with the same municipality, or with what became of it."""

from datetime import date

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from agreements.models import Agreement, Stage, StageChange
from agreements.models.agreement import AgreementQuerySet
from municipalities.models import Municipality


def last_day() -> Coalesce:
    """For a query of agreements: the day of an early ending, else the last day of the period."""
    endings = StageChange.objects.standing().filter(agreement=OuterRef("pk"), stage=Stage.ENDED)
    return Coalesce(Subquery(endings.values("effective_on")[:1]), "ends_on")


def pending_beside(agreement: Agreement, heir: Municipality, *, on: date) -> AgreementQuerySet:
    """Those on their way with the heir; with a municipality that is no more, nothing is."""
    return Agreement.objects.filter(municipality=heir).exclude(pk=agreement.pk).pending(on=on)


def outlasting(agreement: Agreement, heir: Municipality, *, on: date) -> AgreementQuerySet:
    """Those signed by the day, with the municipality or the heir, whose last day is later; it may have passed too."""
    own = Agreement.objects.filter(pk=agreement.pk).values(own_last_day=last_day())
    signed = Agreement.objects.filter(municipality__in={agreement.municipality_id, heir.pk}).signed(by=on)
    return signed.alias(last_day=last_day()).filter(last_day__gt=Subquery(own))
