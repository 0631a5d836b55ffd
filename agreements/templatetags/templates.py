from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import PaperKind, PaperTemplate, TemplateVersion

register = template.Library()


class Known(NamedTuple):
    """The versions of a template that matter today, and how many papers speak the words of any."""

    in_use: TemplateVersion | None
    concept: TemplateVersion | None
    number: int
    words: str


@register.simple_tag
def versions_of(template: PaperTemplate) -> Known:
    """Asks nothing of the database when the template came from `with_versions`."""
    versions = list(template.versions.all())
    by_state = {one.state: one for one in versions if one.state != TemplateVersion.State.RETIRED}
    number = sum(one.agreement_count + one.addendum_count for one in versions)
    return Known(
        in_use=by_state.get(TemplateVersion.State.IN_USE),
        concept=by_state.get(TemplateVersion.State.CONCEPT),
        number=number if template.kind in (PaperKind.AGREEMENT, PaperKind.ADDENDUM) else 0,
        words=_number(template.kind, number),
    )


@register.filter
def papers(version: TemplateVersion) -> str:
    """How many papers speak the words of a version that came from `with_usage`: “3 agreements”."""
    return _number(version.template.kind, version.agreement_count + version.addendum_count)


@register.filter
def papers_count(version: TemplateVersion) -> str:
    return str(version.agreement_count + version.addendum_count)


@register.simple_tag
def concept_among(versions: Iterable[TemplateVersion]) -> TemplateVersion | None:
    return next((one for one in versions if one.state == TemplateVersion.State.CONCEPT), None)


@register.filter
def as_typed(name: str) -> str:
    """A merge field as it stands in a text."""
    return "{{ " + name + " }}"


def _number(kind: str, number: int) -> str:
    if kind == PaperKind.ADDENDUM:
        return ngettext("%(number)s addendum", "%(number)s addenda", number) % {"number": number}
    if kind != PaperKind.AGREEMENT:
        return _("each new paper")
    return ngettext("%(number)s agreement", "%(number)s agreements", number) % {"number": number}
