"""What many people do to visits and mergers at the same moment.

On PostgreSQL the tests call this; on SQLite, whose tests live in memory where threads cannot meet, they start it as a
program with a file of its own: python -m tests.municipalities.racing
"""

import json
import os
from collections import Counter
from datetime import date
from functools import partial

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "agii.settings"
    django.setup()

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from agreements.actions.merging import carry_out, undo
from municipalities import actions
from municipalities.conflicts import VersionedForm, saved
from municipalities.models import Municipality, Succession, Term, Visit
from tests.agreements.racing import at_once
from tests.conftest import UserClient, client_of
from tests.factories import (
    MunicipalityFactory,
    PlannedMergerFactory,
    RegionFactory,
    TermFactory,
    UserFactory,
    VisitFactory,
)

PEOPLE = 20


class ReportForm(VersionedForm):
    class Meta:
        model = Visit
        fields = ["report"]


def edits() -> dict[str, int]:
    """Twenty people who have the same visit open save their own report at once."""
    visit = VisitFactory()

    def save(number: int) -> None:
        form = ReportForm({"version": "0", "report": f"Verslag {number}"}, instance=Visit.objects.get(pk=visit.pk))
        if not saved(form):
            assert form.conflict
            raise ValidationError("conflict")

    outcomes = at_once([partial(save, number) for number in range(PEOPLE)])
    visit.refresh_from_db()
    return {**outcomes, "version": visit.version, "saves in the history": visit.history.count() - 1}


def submissions() -> dict[str, int]:
    """One form of a new visit is sent twenty times at once: a nervous thumb and a slow line."""
    region = RegionFactory()
    municipality = MunicipalityFactory(name="Aalst", region=region)
    user = UserFactory(role=User.Role.STAFF, regions=[region])
    today = _today()
    form = {
        "submission": "5c2e9a2e-52b8-4f36-9f0c-6a3c3e9f7e11",
        "municipality": municipality.name,
        "held_on": today.isoformat(),
        "kind": "on_the_spot",
        "status": "held",
        "agency_people": [user.pk],
    }
    pages: Counter[str] = Counter()

    def send(client: UserClient) -> None:
        answer = client.post("/visits/new/", form, SERVER_NAME="localhost")
        pages[f"{answer.status_code} {answer.get('Location', '')}"] += 1

    outcomes = at_once([partial(send, client_of(user)) for _number in range(PEOPLE)])
    return {**outcomes, "visits": municipality.visits.count(), "answers": len(pages)}


def steps() -> dict[str, int]:
    """Twenty people say at once that the next step is done."""
    visit = VisitFactory(next_step="Cijfers bezorgen")
    outcomes = at_once([partial(actions.finish_next_step, visit, on=timezone.localdate()) for _number in range(PEOPLE)])
    visit.refresh_from_db()
    return {**outcomes, "version": visit.version, "saves in the history": visit.history.count() - 1}


def mergers() -> dict[str, int]:
    """Twenty administrators carry out the same prepared merger at once."""
    planned = PlannedMergerFactory(new=True)
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    outcomes = at_once([partial(carry_out, planned, version=0, by=user) for _number in range(PEOPLE)])
    return {**outcomes, "successors": Municipality.objects.filter(nis=planned.nis).count()}


def overlapping_mergers() -> dict[str, int]:
    """Twenty prepared mergers want the same municipality at once, each with another one and under its own code."""
    wanted, user = MunicipalityFactory(), UserFactory(role=User.Role.ADMINISTRATOR)
    prepared = [
        PlannedMergerFactory(
            new=True, nis=f"8{number:04d}", name=f"Nieuw {number}", predecessors=[wanted, MunicipalityFactory()]
        )
        for number in range(PEOPLE)
    ]
    outcomes = at_once([partial(carry_out, planned, version=0, by=user) for planned in prepared])
    return {**outcomes, "successions": Succession.objects.filter(predecessor=wanted).count()}


def codes() -> dict[str, int]:
    """Twenty prepared mergers of different municipalities take the same NIS code at once."""
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    prepared = [PlannedMergerFactory(new=True, nis="80999", name=f"Zelfde {number}") for number in range(PEOPLE)]
    outcomes = at_once([partial(carry_out, planned, version=0, by=user) for planned in prepared])
    return {**outcomes, "successors": Municipality.objects.filter(nis="80999").count()}


def undoings() -> dict[str, int]:
    """Twenty administrators undo the same merger at once."""
    planned = PlannedMergerFactory(new=True, nis="41097", name="Nieuwveld")
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    successor = carry_out(planned, version=0, by=user)
    outcomes = at_once([partial(undo, planned, reason="Vergissing.", by=user) for _number in range(PEOPLE)])
    left = Succession.objects.filter(successor=successor).count()
    return {**outcomes, "undone": planned.undone.count(), "successions": left}


def recorded_while_undone() -> dict[str, int]:
    """A merger is undone while nineteen people log a visit about its successor: one of the two is refused."""
    region = RegionFactory()
    planned = PlannedMergerFactory(new=True, region=region, name="Nieuwgem", nis="41098", took_effect_on=_today())
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    successor = carry_out(planned, version=0, by=user)
    form = {"municipality": "Nieuwgem", "held_on": _today().isoformat(), "kind": "on_the_spot", "status": "held"}

    def log(client: UserClient) -> None:
        if client.post("/visits/new/", form, SERVER_NAME="localhost").status_code != 302:
            raise ValidationError("refused")

    logging = [partial(log, client_of(user)) for _number in range(PEOPLE - 1)]
    at_once([*logging, partial(undo, planned, reason="Vergissing.", by=user)])
    visits = Visit.objects.filter(municipality=successor.pk).count()
    is_undone = planned.undone.exists()
    return {"one of the two": int(visits == (0 if is_undone else PEOPLE - 1))}


def _today() -> date:
    """Today, in a term that is known."""
    today = timezone.localdate()
    if not Term.objects.exists():
        TermFactory(starts_on=today.replace(year=today.year - 3, month=1, day=1))
    return today


RACES = {
    "edits": edits,
    "submissions": submissions,
    "steps": steps,
    "mergers": mergers,
    "overlapping mergers": overlapping_mergers,
    "codes": codes,
    "undoings": undoings,
    "recorded while undone": recorded_while_undone,
}

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps({name: race() for name, race in RACES.items()}))
