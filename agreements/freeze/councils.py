"""Which councils still decide on a text, also after it was taken back."""

from agreements.models import Addendum, CouncilDecision, Reopening, Source


def last_reopening(source: Source) -> Reopening | None:
    """The last time that the text of the agreement itself, or that of the addendum, was taken back."""
    addendum = source.pk if isinstance(source, Addendum) else None
    own = [one for one in source.reopenings.all() if one.addendum_id == addendum and one.ending_id is None]
    return max(own, key=lambda one: (one.reopened_at, one.pk), default=None)


def councils_still_to_decide(source: Source) -> list[CouncilDecision.Body]:
    """The councils of the party without a decision on the text as it is now: never taken, or taken back since."""
    reopening = last_reopening(source)
    decided = {
        one.body
        for one in source.council_decisions.all()
        if reopening is None or one.recorded_at > reopening.reopened_at
    }
    return [body for body in source.councils if body not in decided]


def councils_to_decide_anew(source: Source) -> list[CouncilDecision.Body]:
    """The same, where the text was taken back and the earlier decisions count no more; else nobody."""
    return councils_still_to_decide(source) if last_reopening(source) else []
