"""One register: make it, check that plain SQL counts the same, measure. Prints JSON for `tests.bench.figures`."""

import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - needs the settings
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from agreements.models import Agreement, StageChange  # noqa: E402
from dashboards.days import end_of  # noqa: E402
from dashboards.figures import figures  # noqa: E402
from municipalities.models import Municipality, Visit  # noqa: E402
from opendata.actions import give  # noqa: E402
from opendata.models import Token  # noqa: E402
from tests.bench.figures.plain import plain_numbers  # noqa: E402
from tests.bench.figures.world import ASKED, KNOWN_ON, fill  # noqa: E402
from tests.bench.timing import milliseconds, ratio, seconds  # noqa: E402

PAGES = {
    "overview": f"/?on={ASKED}",
    "province": f"/provinces/30000/?on={ASKED}",
    "list of a figure": f"/figures/concluded/?on={ASKED}",
}


def main(size: int, rounds: int) -> None:
    setup_test_environment(debug=False)
    began = time.perf_counter()
    fill(size)
    made = time.perf_counter() - began
    refuse_other_numbers()
    works: dict[str, Callable[[], Any]] = {
        "plain SQL": plain_numbers,
        "figures": lambda: figures(on=ASKED),
        "figures as known": lambda: figures(on=ASKED, known_at=end_of(KNOWN_ON)),
    }
    works |= {name: asked(path) for name, path in PAGES.items()} | {"API": asked_of_the_api()}
    times: dict[str, list[float]] = {name: [] for name in works}
    costs = {name: cost(work) for name, work in works.items()}  # also warms up
    for _round in range(rounds):
        for name, work in works.items():
            times[name].append(seconds(work))
    pages = {
        name: {"ms": milliseconds(found), "to_plain": ratio(found, times["plain SQL"]), **costs[name]}
        for name, found in times.items()
    }
    print(json.dumps({"database": connection.vendor, "rows": rows(), "made": made, "pages": pages}))


def refuse_other_numbers() -> None:
    """A ratio to something that counts otherwise would mean nothing."""
    numbers = figures(on=ASKED).total.numbers
    for code, number in plain_numbers().items():
        if numbers[code] != number:
            raise RuntimeError(f"{code}: the register counts {numbers[code]}, plain SQL {number}.")
    if figures(on=ASKED, known_at=timezone.now()).total.numbers != numbers:
        raise RuntimeError("As known now, the register counts otherwise: its history is not complete.")
    if figures(on=ASKED, known_at=end_of(KNOWN_ON)).total.numbers == numbers:
        raise RuntimeError("As known earlier, the register counts the same: its history is of no weight.")


def asked(path: str) -> Callable[[], Any]:
    client = Client()
    client.force_login(User.objects.get(), "allauth.account.auth_backends.AuthenticationBackend")
    return lambda: answered(client, path)


def asked_of_the_api() -> Callable[[], Any]:
    token = give(Token(name="bench", purpose="bench"), by=User.objects.get())
    headers = {"authorization": f"Bearer {token.secret}"}
    return lambda: answered(Client(), f"/api/v1/figures?on={ASKED}", headers=headers)


def answered(client: Client, path: str, **more: Any) -> None:
    response = client.get(path, **more)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}.")


def cost(work: Callable[[], Any]) -> dict[str, float]:
    """The queries, and the most memory that Python held beside what it held before."""
    work()
    with CaptureQueriesContext(connection) as captured:
        work()
        queries = len(captured)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"queries": queries, "peak_mb": peak / 1e6}


def rows() -> str:
    counts = {model: model._default_manager.count() for model in (Municipality, Agreement, StageChange, Visit)}
    return ", ".join(f"{number:,} {model._meta.verbose_name_plural}" for model, number in counts.items())


main(*(int(argument) for argument in sys.argv[1:3]))
