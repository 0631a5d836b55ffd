"""Answers to give out in tests."""

from datetime import date
from typing import Any

from accounts.models import User
from publications import actions
from publications.models import Draft, Publication
from tests.factories import UserFactory

DAY = date(2021, 4, 26)


def draft(**fields: Any) -> Draft:
    """A draft of an answer to a written question, asked and answered on the day of its figures."""
    fields.setdefault("made_by_id", _manager().pk)
    given = {"number": "nr. 275 (2020-2021)", "figures_on": DAY, "asked_on": DAY, "answered_on": DAY} | fields
    made: Draft = Draft.objects.create(**given)
    return made


def published(**fields: Any) -> Publication:
    """An answer that was given."""
    made = draft(**fields)
    return actions.publish(made, by=made.made_by)


def _manager() -> User:
    found = User.objects.filter(role=User.Role.MANAGER).first()
    return found or UserFactory(role=User.Role.MANAGER)
