import random
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements.demo import mergers, papers, past, people, present, recording, targets
from agreements.demo.world import World
from agreements.models import Agreement, TemplateVersion
from municipalities.models import Contact, Municipality, Visit

SEED = 275


class Command(BaseCommand):
    help = (
        "Fill an empty register with an invented world in which the published figures of 2019-2021 hold. "
        "Municipalities, the published list of 125 and the published totals are real; people, days and texts are not. "
        "Refuses on a database that holds data of its own; with --if-empty it then stops without an error."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Stop quietly when there is data already.")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="The day that the living present is built around (today)."
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if self._holds_data():
            if options["if_empty"]:
                return
            raise CommandError("This database holds data already: the demo is only for an empty one.")
        if not Municipality.objects.exists() or not TemplateVersion.objects.exists():
            raise CommandError("Run load_reference, load_code_lists and load_templates first.")
        today = options["today"] or timezone.localdate()
        rng = random.Random(SEED)  # noqa: S311 - chance for a demo, not for a secret
        world = World(today=today, teams=people.make_users(rng), rng=rng)
        people.make_contacts(rng, today=today)
        self._appoint_fixed_contacts(world)
        past.build(world)
        present.build(world)
        papers.build(world)
        mergers.build(world)
        targets.build(world)
        visits = world.write_visits()
        recording.build()
        self.stdout.write(
            f"Demo: {User.objects.count()} users, {Contact.objects.count()} contacts, {visits} visits, "
            f"{Agreement.objects.count()} agreements. All people and most days are invented."
        )

    @staticmethod
    def _holds_data() -> bool:
        return any(model.objects.exists() for model in (User, Contact, Visit, Agreement))

    @staticmethod
    def _appoint_fixed_contacts(world: World) -> None:
        municipalities = list(Municipality.objects.select_related("region"))
        for municipality in municipalities:
            municipality.fixed_contact = world.fixed_contact(municipality)
        Municipality.objects.bulk_update(municipalities, ["fixed_contact"], batch_size=100)
