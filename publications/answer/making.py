"""The answers there are: one made on the spot, and one that is given or about to be."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dashboards.figures import figures
from municipalities.models import Term
from papers.text.signs import tidy
from publications.answer.changes import Previous
from publications.answer.content import Answer, answer_of, with_sources
from publications.answer.facts import Facts, facts_of
from publications.answer.keeping import from_data
from publications.answer.paper import AnswerPaper
from publications.answer.screen import Lists, lists_of_day
from publications.models import Part, Publication


def paper_on(
    *, day: date, known_at: datetime | None, parts: Collection[str], beside: Publication | None = None
) -> AnswerPaper:
    """What the register answers now, laid beside an earlier answer: this one, or else the one before. Raises NoTerm."""
    previous = _previous(beside) if beside else previous_to(day)
    found = figures(on=day, known_at=known_at)
    made = answer_of(facts_of(found), parts=parts, previous=previous)
    if Part.SOURCES in parts:
        now = timezone.now()
        made = with_sources(made, day=day, known_at=known_at or now, made_at=now)
    return AnswerPaper(answer=made, lists=lists_of_day(found))


def paper_of(publication: Publication, *, lists: Lists | None = None) -> AnswerPaper:
    """What was given, word for word; a draft where nothing was yet. Not for those from before the register."""
    return AnswerPaper(
        answer=_kept(publication),
        about=_about(publication),
        reference=publication.number,
        fingerprint=publication.sha256,
        is_draft=publication.pk is None,
        lists=lists,
    )


def previous_to(day: date) -> Previous | None:
    """The answer of the latest day before this one that was not corrected since."""
    found = Publication.objects.standing().for_detail().filter(figures_on__lt=day).first()
    return _previous(found) if found else None


def _previous(publication: Publication) -> Previous:
    if not publication.is_intact:
        return Previous(publication.title, None)
    term = str(Term.objects.of(publication.figures_on))
    facts = Facts(publication.figures_on, publication.known_at, term, publication.content)
    return Previous(publication.title, facts, publication.pk)


def _kept(publication: Publication) -> Answer:
    kept = from_data(publication.frozen["answer"])
    if Part.SOURCES not in publication.parts:
        return kept
    made_at = publication.published_at or timezone.now()
    known_at = publication.known_at or made_at
    return with_sources(kept, day=publication.figures_on, known_at=known_at, made_at=made_at)


@translation.override("nl")
def _about(publication: Publication) -> tuple[str, ...]:
    """What stands under the title: what is answered, to whom, and why an earlier answer is corrected."""
    lines = [publication.title]
    if publication.asked_by and publication.asked_on:
        words = {"who": publication.asked_by, "day": date_format(publication.asked_on)}
        lines.append(_("Asked by %(who)s on %(day)s") % words)
    if publication.answered_on:
        lines.append(_("Answer of %(day)s") % {"day": date_format(publication.answered_on)})
    if publication.succeeds:
        lines.append(_("Corrects an earlier answer: %(reason)s") % {"reason": publication.reason})
    return tuple(map(tidy, lines))
