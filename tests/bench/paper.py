from django.db.models import Count

from agreements import pdf
from agreements.models import Agreement
from tests.bench.data import TODAY
from tests.bench.timing import milliseconds, ratio, seconds


def measure_paper(*, rounds: int) -> None:
    """The agreement with the most commitments as PDF, against WeasyPrint alone on the same finished HTML."""
    longest = Agreement.objects.annotate(size=Count("commitments")).order_by("-size", "pk")[0].pk

    def html() -> str:
        return pdf.finished_html(pdf.checked_paper(Agreement.objects.for_paper().get(pk=longest), on=TODAY))

    finished = html()
    times: dict[str, list[float]] = {"alone": [], "ours": [], "whole": []}
    pdf.pdf_of(finished)
    for _ in range(rounds):
        times["alone"].append(seconds(pdf.pdf_of, finished))
        times["ours"].append(seconds(html))
        times["whole"].append(seconds(lambda: pdf.pdf_of(html())))
    print("\nThe paper")
    print(f"  WeasyPrint alone on the finished HTML {milliseconds(times['alone']):7.0f} ms")
    print(f"  from database to PDF                  {ratio(times['whole'], times['alone']):7.2f} × that")
    print(f"  queries, data and template            {ratio(times['ours'], times['alone']):7.1%} of it")
