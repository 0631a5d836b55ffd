from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from agreements.models import Agreement, Stage
from municipalities.models import Municipality, Visit
from tests.bench.data import TODAY
from tests.bench.timing import milliseconds, ratio, seconds

FLOOR = "empty page"


def pages() -> dict[str, str]:
    aalst = Municipality.objects.get(name="Aalst", ends_on=None)
    return {
        FLOOR: "/bench-empty/",
        "overview": f"/?on={TODAY}",
        "overview, a day in 2021": "/?on=2021-04-26",
        "province": f"/provinces/40000/?on={TODAY}",
        "municipalities, first page": "/municipalities/",
        "municipalities, all": "/municipalities/?per_page=all",
        "municipality": aalst.get_absolute_url(),
        "visits": "/visits/",
        "visit": Visit.objects.earliest("pk").get_absolute_url(),
        "log a visit": "/visits/new/",
        "agreements": "/agreements/",
        "agreement": Agreement.objects.filter(stage_changes__stage=Stage.SIGNED).earliest("pk").get_absolute_url(),
    }


def measure_pages(title: str, *, rounds: int) -> dict[str, float]:
    """Print a line per page; return the ratio of each to the empty page."""
    client = Client()
    client.force_login(
        User.objects.get(email="medewerker@example.org"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    asked = pages()
    counted = {name: _queries_and_bytes(client, path) for name, path in asked.items()}  # also warms up
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, path in asked.items():
            times[name].append(seconds(client.get, path))
    print(f"{title}\n  {'page':32} {'ratio':>6}  {'ms':>7}  queries    kB")
    ratios = {name: ratio(measured, times[FLOOR]) for name, measured in times.items()}
    for name, (queries, size) in counted.items():
        print(f"  {name:32} {ratios[name]:6.1f}  {milliseconds(times[name]):7.1f}  {queries:7}  {size / 1000:4.0f}")
    print()
    return ratios


def _queries_and_bytes(client: Client, path: str) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}.")
    return len(captured), len(response.content)
