from django.conf import settings
from django.test.utils import setup_test_environment

from tests.bench.batches import measure_batches
from tests.bench.data import TIMES, fill, multiply
from tests.bench.pages import measure_pages
from tests.bench.paper import measure_paper


def everything(*, rounds: int, batch: int) -> None:
    # As production serves, apart from https: no log of queries, templates compiled once.
    setup_test_environment(debug=False)
    settings.ROOT_URLCONF = "tests.bench.urls"
    fill()
    print(f"Medians of {rounds} rounds; 1.0 is an empty page of the same stack.\n")
    small = measure_pages("Demo data", rounds=rounds)
    print(multiply())
    large = measure_pages(f"{TIMES} times as many visits and agreements", rounds=rounds)
    print("Growth of the ratio with the data")
    for name, ratio in large.items():
        print(f"  {name:32} {ratio / small[name]:6.1f} ×")
    measure_paper(rounds=rounds)
    measure_batches(batch)
