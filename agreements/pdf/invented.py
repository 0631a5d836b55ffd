"""An invented agreement with what happens to it, for a look at a template. Made inside a transaction that is undone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from agreements.holding import holding_before
from agreements.models import (
    Addendum,
    AddendumSignatory,
    Agreement,
    AgreementContact,
    Commitment,
    CommitmentProgress,
    ContactChange,
    CouncilDecision,
    Review,
    ReviewOutcome,
    Side,
    Signatory,
    TemplateVersion,
)
from municipalities.models import Domain, Municipality, Province, Region

NOBODY_HAS_IT: Final = "00000"
SIGNATORIES: Final = (
    (Side.MUNICIPALITY, "Marieke Verbeeld", "Voorzitter van de gemeenteraad"),
    (Side.MUNICIPALITY, "Joris Bedacht", "Algemeen directeur"),
    (Side.AGENCY, "Wouter Verzonnen", "Algemeen directeur"),
)
CONTACTS: Final = (
    (Side.AGENCY, "Lieve Gefantaseerd", "regiocoördinator", ""),
    (Side.AGENCY, "Noor Ingebeeld", "ondersteuner lokaal beleid", ""),
    (Side.MUNICIPALITY, "Kaat Fictief", "bevoegde schepen", ""),
    (Side.MUNICIPALITY, "Bert Gedroomd", "integratieambtenaar", "Dienst Welzijn"),
)
COMMITMENTS: Final = (
    "Het agentschap geeft in het eerste jaar twee vormingen over duidelijke taal aan het onthaal.",
    "Het lokaal bestuur zet zijn aanbod in drie talen op zijn website.",
)

ADDED: Final = "Het agentschap houdt elke maand een zitdag in het Huis van het Kind."
REWORDED: Final = "Het agentschap geeft elk jaar drie vormingen over duidelijke taal aan het onthaal."


def invented_agreement(version: TemplateVersion) -> Agreement:
    """Complete, with every domain of the version and two commitments under the first."""
    today = timezone.localdate()
    agreement = Agreement.objects.create(
        municipality=_municipality(),
        reference="VOORBEELD-0001",
        starts_on=date(today.year, 1, 1),
        ends_on=date(today.year + 5, 12, 31),
        dated_on=today,
        template_version=version if version.template.kind == "agreement" else None,
    )
    domains = [part.domain for part in version.parts.all() if part.domain] or list(Domain.objects.all()[:2])
    agreement.domains.set(domains)
    for domain, text in [(domain, text) for domain in domains[:1] for text in COMMITMENTS]:
        Commitment.objects.create(agreement=agreement, domain=domain, text=text)
    for side, name, function in SIGNATORIES:
        Signatory.objects.create(agreement=agreement, side=side, name=name, function=function)
    for side, name, function, service in CONTACTS:
        AgreementContact.objects.create(
            agreement=agreement, side=side, name=name, function=function, service=service, email=_address(name)
        )
    for body in agreement.councils:
        CouncilDecision.objects.create(
            agreement=agreement, body=body, decided_on=today - timedelta(days=30), number="2026/118"
        )
    return Agreement.objects.for_paper().get(pk=agreement.pk)


def _municipality() -> Municipality:
    province = Province.objects.first() or Province.objects.create(
        nis=NOBODY_HAS_IT, name="Voorbeeldprovincie", abbreviation="VBD", position=0
    )
    region = Region.objects.create(name="Voorbeeldregio waar niemand werkt", province=province)
    return Municipality.objects.create(
        nis=NOBODY_HAS_IT,
        name="Voorbeeldstad",
        title=Municipality.Title.CITY,
        province=province,
        region=region,
        arrondissement="Voorbeeldstad",
        postal_codes="0000",
    )


def invented_addendum(agreement: Agreement, version: TemplateVersion) -> Addendum:
    """Open, with one of each change: a domain that comes and one that goes, a commitment added, reworded and dropped.

    As far as what holds, and the domains of the register, leave room for it.
    """
    agreement.addenda.open().update(withdrawn_on=timezone.localdate(), withdrawn_because="Voorbeeld.")
    addendum = Addendum.objects.create(
        agreement=agreement,
        template_version=version,
        clause_version=agreement.template_version,
        subject="Een zitdag in het Huis van het Kind",
        starts_on=timezone.localdate() + timedelta(days=30),
        dated_on=timezone.localdate(),
        created_by=_somebody(),
    )
    held = holding_before(Addendum.objects.for_detail().get(pk=addendum.pk)).domains
    addendum.added_domains.set(Domain.objects.exclude(pk__in=[one.domain.pk for one in held])[:1])
    addendum.dropped_domains.set(one.domain for one in held[1:][-1:])
    for one in held[:1]:
        fields = {"agreement": agreement, "domain": one.domain, "added_by": addendum}
        Commitment.objects.create(**fields, text=ADDED)
        for present in one.commitments[:1]:
            Commitment.objects.create(**fields, text=REWORDED, replaces=present)
        addendum.dropped_commitments.set(one.commitments[1:2])
    for side, name, function in SIGNATORIES:
        AddendumSignatory.objects.create(addendum=addendum, side=side, name=name, function=function)
    return Addendum.objects.get(pk=addendum.pk)


def invented_review(agreement: Agreement) -> Review:
    """Held today, with an outcome per domain and the state of each commitment."""
    today = timezone.localdate()
    held_before = set(agreement.reviews.values_list("due_on", flat=True))
    due_on = next(day for day in (today - timedelta(days=n) for n in range(10_000)) if day not in held_before)
    review = Review.objects.create(
        agreement=agreement,
        due_on=due_on,
        held_on=today,
        other_people="Bert Gedroomd, integratieambtenaar",
        follow_up=Review.FollowUp.ADJUSTMENT,
        follow_up_note="De tweede vorming schuift op naar het najaar.",
    )
    for domain in agreement.domains.all():
        ReviewOutcome.objects.create(review=review, domain=domain, text="De samenwerking loopt zoals afgesproken.")
    for commitment in agreement.commitments.all():
        CommitmentProgress.objects.create(
            commitment=commitment, review=review, state=Commitment.State.UNDER_WAY, on=today, recorded_by=_somebody()
        )
    return Review.objects.get(pk=review.pk)


def invented_change(agreement: Agreement) -> ContactChange:
    """From next month on somebody else is to be reached in the place of the last contact."""
    contact = agreement.contacts.last() or AgreementContact.objects.create(
        agreement=agreement, side=Side.MUNICIPALITY, name=CONTACTS[3][1], function=CONTACTS[3][2]
    )
    name = "Fatma Gezocht"
    contact.changes.all().delete()
    return ContactChange.objects.create(
        agreement_contact=contact,
        name=name,
        function=contact.function,
        service=contact.service,
        email=_address(name),
        starts_on=timezone.localdate() + timedelta(days=30),
        recorded_by=_somebody(),
    )


@dataclass(frozen=True)
class InventedEnding:
    """What the paper of an early end reads of a step, and no step: those are made in one place alone."""

    agreement: Agreement
    effective_on: date
    pk: int = 0
    reference: str = "VOORBEELD-0001/E"
    note: str = "De gemeente en het agentschap werken voortaan samen in een groter verband."


def invented_ending(agreement: Agreement) -> InventedEnding:
    return InventedEnding(agreement, effective_on=timezone.localdate() + timedelta(days=60))


def _somebody() -> User:
    """Rows ask who recorded them; the paper does not print it."""
    return User.objects.order_by("pk")[:1].get()


def _address(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@example.org"
