"""The dated facts that standings are made of: each kind in a fixed number of queries, whatever there is of it.

Two clocks. `on` is the day that is looked at: what happened later is left out. `known_at` is the moment we look from:
what was recorded later is left out too, and what was corrected or changed since stands as it did.
"""

from dashboards.facts.agreements import (
    anniversaries_overdue,
    anniversaries_owed,
    concluded,
    in_force,
    lapsed,
    past,
    with_period,
)
from dashboards.facts.asked import Asked, Ids
from dashboards.facts.follow_up import done, held_reviews, reviews_held
from dashboards.facts.municipalities import FoundPlace, effective_visits, first_visits, places, steps

__all__ = [
    "Asked",
    "FoundPlace",
    "Ids",
    "anniversaries_overdue",
    "anniversaries_owed",
    "concluded",
    "done",
    "effective_visits",
    "first_visits",
    "held_reviews",
    "in_force",
    "lapsed",
    "past",
    "places",
    "reviews_held",
    "steps",
    "with_period",
]
