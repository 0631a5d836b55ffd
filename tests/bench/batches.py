import os
import subprocess
import sys
import time

from django.core.cache import caches
from weasyprint import HTML

from accounts.models import User
from agreements import pdf
from agreements.models import Agreement, Final
from agreements.models.stage import OPEN_STAGES
from batches import actions
from batches.models import Batch, Worker
from papers.printing import FontsOnly
from tests.bench.data import TODAY

SAMPLE = 12
# A worker of a developer's would write down every query.
PRODUCTION = {"DEBUG": "false", "SECURE_COOKIES": "false", "ALLOWED_HOSTS": "localhost", "SECRET_KEY": 64 * "bench"}


def measure_batches(number: int) -> None:
    """A batch of so many drafts on one and on two processes, against WeasyPrint alone on the same finished HTML."""
    settled = Final.objects.standing().values("agreement")
    open_ones = Agreement.objects.at_stage(*OPEN_STAGES, on=TODAY).exclude(pk__in=settled)
    agreements = list(open_ones.order_by("pk")[:number])
    if not agreements:
        return
    spread = [one.pk for one in agreements[:: max(1, len(agreements) // SAMPLE)]]
    pages = [
        pdf.finished_html(pdf.paper_of(agreement, on=TODAY))
        for agreement in Agreement.objects.for_paper().filter(pk__in=spread)
    ]
    alone, times = [_alone(pages)], {}
    for processes in (1, 2):
        times[processes] = _batch(agreements, processes)
        alone.append(_alone(pages))
    floor = len(agreements) * sum(alone) / len(alone)
    print(f"\nA batch of {len(agreements)} drafts, from the question to the ZIP")
    print(f"  WeasyPrint alone on the finished HTML {floor:7.1f} s in one process")
    for processes, took in times.items():
        name = "one process" if processes == 1 else f"{processes} processes"
        print(f"  {name:37} {took:7.1f} s, {took / floor:5.2f} × that")


def _alone(pages: list[str]) -> float:
    """Seconds a document, as mean of the sample."""
    began = time.perf_counter()
    for page in pages:
        HTML(string=page, url_fetcher=FontsOnly()).write_pdf(pdf_variant="pdf/ua-1")
    return (time.perf_counter() - began) / len(pages)


def _batch(agreements: list[Agreement], processes: int) -> float:
    command = [sys.executable, "manage.py", "work", "--processes", str(processes), "--interval", "0.1"]
    crew = subprocess.Popen(command, env=os.environ | PRODUCTION, stdout=subprocess.DEVNULL)
    try:
        while Worker.objects.living().count() < processes:
            time.sleep(0.1)
        caches["papers"].clear()  # what was printed before is not printed again
        began = time.perf_counter()
        batch = actions.make(
            what=Batch.What.DRAFTS,
            agreements=agreements,
            filter_words="",
            query="",
            by=User.objects.get(email="medewerker@example.org"),
            on=TODAY,
        )
        while not Batch.objects.get(pk=batch.pk).is_over:
            time.sleep(0.1)
        took = time.perf_counter() - began
    finally:
        crew.terminate()
        crew.wait()
    done = Batch.objects.with_progress().get(pk=batch.pk)
    if done.state != Batch.State.READY or done.items.filter(papers=[]).exists():
        raise RuntimeError(f"The batch is {done.state}: {done.problem or 'not every draft was printed'}.")
    return took
