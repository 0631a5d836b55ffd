"""The lists of agreements as they leave the house: typed columns, the same in every format."""

from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.holding import addenda_in_effect, domains_held
from agreements.lapsing import follower_of
from agreements.models import Agreement, Stage, TemplateVersion
from agreements.next_action import state_of
from agreements.stepper import LAPSED
from exports.columns import Column, Kind, Listing, yes_or_no
from exports.extracts import Extract

PLACE: Final = (
    Column(_("NIS"), lambda agreement: agreement.municipality.nis),
    Column(_("Municipality"), lambda agreement: agreement.municipality.name),
    Column(_("Province"), lambda agreement: agreement.municipality.province.name),
    Column(_("Region"), lambda agreement: agreement.municipality.region),
    Column(_("Number"), lambda agreement: agreement.reference),
)


def agreements_on(day: date) -> Listing:
    """The list of agreements as they stood on the day, of rows from `for_list` with their held domains."""
    return Listing(
        _("Agreements"),
        (
            *PLACE,
            Column(_("Stage"), lambda agreement: stage_in_words(state_of(agreement, on=day))),
            Column(_("Stage since"), lambda agreement: _since(agreement, day), Kind.DAY),
            Column(_("Decision to be renewed"), lambda agreement: yes_or_no(agreement.decision_to_renew)),
            Column(_("Refused because"), lambda agreement: agreement.refused_because),
            Column(_("Try again on"), lambda agreement: agreement.try_again_on, Kind.DAY),
            Column(_("Domains"), lambda agreement: _domains(agreement, day)),
            Column(_("Addenda"), lambda agreement: len(addenda_in_effect(agreement, on=day)), Kind.NUMBER),
            Column(_("First day"), lambda agreement: agreement.starts_on, Kind.DAY),
            Column(_("Last day"), lambda agreement: agreement.ends_on, Kind.DAY),
            Column(_("Signed on"), lambda agreement: agreement.signed_on, Kind.DAY),
            Column(
                _("Signed outside this register"),
                lambda agreement: yes_or_no(agreement.signed_outside and agreement.signed_on),
            ),
            Column(_("Reviews overdue"), lambda agreement: agreement.reviews_overdue, Kind.NUMBER),
        ),
    )


LAPSING: Final = Listing(
    _("Agreements that lapse"),
    (
        *PLACE,
        Column(_("Last day"), lambda agreement: agreement.ends_on, Kind.DAY),
        Column(_("Next agreement"), lambda agreement: getattr(follower_of(agreement), "reference", None)),
        Column(_("Stage of the next agreement"), lambda agreement: _stage_of_next(follower_of(agreement))),
    ),
)

# Pairs of a template and what is known of its versions.
TEMPLATES: Final = Listing(
    _("Templates"),
    (
        Column(_("Kind"), lambda pair: pair[0].get_kind_display()),
        Column(_("Template"), lambda pair: pair[0].name),
        Column(_("Standard of its kind"), lambda pair: yes_or_no(pair[0].is_standard)),
        Column(_("Version in use"), lambda pair: pair[1].in_use and pair[1].in_use.number, Kind.NUMBER),
        Column(_("In use since"), lambda pair: pair[1].in_use and pair[1].in_use.put_in_use_at, Kind.MOMENT),
        Column(_("Concept version"), lambda pair: pair[1].concept and pair[1].concept.number, Kind.NUMBER),
        Column(_("Papers"), lambda pair: pair[1].words),
    ),
)

ADDENDA_OF_VERSION: Final = Listing(
    _("Addenda"),
    (
        Column(_("NIS"), lambda addendum: addendum.agreement.municipality.nis),
        Column(_("Municipality"), lambda addendum: addendum.agreement.municipality.name),
        Column(_("Province"), lambda addendum: addendum.agreement.municipality.province.name),
        Column(_("Number"), lambda addendum: addendum.reference),
        Column(_("Subject"), lambda addendum: addendum.subject),
    ),
)


def agreements_of_version(day: date) -> Listing:
    """Rows from `for_list`."""
    return Listing(
        _("Agreements"), (*PLACE, Column(_("Stage"), lambda agreement: stage_in_words(state_of(agreement, on=day))))
    )


def users_of(version: TemplateVersion, listing: Listing, rows: QuerySet[Any]) -> Extract:
    """The papers that speak the words of a version."""
    return Extract(listing=listing, rows=rows, filter_words=[(gettext("Template"), str(version))])


def stage_in_words(state: str | None) -> str | Promise:
    if state == LAPSED:
        return _("lapsed")
    return Stage(state).label if state else _("no talks yet")


def _since(agreement: Agreement, day: date) -> date | None:
    """As the list says it: what lapsed did so on its last day."""
    return agreement.ends_on if state_of(agreement, on=day) == LAPSED else agreement.stage_since


def _domains(agreement: Agreement, day: date) -> str:
    return ", ".join(domain.short_name for domain in domains_held(agreement, on=day))


def _stage_of_next(follower: Agreement | None) -> str | Promise | None:
    return stage_in_words(follower.stage) if follower else None
