"""Papers of the invented world: finals ready to be signed, one that came back signed, addenda."""

from django.core.files.base import ContentFile

from accounts.models import User
from agreements.actions import addenda, finals, signed_copies, signing, stages
from agreements.demo.world import World
from agreements.gate import obstacles
from agreements.models import AddendumDecision, Agreement, Commitment, SignedCopy, Stage

FINALS = 3


def build(world: World) -> None:
    """Make what was approved final as far as nothing is missing; the first of it is signed and added to since."""
    approved = Agreement.objects.at_stage(Stage.APPROVED, on=world.today).order_by("pk")
    ready = [agreement for agreement in approved if not obstacles(agreement)][:FINALS]
    for agreement in ready:
        finals.make(agreement, by=_coordinator(world, agreement))
    if ready:
        _sign(world, ready[0])
        _add(world, ready[0])
    running = Agreement.objects.in_force(on=world.today).filter(signed_outside=True).order_by("-pk").first()
    if running is not None:
        _begin_addendum(world, running)


def _coordinator(world: World, agreement: Agreement) -> User:
    return world.teams[agreement.municipality.region][0]


def _sign(world: World, agreement: Agreement) -> None:
    """Signed by all today; the copy that came back is what was printed."""
    by = _coordinator(world, agreement)
    final = agreement.finals.get()
    with final.document.file.open() as file:
        content = ContentFile(file.read())
    handed = signed_copies.Handed(party=SignedCopy.Party.ALL, file=content, label="getekend.pdf", signatures=[])
    signed_copies.file_copies(agreement, signed_copies.compared(agreement, [handed]), by=by)
    days = _signing_days(world, agreement)
    stages.sign(
        agreement,
        agency_signed_on=world.today,
        municipality_signed_on=days.municipality_signed_on,
        ocmw_signed_on=days.ocmw_signed_on,
        by=by,
    )


def _add(world: World, agreement: Agreement) -> None:
    """A signed addendum: one commitment more from today on."""
    by = _coordinator(world, agreement)
    addendum = addenda.start(agreement, subject="Zitdag in het sociaal huis", starts_on=world.today, by=by)
    domain = agreement.domains.all()[0]
    text = "Het agentschap houdt elke eerste dinsdag van de maand zitdag in het sociaal huis."
    Commitment.objects.create(agreement=agreement, added_by=addendum, domain=domain, position=90, text=text)
    for body in agreement.councils:
        AddendumDecision.objects.create(addendum=addendum, body=body, decided_on=world.today)
    finals.make(addendum, by=by)
    addenda.sign(addendum, _signing_days(world, agreement))


def _begin_addendum(world: World, agreement: Agreement) -> None:
    """An addendum in concept, that the parties still talk about."""
    by = _coordinator(world, agreement)
    addendum = addenda.start(agreement, subject="Extra afspraak over het onthaal", by=by)
    text = "Nieuwe inwoners krijgen bij de inschrijving een afspraak met de integratieambtenaar."
    domain = agreement.domains.all()[0]
    Commitment.objects.create(agreement=agreement, added_by=addendum, domain=domain, position=90, text=text)


def _signing_days(world: World, agreement: Agreement) -> signing.SigningDays:
    """Each party signs today."""
    signs = signing.signing_fields(agreement)
    return signing.SigningDays(**{field: world.today if signs[field] else None for field in signs})
