"""The same form, sent twenty times at once. On PostgreSQL the test calls this; on SQLite, whose tests live in memory
where threads cannot meet, it starts it as a program with a file of its own: python -m tests.accounts.clicking
"""

import json
import os
from typing import Any

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "agii.settings"
    django.setup()

from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.management import call_command
from django.test import RequestFactory

from accounts.models import Submission, User
from accounts.submissions import FIELD_NAME, new_token, once
from tests.agreements.racing import at_once
from tests.factories import UserFactory

CLICKS = 20


def clicks() -> dict[str, Any]:
    user, token, pages = UserFactory(), new_token(), set()

    def make() -> Any:
        made = UserFactory(first_name="Gemaakt")
        made.get_absolute_url = lambda: f"/people/{made.pk}/"
        return made

    def click() -> None:
        request = RequestFactory().post("/", {FIELD_NAME: token})
        request.user, request.session = user, {}  # type: ignore[assignment]
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
        pages.add(once(request, make))

    outcomes = at_once([click] * CLICKS)
    made = User.objects.filter(first_name="Gemaakt").count()
    return {**outcomes, "made": made, "pages": len(pages), "remembered": Submission.objects.count()}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(clicks()))
