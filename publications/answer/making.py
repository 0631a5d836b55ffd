"""An answer from the register as it stands."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from dashboards.figures import figures
from municipalities.models import Term
from publications.answer.changes import Previous
from publications.answer.content import answer_of
from publications.answer.facts import Facts, facts_of
from publications.answer.paper import AnswerPaper
from publications.models import Publication


def paper_on(*, day: date, known_at: datetime | None, parts: Collection[str]) -> AnswerPaper:
    """What the register answers now. Raises NoTerm."""
    facts = facts_of(figures(on=day, known_at=known_at))
    made = answer_of(facts, parts=parts, made_at=timezone.now(), previous=previous_to(day))
    return AnswerPaper(answer=made)


def previous_to(day: date) -> Previous | None:
    """The answer of the latest day before this one that was not corrected since."""
    found = Publication.objects.standing().filter(figures_on__lt=day).first()
    if found is None:
        return None
    term = str(Term.objects.of(found.figures_on))
    return Previous(found.title, Facts(found.figures_on, found.known_at, term, found.content))
