"""Templates for tests: short, complete, and in the state that a test asks for."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.actions.templates import mark_of
from agreements.models import Clause, PaperKind, PaperTemplate, TemplatePart, TemplateVersion
from municipalities.models import Domain
from tests.agreements.papers import standard_phrases
from tests.factories import DomainFactory

COMPLETE = {
    "title": "Overeenkomst",
    "legal_ground": "Het decreet van 7 juni 2013.",
    "introduction_heading": "Aanleiding",
    "introduction": "In {{ gemeente }} wonen veel mensen.",
    "domains_heading": "Domeinen",
    "commitments_heading": "Extra afspraken",
    "follow_up_heading": "Opvolging",
    "follow_up": "De partijen komen elk jaar samen.",
    "contacts_heading": "Contactgegevens",
    "closing_heading": "Handtekeningen",
    "closing": "{{ opgemaakt }} in drie exemplaren.",
}


def template(name: str = "Standaard", kind: str = PaperKind.AGREEMENT) -> PaperTemplate:
    return PaperTemplate.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def services() -> Domain:
    domain: Domain = DomainFactory(code="services", name="Dienstverlening", short_name="Dienstverlening", position=1)
    return domain


def concept(number: int = 1, *, of: PaperTemplate | None = None, **texts: Any) -> TemplateVersion:
    """A concept that can be put in use: what must be settled, and one domain with two clauses, one of them optional."""
    words = COMPLETE | {"phrases": standard_phrases()} | texts
    version = TemplateVersion.objects.create(template=of or template(), number=number, **words)
    always = TemplatePart.objects.create(version=version, position=0)
    for position, settles in enumerate(Clause.Settles.values, start=1):
        clause(always, f"regelt {settles}", position=position, settles=settles)
    part = TemplatePart.objects.create(version=version, domain=services(), position=1, heading="Dienstverlening")
    clause(part, "cijfers", position=1, optional=True)
    clause(part, "onthaal", position=2)
    return version


def clause(part: TemplatePart, name: str, **fields: Any) -> Clause:
    words = {"heading": name.capitalize(), "text": f"Dit gaat over {name}."}
    return Clause.objects.create(part=part, name=name, **words | fields)


def in_use(number: int = 1, **more: Any) -> TemplateVersion:
    version = concept(number, **more)
    version.put_in_use_at = timezone.now()
    version.save()
    if not PaperTemplate.objects.standard().filter(kind=version.template.kind).exists():
        PaperTemplate.objects.filter(pk=version.template_id).update(is_standard=True)
    return version


def retired(number: int = 1, **more: Any) -> TemplateVersion:
    version = in_use(number, **more)
    version.retired_at = timezone.now()
    version.save()
    return version


def clause_of(version: TemplateVersion, name: str = "onthaal") -> Clause:
    return Clause.objects.get(part__version=version, name=name)


def part_of(version: TemplateVersion, code: str = "services") -> TemplatePart:
    return version.parts.get(domain__code=code)


def typed(version: TemplateVersion, **fields: Any) -> dict[str, Any]:
    """The form with all texts of a version, as its page shows it, with other words in some fields."""
    texts = [field.name for field in version._meta.fields if field.get_internal_type() in {"CharField", "TextField"}]
    phrases = {f"phrase_{key}": words for key, words in version.phrases.items()}
    return {name: getattr(version, name) for name in texts} | phrases | {"version": version.version} | fields


def typed_clause(clause: Clause | None = None, **fields: Any) -> dict[str, Any]:
    if clause is None:
        known: dict[str, Any] = {"heading": "Tolken", "text": "Er is een tolk.", "name": "tolken", "settles": ""}
    else:
        known = {name: getattr(clause, name) for name in ("heading", "text", "name", "settles", "version")}
        known |= {"optional": "on"} if clause.optional else {}
    return known | fields


def url(name: str, row: Any) -> str:
    return reverse(f"agreements:{name}", args=[row.pk])


def confirmed(version: TemplateVersion) -> dict[str, str]:
    """What the page to put a version in use sends along."""
    return {"shown": mark_of(TemplateVersion.objects.for_paper().get(pk=version.pk))}
