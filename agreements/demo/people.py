"""Invented people: first names with surnames out of nature, at addresses that cannot exist."""

import random
from collections.abc import Iterator
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from agreements.models import AgencyDirector
from municipalities.models import Contact, Municipality, Region
from municipalities.search import search_key

PASSWORD = "oefenen-met-het-register"  # noqa: S105 - printed when the demo starts

FIRST_NAMES = (
    "Amina Arne Birgit Bilal Celine Chaima Dieter Elif Emiel Fatma Femke Gitte Hanne Hamza Ines Jef Joris Karima Kobe "
    "Lander Leen Lotte Malika Mats Mieke Nele Noor Omar Pieter Rania Reinout Saar Samira Sofie Stan Tine Tuur Veerle "
    "Wannes Yasmin Youssef Zita"
).split()
SURNAMES = (
    "Appelbloesem Berkenzoom Duinhelm Elzenhout Goudhaan Grasklokje Haagbeuk Hazelworm IJsvogel Kamperfoelie Klaproos "
    "Korenbloem Kruisbes Leeuwerik Lindebast Maretak Meikever Moerasvaren Nachtegaal Oeverzwaluw Paardenbloem "
    "Pimpelmees Regenwulp Rietzanger Roodborst Sleutelbloem Speenkruid Steenuil Sterrenkers Veldmuis Vingerhoed "
    "Vuursteen Waterjuffer Wielewaal Wilgenroos Zandoogje Zilverschoon Zonnedauw"
).split()

COUNCIL_FUNCTIONS = (Contact.Function.COUNCIL_CHAIR, Contact.Function.ALDERMAN, Contact.Function.MAYOR)
OFFICIAL_FUNCTIONS = (Contact.Function.GENERAL_DIRECTOR, Contact.Function.INTEGRATION)
SERVICES = ("Dienst Welzijn", "Dienst Samenleven", "Cel Diversiteit", "Sociaal Huis", "Dienst Vrije Tijd en Welzijn")


def names(rng: random.Random) -> Iterator[tuple[str, str]]:
    while True:
        yield rng.choice(FIRST_NAMES), rng.choice(SURNAMES)


def make_users(rng: random.Random) -> dict[Region, list[User]]:
    """The team of each region: its coordinator first, then two staff members; and a manager and an administrator."""
    unique = iter({" ".join(name): name for name in (next(names(rng)) for _ in range(400))}.values())
    teams: dict[Region, list[User]] = {}
    for number, region in enumerate(Region.objects.order_by("pk"), start=1):
        suffix = "" if number == 1 else str(number)
        team = [
            make_user(f"coordinator{suffix}", next(unique), User.Role.COORDINATOR, "regiocoördinator"),
            make_user(f"medewerker{suffix}", next(unique), User.Role.STAFF, "ondersteuner lokaal beleid"),
            make_user(f"collega{suffix}", next(unique), User.Role.STAFF, "ondersteuner lokaal beleid"),
        ]
        region.members.set(team)
        teams[region] = team
    make_user("manager", next(unique), User.Role.MANAGER, "afdelingshoofd")
    make_user("beheerder", next(unique), User.Role.ADMINISTRATOR, "beheerder van het register")
    for first, last in (next(unique), next(unique)):
        AgencyDirector.objects.create(name=f"{first} {last}", function="algemeen directeur", starts_on=date(2015, 1, 1))
    return teams


def make_user(login: str, name: tuple[str, str], role: User.Role, job_title: str) -> User:
    first, last = name
    return User.objects.create(
        username=login,
        email=f"{login}@example.org",
        password=_hashed_password(),
        first_name=first,
        last_name=last,
        role=role,
        is_staff=role == User.Role.ADMINISTRATOR,
        job_title=job_title,
        phone=f"+32460{sum(map(ord, login)) % 100:02d}{len(login):02d}{len(last):02d}",
    )


@cache
def _hashed_password() -> str:
    """Hashed once: it takes half a second on purpose."""
    return make_password(PASSWORD)


def make_contacts(rng: random.Random, *, today: date) -> None:
    """Politicians change with the term, officials stay; with a merger all go."""
    source = names(rng)
    contacts: list[Contact] = []
    new_term = date(2025, 1, 1)
    for municipality in Municipality.objects.exclude(ends_on__lt=date(2019, 1, 1)):
        begin = max(municipality.starts_on or date(2019, 1, 1), date(2019, 1, 1))
        contacts += [
            _contact(rng, next(source), municipality, function, begin, municipality.ends_on)
            for function in OFFICIAL_FUNCTIONS
        ]
        for function in COUNCIL_FUNCTIONS:
            if begin < new_term:
                contacts.append(_contact(rng, next(source), municipality, function, begin, date(2024, 12, 31)))
            if municipality.ends_on is None and today >= new_term:
                contacts.append(_contact(rng, next(source), municipality, function, new_term, None))
    bulk_create_with_history(contacts, Contact, batch_size=500)


def _contact(
    rng: random.Random,
    name: tuple[str, str],
    municipality: Municipality,
    function: Contact.Function,
    starts_on: date,
    ends_on: date | None,
) -> Contact:
    first, last = name
    return Contact(
        municipality=municipality,
        name=f"{first} {last}",
        function=function,
        acting=function == Contact.Function.GENERAL_DIRECTOR and rng.random() < 0.06,
        service=rng.choice(SERVICES) if function == Contact.Function.INTEGRATION else "",
        email=f"{first}.{last}@{search_key(municipality.name)}.invalid".lower(),
        phone=f"+32460{rng.randrange(10000):06d}",
        starts_on=starts_on,
        ends_on=ends_on,
    )
