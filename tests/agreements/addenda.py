"""Addenda in the states that tests need, made the way the register makes them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from agreements.actions import addenda
from agreements.actions.signing import SigningDays
from agreements.models import (
    Addendum,
    AddendumDecision,
    AddendumSignatory,
    Agreement,
    Commitment,
    Final,
    PaperKind,
    PaperTemplate,
    Side,
    TemplateVersion,
)
from municipalities.models import Region
from papers.documents import store
from tests.agreements.signing import agreement_in, signed
from tests.factories import DomainFactory, UserFactory

TODAY = timezone.localdate()
STARTS_ON = date(2020, 1, 1)
ENDS_ON = TODAY + timedelta(days=700)
DECIDED_ON = date(2021, 5, 20)
SIGNED_ON = date(2021, 6, 1)


def running_agreement(region: Region, **fields: Any) -> Agreement:
    """A signed agreement with the municipality Zulte that runs, two domains with a commitment under each."""
    agreement = agreement_in(region, **({"starts_on": STARTS_ON, "ends_on": ENDS_ON} | fields))
    names = ["Dienstverlening", "Samenhang"]
    agreement.domains.set([DomainFactory(code=name.lower(), name=name) for name in names])
    for domain in agreement.domains.all():
        Commitment.objects.create(agreement=agreement, domain=domain, text=f"Afspraak over {domain.name}.")
    return signed(agreement)


def started(agreement: Agreement, *, by: User | None = None, **fields: Any) -> Addendum:
    """An addendum in concept, with who signs it; it changes nothing yet."""
    given: dict[str, Any] = {"subject": "Zonder folder", "starts_on": date(2021, 7, 1)} | fields
    addendum = addenda.start(agreement, by=by or UserFactory(), **given)
    AddendumSignatory.objects.bulk_create(
        [
            AddendumSignatory(addendum=addendum, side=side, name=name, function=function)
            for side, name, function in [
                (Side.MUNICIPALITY, "Marieke Verbeeld", "Voorzitter van de gemeenteraad"),
                (Side.MUNICIPALITY, "Joris Bedacht", "Algemeen directeur"),
                (Side.AGENCY, "Wouter Verzonnen", "Algemeen directeur"),
            ]
        ]
    )
    return addendum


def decided(addendum: Addendum, on: date = DECIDED_ON) -> Addendum:
    """Each council of the party decided on it."""
    for body in addendum.agreement.councils:
        AddendumDecision.objects.create(addendum=addendum, body=body, decided_on=on)
    return addendum


def final_of(addendum: Addendum, by: User | None = None) -> Final:
    """A stored final, without the second that printing one takes."""
    by = by or UserFactory()
    content = f"%PDF-1.7 {addendum.pk} {addendum.finals.count()}".encode()
    return Final.objects.create(
        agreement=addendum.agreement,
        addendum=addendum,
        document=store(content, label="addendum.pdf", by=by),
        template_version=template_version(),
        data={},
        fingerprint="0" * 64,
        made_by=by,
    )


def template_version() -> TemplateVersion:
    """The version in use of the standard template for addenda."""
    version = TemplateVersion.objects.standard(PaperKind.ADDENDUM)
    if version is not None:
        return version
    template = PaperTemplate.objects.create(name="Addendum", kind=PaperKind.ADDENDUM, is_standard=True)
    return TemplateVersion.objects.create(template=template, number=1, title="Addendum", put_in_use_at=timezone.now())


def days(on: date = SIGNED_ON, **other: date) -> SigningDays:
    return SigningDays(**({"agency_signed_on": on, "municipality_signed_on": on} | other))


def signed_addendum(agreement: Agreement, *, on: date = SIGNED_ON, **fields: Any) -> Addendum:
    """An addendum from start to signature; `change` gets it while it is open and says what it changes."""
    change = fields.pop("change", lambda addendum: None)
    addendum = started(agreement, **({"starts_on": on} | fields))
    change(addendum)
    decided(addendum, on=min(on, DECIDED_ON))
    final_of(addendum)
    return addenda.sign(addendum, days(on))
