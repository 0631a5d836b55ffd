"""An agreement as it stands in a form that nobody saved yet: for a preview, and for nothing else."""

from collections.abc import Iterable, Mapping
from typing import Any

from agreements.models import Agreement, Clause, DomainText
from municipalities.models import Domain


def as_typed(
    agreement: Agreement, *, domains: Iterable[Domain], left_out: Iterable[Clause], paragraphs: Mapping[Domain, str]
) -> Agreement:
    """The agreement, fetched with `for_paper`, with these in the place of its rows. Never save it."""
    _put(agreement, "domains", domains)
    _put(agreement, "left_out", left_out)
    texts = [DomainText(agreement=agreement, domain=domain, text=text) for domain, text in paragraphs.items() if text]
    _put(agreement, "domain_texts", texts)
    return agreement


def _put(agreement: Agreement, name: str, rows: Iterable[Any]) -> None:
    # A prefetched relation answers from the rows that it holds, whichever these are.
    fetched: Any = getattr(agreement, name).all()
    fetched._result_cache = list(rows)
