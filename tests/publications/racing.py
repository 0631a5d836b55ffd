"""What several managers give out at the same moment.

On PostgreSQL the tests call this; on SQLite, whose tests live in memory where threads cannot meet, they start it as a
program with a file of its own: python -m tests.publications.racing
"""

import json
import os
from collections.abc import Sequence
from datetime import date
from functools import partial
from http import HTTPStatus

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "agii.settings"
    django.setup()

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.submissions import FIELD_NAME, new_token
from publications.models import Draft, Publication
from tests.agreements.racing import at_once
from tests.conftest import client_of
from tests.factories import TermFactory, UserFactory
from tests.publications.giving import DAY, draft, published

PEOPLE = 4
TOLD = ("Iemand anders", "al verbeterd", "Er is al een publicatie met dit nummer")


def same_draft() -> dict[str, int]:
    """Four managers, who all look at it, publish the same draft."""
    return _published([draft(number="nr. 1")] * PEOPLE)


def same_correction() -> dict[str, int]:
    """Four managers each publish a correction of their own of the same answer."""
    first = published(number="nr. 2")
    return _published([draft(number="nr. 2", succeeds=first, reason=f"Fout {n}.") for n in range(PEOPLE)])


def same_number() -> dict[str, int]:
    """Four managers each publish an answer of their own under the same number."""
    return _published([draft(number="nr. 3") for _number in range(PEOPLE)])


def changed_while_published() -> dict[str, int]:
    """Two managers publish a draft while two others change it: what goes out is what was shown."""
    made = draft(number="nr. 4", text="Zoals getoond.")
    edit = reverse("publications:draft_update", args=[made.pk])

    def change(client: Client, number: int) -> None:
        said = {"version": "0", "kind": "press", "answered_on": DAY, "figures_on": DAY, "text": f"Anders {number}."}
        answer = client.post(edit, said, SERVER_NAME="localhost")
        if answer.status_code == HTTPStatus.OK:
            assert f"Anders {number}." in answer.content.decode()
        if answer.status_code != HTTPStatus.FOUND:
            raise ValidationError("told")

    jobs = [partial(_publish, client, made, shown) for client, shown in _looking([made] * 2)]
    outcomes = at_once([*jobs, *(partial(change, _manager(), number) for number in range(2))])
    given = list(Publication.objects.filter(number="nr. 4"))
    wrong = [one for one in given if one.text != "Zoals getoond."]
    return {**outcomes, "left": len(given) + Draft.objects.count(), "wrong": len(wrong)}


def _published(drafts: Sequence[Draft]) -> dict[str, int]:
    before = Publication.objects.count()
    jobs = [
        partial(_publish, client, one, shown) for one, (client, shown) in zip(drafts, _looking(drafts), strict=True)
    ]
    outcomes = at_once(jobs)
    given = Publication.objects.count() - before
    return {**outcomes, "given": given, "drafts": Draft.objects.count()}


def _looking(drafts: Sequence[Draft]) -> list[tuple[Client, str]]:
    """A manager for each, with the mark of what the page shows them."""
    clients = [_manager() for _one in drafts]
    pages = [client.get(_address(one), SERVER_NAME="localhost") for client, one in zip(clients, drafts, strict=True)]
    marks = [page.content.decode().split('name="shown" value="')[1].split('"')[0] for page in pages]
    return list(zip(clients, marks, strict=True))


def _publish(client: Client, one: Draft, shown: str) -> None:
    """Raises ValidationError when the answer says, in words, that somebody else came first."""
    answer = client.post(_address(one), {"shown": shown, FIELD_NAME: new_token()}, follow=True, SERVER_NAME="localhost")
    assert answer.status_code == HTTPStatus.OK, answer.status_code
    text = answer.content.decode()
    if any(words in text for words in TOLD):
        raise ValidationError("told")
    assert "Het antwoord is gepubliceerd" in text


def _address(one: Draft) -> str:
    return reverse("publications:draft_publish", args=[one.pk])


def _manager() -> Client:
    return client_of(UserFactory(role=User.Role.MANAGER))


RACES = {
    "same draft": same_draft,
    "same correction": same_correction,
    "same number": same_number,
    "changed while published": changed_while_published,
}

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    TermFactory(starts_on=date(2019, 1, 1))
    found = {}
    for name, race in RACES.items():
        found[name] = race()
        Draft.objects.all().delete()
    print(json.dumps(found))
