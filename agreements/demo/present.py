"""The living term 2025–2030: new visits, talks, refusals, first agreements, and plans around today."""

from datetime import date, timedelta

from agreements.actions import stages
from agreements.demo import texts
from agreements.demo.world import World
from agreements.models import Agreement, Stage
from municipalities.models import Municipality, Visit

TERM_BEGINS = date(2025, 1, 1)
LAST_DAY = date(2030, 12, 31)
NEXT_PERIOD = (date(2026, 1, 1), LAST_DAY)


def build(world: World) -> None:
    """Deal the municipalities out over the ways a negotiation can go, and fill the agenda."""
    municipalities = list(
        Municipality.objects.existing_on(world.today)
        .in_working_area()
        .select_related("region", "province")
        .order_by("nis")
    )
    free = [one for one in municipalities if not _has_old_agreement(one)]
    world.rng.shuffle(free)
    early, rest = free[:14], [one for one in municipalities if one not in free[:14]]
    world.rng.shuffle(rest)

    first_visits = {one: world.between(date(2025, 1, 20), date(2025, 3, 28)) for one in early}
    first_visits |= {one: world.between(date(2025, 2, 10), date(2026, 10, 30)) for one in rest[:204]}
    first_visits = {one: on for one, on in first_visits.items() if on <= world.today}
    for municipality, on in first_visits.items():
        world.visit(municipality, on, **_next_step(world, municipality, on))
    _early_agreements(world, early)
    _talks(world, [one for one in rest if one in first_visits], first_visits)
    _more_contacts(world, list(first_visits), rest[204:])
    _agenda(world, municipalities)


def _has_old_agreement(municipality: Municipality) -> bool:
    """Whether it or one of its predecessors still had an agreement when the term began."""
    owners = [municipality.pk, *municipality.predecessor_links.values_list("predecessor", flat=True)]
    return Agreement.objects.in_force(on=TERM_BEGINS).filter(municipality__in=owners).exists()


def _early_agreements(world: World, municipalities: list[Municipality]) -> None:
    """Signed in 2025 already: their first review has come due, held or not."""
    for number, municipality in enumerate(municipalities):
        talk_on = world.between(date(2025, 1, 20), date(2025, 3, 14))
        signed_on = world.between(date(2025, 5, 5), date(2025, 10, 17))
        if signed_on > world.today:
            continue
        agreement = world.sign(
            municipality, talk_on=talk_on, signed_on=signed_on, period=(signed_on.replace(day=1), LAST_DAY)
        )
        due = agreement.anniversaries(until=world.today)
        if due and number % 2 == 0:
            world.review(agreement, due_on=due[0])


def _talks(world: World, municipalities: list[Municipality], first_visits: dict[Municipality, date]) -> None:
    """Some signed for 2026–2030, some at each stage before, some refused, the others not yet spoken of."""
    waiting = sorted(municipalities, key=lambda one: (first_visits[one], one.nis))
    signing, waiting = waiting[:46], waiting[46:]
    world.rng.shuffle(waiting)
    for municipality in signing:
        _sign_for_next_period(world, municipality, first_visits[municipality])
    for until, count in ((Stage.APPROVED, 9), (Stage.FINAL_NEGOTIATION, 14), (Stage.NEGOTIATION, 26)):
        for municipality in waiting[:count]:
            agreement = world.talk(municipality, on=first_visits[municipality], period=NEXT_PERIOD)
            since = agreement.stage_changes.get().effective_on
            world.proceed(agreement, until=until, on=world.between(since, world.today))
        waiting = waiting[count:]
    for number, municipality in enumerate(waiting[:55]):
        agreement = world.talk(municipality, on=first_visits[municipality], period=NEXT_PERIOD)
        if number < 21:
            _refuse(world, agreement, taken_up_again=number % 4 == 0)


def _sign_for_next_period(world: World, municipality: Municipality, talk_on: date) -> None:
    signed_on = min(world.between(talk_on + timedelta(days=90), talk_on + timedelta(days=420)), world.today)
    starts_on = max(NEXT_PERIOD[0], signed_on.replace(day=1))
    world.sign(municipality, talk_on=talk_on, signed_on=signed_on, period=(starts_on, LAST_DAY))


def _refuse(world: World, agreement: Agreement, *, taken_up_again: bool) -> None:
    """No agreement some weeks after the first talk; a few think again later."""
    talk_on = agreement.stage_changes.get().effective_on
    declined_on = world.between(talk_on, min(talk_on + timedelta(days=200), world.today))
    world.decline(agreement, on=declined_on, try_again_on=world.today + timedelta(days=60))
    if taken_up_again and declined_on < world.today:
        on = world.between(declined_on + timedelta(days=1), world.today)
        stages.advance(agreement, to=Stage.EXPLORING, effective_on=on, by=world.fixed_contact(agreement.municipality))


def _next_step(world: World, municipality: Municipality, on: date) -> dict[str, object]:
    """Half of the visits end with something to do; most of it gets done."""
    if world.rng.random() < 0.5:
        return {}
    due_on = on + timedelta(days=world.rng.randint(14, 60))
    step: dict[str, object] = {
        "next_step": world.rng.choice(texts.NEXT_STEPS),
        "next_step_owner": world.fixed_contact(municipality),
        "next_step_due_on": due_on,
    }
    if due_on < world.today and world.rng.random() < 0.92:
        step["next_step_done_on"] = due_on
    return step


def _more_contacts(world: World, visited: list[Municipality], unvisited: list[Municipality]) -> None:
    """Later visits and calls; and towns that were only called or mailed so far."""
    for municipality in visited:
        for _ in range(world.rng.randint(0, 3)):
            on = world.between(date(2025, 4, 1), world.today - timedelta(days=1))
            kind = world.rng.choice([*[Visit.Kind.ON_THE_SPOT] * 3, *Visit.Kind])
            world.visit(municipality, on, kind=kind, **_next_step(world, municipality, on))
    for municipality in unvisited[::3]:
        on = world.between(date(2025, 3, 3), world.today - timedelta(days=1))
        world.visit(municipality, on, kind=world.rng.choice([Visit.Kind.PHONE, Visit.Kind.EMAIL]))


def _agenda(world: World, municipalities: list[Municipality]) -> None:
    """Planned visits from ten days ago (what became of them?) to six weeks ahead, and some that were cancelled."""
    for number, municipality in enumerate(world.rng.sample(municipalities, 52)):
        on = workday_around(world, -10, 45)
        if number < 10:
            world.visit(
                municipality,
                workday_around(world, -120, 30),
                status=Visit.Status.CANCELLED,
                cancel_reason=world.rng.choice(texts.CANCEL_REASONS),
            )
        else:
            world.visit(municipality, on, status=Visit.Status.PLANNED)


def workday_around(world: World, first: int, last: int) -> date:
    return world.between(world.today + timedelta(days=first), world.today + timedelta(days=last))
