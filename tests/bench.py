"""`make bench`: what the main pages and the paper cost, as ratios to a floor measured in the same run.

Absolute times swing by half from one run to the next; a ratio to an empty page of the same stack (login, middleware,
base template) does not. The paper is compared with WeasyPrint alone on the finished HTML.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

TODAY = date(2026, 11, 20)
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
TIMES = 100


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ |= {"DJANGO_SETTINGS_MODULE": "agii.settings", "DEBUG": "true", "LOG_LEVEL": "WARNING"}
        import django

        django.setup()
        _leave_debugging_out()
        _fill()
        print(f"Medians of {ROUNDS} rounds; 1.0 is an empty page of the same stack.\n")
        small = _measure_pages("demo data")
        _multiply()
        large = _measure_pages(f"{TIMES} times as many visits and agreements")
        print("\nGrowth with the data, per page:")
        for name, ratio in large.items():
            print(f"  {name:32} {ratio / small[name]:6.1f} ×")
        _measure_paper()


def _leave_debugging_out() -> None:
    """Serve as production does, apart from https: no query log, cached templates."""
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment(debug=False)
    settings.ROOT_URLCONF = "tests.bench_urls"


def _fill() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_code_lists", verbosity=0)
    call_command("load_demo", today=TODAY)


def _pages() -> dict[str, str]:
    from agreements.models import Agreement
    from municipalities.models import Municipality, Visit

    aalst = Municipality.objects.get(name="Aalst", ends_on=None)
    agreement = Agreement.objects.filter(stage_changes__stage="signed").order_by("pk").first()
    visit = Visit.objects.order_by("pk").first()
    assert agreement and visit
    return {
        "empty page": "/bench-empty/",
        "overview": f"/?on={TODAY}",
        "overview, a day in 2021": "/?on=2021-04-26",
        "province": f"/provinces/40000/?on={TODAY}",
        "municipalities, first page": "/municipalities/",
        "municipalities, all": "/municipalities/?per_page=all",
        "municipality": aalst.get_absolute_url(),
        "visits": "/visits/",
        "visit": visit.get_absolute_url(),
        "log a visit": "/visits/new/",
        "agreements": "/agreements/",
        "agreement": agreement.get_absolute_url(),
    }


def _measure_pages(title: str) -> dict[str, float]:
    """Print a line per page; return the median ratio of each to the empty page, measured round by round."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    client = Client()
    client.force_login(
        User.objects.get(email="medewerker@example.org"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    pages = _pages()
    queries = {}
    for name, path in pages.items():  # also warms up
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        queries[name] = len(captured), len(response.content)
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, path in pages.items():
            times[name].append(_seconds(lambda path=path: client.get(path)))
    floor = times["empty page"]
    print(f"{title}\n  {'page':32} {'ratio':>6}   {'ms':>7}  queries   kB")
    ratios = {}
    for name, measured in times.items():
        ratios[name] = statistics.median(one / zero for one, zero in zip(measured, floor, strict=True))
        count, size = queries[name]
        print(
            f"  {name:32} {ratios[name]:6.1f}   {statistics.median(measured) * 1000:7.1f}  {count:7}  {size / 1000:4.0f}"
        )
    print()
    return ratios


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _multiply() -> None:
    """Copy each visit and each agreement with its steps, commitments and reviews, on the same municipalities."""
    from agreements.models import Agreement, Commitment, Review, StageChange, StageCorrection
    from municipalities.models import Visit

    began = time.perf_counter()
    visits = list(Visit.objects.order_by("pk"))
    agreements = list(Agreement.objects.order_by("pk"))
    rows_of = {
        model: list(model.objects.order_by("pk"))
        for model in (StageChange, Commitment, Review)
        if not issubclass(model, StageCorrection)
    }
    for number in range(1, TIMES):
        _copy_rows(visits)
        made = _copy_rows(agreements, reference=lambda row, number=number: f"{row.reference[:13]}-{number}")
        now = {old.pk: new.pk for old, new in zip(agreements, made, strict=True)}
        for rows in rows_of.values():
            _copy_rows(rows, agreement_id=lambda row, now=now: now[row.agreement_id])
    print(
        f"{Visit.objects.count()} visits, {Agreement.objects.count()} agreements, {StageChange.objects.count()} stage "
        f"changes, made in {time.perf_counter() - began:.0f} s.\n"
    )


def _copy_rows(rows: list[Any], **changed: Callable[[Any], object]) -> list[Any]:
    if not rows:
        return []
    model = type(rows[0])
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    copies = [
        model(**{name: changed[name](row) if name in changed else getattr(row, name) for name in names}) for row in rows
    ]
    return list(model._base_manager.bulk_create(copies, batch_size=500))


def _measure_paper() -> None:
    """The agreement with the most commitments as PDF, against WeasyPrint alone on the same finished HTML."""
    from django.db.models import Count

    from agreements import pdf
    from agreements.models import Agreement

    longest = Agreement.objects.annotate(size=Count("commitments", distinct=True)).order_by("-size", "pk").first()
    assert longest
    agreement = Agreement.objects.for_paper().get(pk=longest.pk)
    html = pdf.finished_html(pdf.checked_paper(agreement, on=TODAY))
    whole, alone, text = [], [], []
    pdf.render(agreement, on=TODAY)
    for _ in range(ROUNDS):
        alone.append(_seconds(lambda: pdf.pdf_of(html)))
        whole.append(_seconds(lambda: pdf.render(Agreement.objects.for_paper().get(pk=longest.pk), on=TODAY)))
        text.append(
            _seconds(lambda: pdf.finished_html(pdf.checked_paper(Agreement.objects.for_paper().get(pk=longest.pk))))
        )
    share = statistics.median(one / other for one, other in zip(text, alone, strict=True))
    ratio = statistics.median(one / other for one, other in zip(whole, alone, strict=True))
    print("\nThe paper")
    print(f"  WeasyPrint alone on the finished HTML {statistics.median(alone) * 1000:7.0f} ms")
    print(f"  from database to PDF                  {ratio:7.2f} × that")
    print(f"  our share: queries, data and template {share:7.1%} of it")


if __name__ == "__main__":
    main()
    sys.exit(0)
