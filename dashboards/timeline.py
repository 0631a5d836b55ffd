"""Everything that happened to a municipality, on one line, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, CouncilDecision, MergerDecision, Review, StageChange, StageCorrection
from municipalities.lineage import Lineage, Merger
from municipalities.models import Municipality, Visit

VISITS: dict[str, Promise] = {
    Visit.Kind.ON_THE_SPOT: gettext_lazy("Visit on the spot"),
    Visit.Kind.VIDEO: gettext_lazy("Visit by video call"),
    Visit.Kind.PHONE: gettext_lazy("Phone call"),
    Visit.Kind.EMAIL: gettext_lazy("E-mail"),
}


@dataclass(frozen=True)
class Event:
    """One line of `_timeline.html`."""

    on: date
    state: str
    title: str
    url: str = ""
    text: str = ""
    by: str = ""


def timeline_of(municipality: Municipality, lineage: Lineage, *, on: date) -> list[Event]:
    """What happened up to and including the day. The number of queries does not grow with the events."""
    events = [
        *_visits(municipality, on),
        *_stage_changes(municipality, on),
        *_corrections(municipality, on),
        *_lapses(municipality, on),
        *_decisions(municipality, on),
        *_reviews(municipality, on),
        *_contacts(municipality, on),
        *_mergers(municipality, lineage, on),
        *_decided_after_mergers(municipality, on),
    ]
    return sorted(events, key=lambda event: event.on, reverse=True)


def _visits(municipality: Municipality, on: date) -> Iterator[Event]:
    for visit in Visit.objects.filter(municipality=municipality, held_on__lte=on).prefetch_related("agency_people"):
        title = str(VISITS[visit.kind])
        if visit.status != Visit.Status.HELD:
            title = f"{title} ({visit.get_status_display()})"
        yield Event(
            on=visit.held_on,
            state=visit.status,
            title=title,
            url=visit.get_absolute_url(),
            text=visit.cancel_reason or _shortened(visit.report),
            by=", ".join(str(person) for person in visit.agency_people.all()),
        )


def _stage_changes(municipality: Municipality, on: date) -> Iterator[Event]:
    changes = (
        StageChange.objects.filter(agreement__municipality=municipality, effective_on__lte=on)
        .select_related("agreement", "reason", "recorded_by", "correction")
        .in_order()
    )
    for change in changes:
        words = {"stage": change.get_stage_display(), "reference": change.agreement.reference}
        if hasattr(change, "correction"):
            title = _("%(stage)s (corrected later), %(reference)s") % words
        else:
            title = _("%(stage)s, %(reference)s") % words
        yield Event(
            on=change.effective_on,
            state=change.stage,
            title=_sentence(title),
            url=change.agreement.get_absolute_url(),
            text=_about(change),
            by=str(change.recorded_by),
        )


def _about(change: StageChange) -> str:
    parts = [str(change.reason) if change.reason else "", change.note]
    if change.try_again_on:
        parts.append(_("Try again on %(day)s.") % {"day": date_format(change.try_again_on)})
    return " – ".join(part for part in parts if part)


def _corrections(municipality: Municipality, on: date) -> Iterator[Event]:
    corrections = StageCorrection.objects.filter(change__agreement__municipality=municipality).select_related(
        "change__agreement", "replacement", "corrected_by"
    )
    for correction in corrections:
        day = timezone.localdate(correction.corrected_at)
        if day <= on:
            change = correction.change
            yield Event(
                on=day,
                state="warning",
                title=_("Correction of “%(stage)s” of %(day)s, %(reference)s")
                % {
                    "stage": change.get_stage_display(),
                    "day": date_format(change.effective_on),
                    "reference": change.agreement.reference,
                },
                url=change.agreement.get_absolute_url(),
                text=_corrected_into(correction),
                by=str(correction.corrected_by),
            )


def _corrected_into(correction: StageCorrection) -> str:
    if correction.replacement is None:
        return correction.reason
    now = _("Now: %(stage)s.") % {"stage": correction.replacement}
    return f"{correction.reason} {now}"


def _lapses(municipality: Municipality, on: date) -> Iterator[Event]:
    for agreement in Agreement.objects.filter(municipality=municipality).lapsed(by=on):
        if agreement.ends_on is not None:
            yield Event(
                on=agreement.ends_on,
                state="lapsed",
                title=_("Last day of agreement %(reference)s") % {"reference": agreement.reference},
                url=agreement.get_absolute_url(),
            )


def _decisions(municipality: Municipality, on: date) -> Iterator[Event]:
    decisions = CouncilDecision.objects.filter(agreement__municipality=municipality, decided_on__lte=on).select_related(
        "agreement"
    )
    for decision in decisions:
        words = {"body": decision.get_body_display(), "reference": decision.agreement.reference}
        yield Event(
            on=decision.decided_on,
            state="decision",
            title=_("Decision of the %(body)s on %(reference)s") % words,
            url=decision.agreement.get_absolute_url(),
            text=decision.number,
        )


def _reviews(municipality: Municipality, on: date) -> Iterator[Event]:
    reviews = Review.objects.filter(agreement__municipality=municipality, held_on__lte=on)
    for review in reviews.select_related("agreement").prefetch_related("agency_people"):
        text = ""
        if review.follow_up != Review.FollowUp.NOTHING:
            text = _sentence(f"{review.get_follow_up_display()}: {review.follow_up_note}")
        yield Event(
            on=review.held_on,
            state="review",
            title=_("Yearly review of %(reference)s") % {"reference": review.agreement.reference},
            url=review.get_absolute_url(),
            text=text,
            by=", ".join(str(person) for person in review.agency_people.all()),
        )


def _contacts(municipality: Municipality, on: date) -> Iterator[Event]:
    for contact in municipality.contacts.all():
        words = {"name": contact.name, "function": contact.get_function_display()}
        url = contact.get_absolute_url()
        if contact.starts_on and contact.starts_on <= on:
            yield Event(contact.starts_on, "contact", _("%(name)s begins as %(function)s") % words, url)
        if contact.ends_on and contact.ends_on <= on:
            yield Event(contact.ends_on, "contact", _("Last day of %(name)s as %(function)s") % words, url)


def _mergers(municipality: Municipality, lineage: Lineage, on: date) -> Iterator[Event]:
    for merger in lineage.before:
        if merger.successor == municipality and merger.on <= on:
            yield _begin(merger)
    for merger in lineage.after:
        if municipality in merger.predecessors and merger.on <= on:
            beside = merger.beside(municipality)
            together = _("Together with %(names)s.") % {"names": names(beside)} if beside else ""
            title = _("Went into %(name)s") % {"name": merger.successor.name}
            yield Event(merger.on, "merger", title, merger.successor.get_absolute_url(), together)


def _decided_after_mergers(municipality: Municipality, on: date) -> Iterator[Event]:
    decisions = MergerDecision.objects.filter(succession__successor=municipality, decided_on__lte=on)
    for decision in decisions.select_related("agreement", "decided_by", "succession__successor", "replaced_by"):
        words = {"reference": decision.agreement.reference, "choice": decision.get_choice_display()}
        if hasattr(decision, "replaced_by"):
            title = _("Decision about the inherited %(reference)s: %(choice)s (replaced later)") % words
        else:
            title = _("Decision about the inherited %(reference)s: %(choice)s") % words
        yield Event(
            on=decision.decided_on,
            state="decision",
            title=title,
            url=decision.get_absolute_url(),
            text=decision.note,
            by=str(decision.decided_by),
        )


def _begin(merger: Merger) -> Event:
    if merger.absorbs:
        title = _("%(names)s went into this municipality") % {"names": names(merger.predecessors)}
    else:
        title = _("Came into being from %(names)s") % {"names": names(merger.predecessors)}
    text = _("What happened before that day stands on the pages of the earlier municipalities.")
    return Event(merger.on, "merger", title, text=text)


def names(municipalities: "tuple[Municipality, ...] | list[Municipality]") -> str:
    return get_text_list([one.name for one in municipalities], _("and"))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shortened(text: str, longest: int = 240) -> str:
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(maxsplit=1)[0]} …"
