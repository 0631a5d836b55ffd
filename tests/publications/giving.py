"""Answers to give out in tests."""

from datetime import date
from typing import Any

from accounts.models import User
from municipalities.models import Municipality
from publications import actions
from publications.models import Draft, Publication
from tests.factories import UserFactory

DAY = date(2021, 4, 26)
DEFINITION = {
    "code": "concluded",
    "name": "Overeenkomst gesloten",
    "sentence": "Zoals gezegd.",
    "version": None,
    "since": None,
    "group": "agreements",
    "part_of": "",
    "unit": "municipalities",
}


def draft(**fields: Any) -> Draft:
    """A draft of an answer to a written question, asked and answered on the day of its figures."""
    fields.setdefault("made_by_id", _manager().pk)
    given = {"number": "nr. 275 (2020-2021)", "figures_on": DAY, "asked_on": DAY, "answered_on": DAY} | fields
    made: Draft = Draft.objects.create(**given)
    return made


def published(**fields: Any) -> Publication:
    """An answer that was given."""
    made = draft(**fields)
    shown = actions.prepared(made, actions.counted(made), by=made.made_by)
    return actions.publish(made, by=made.made_by, shown=actions.mark_of(shown))


def said_of(*places: Municipality, **fields: Any) -> Publication:
    """An answer from before the register: at least so many visited, and a list of those with an agreement."""
    frozen = {
        "definitions": [DEFINITION],
        "provinces": ["Oost-Vlaanderen"],
        "municipalities": [{"nis": one.nis, "name": one.name, "province": one.province.name} for one in places],
        "figures": {
            "visited": {"total": 0, "provinces": {}, "at_least": True},
            "concluded": {"total": len(places), "provinces": {}},
        },
        "lists": {"concluded": {one.nis: 1 for one in places}},
    }
    given = {"number": "nr. 23", "figures_on": DAY, "frozen": frozen, "before_register": True}
    return Publication(**given | fields).insert()


def _manager() -> User:
    found = User.objects.filter(role=User.Role.MANAGER).first()
    return found or UserFactory(role=User.Role.MANAGER)
