"""What is still wrong with a version before it is put in use, each with the place to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Clause, PaperKind, TemplateVersion
from agreements.pdf.blanks import without_gaps
from agreements.pdf.preview import preview_of
from agreements.phrases import PHRASES, problems_of
from agreements.template_sections import Text, has_clauses, sections_of, texts_of
from agreements.wording import fields_of
from papers.scan import Unreadable, scan_text
from papers.scan.drafts import scan_draft
from papers.text.fields import problems_in
from papers.text.markdown import as_read, to_html

# Headings and texts that a paper of each kind cannot do without; the others may stay empty.
REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    PaperKind.AGREEMENT: (
        "title",
        "legal_ground",
        "introduction",
        "domains_heading",
        "commitments_heading",
        "follow_up",
        "contacts_heading",
        "closing",
    ),
    PaperKind.ADDENDUM: ("title", "introduction", "commitments_heading", "domains", "follow_up", "closing"),
    PaperKind.REVIEW: ("title", "introduction", "commitments_heading", "follow_up_heading"),
}
# Chapters whose text would slide under the one before, and leave a level of headings out, without a heading.
CHAPTERS: Final[dict[str, tuple[str, ...]]] = {
    PaperKind.AGREEMENT: ("introduction", "follow_up", "closing"),
    PaperKind.ADDENDUM: ("introduction", "period", "closing"),
}
ALWAYS_REQUIRED: Final = ("title", "introduction")


@dataclass(frozen=True)
class Finding:
    """Something wrong. What does not block is a warning: it can be meant so."""

    text: str
    url: str
    blocks: bool = True


def findings(version: TemplateVersion, *, printed: bool = False) -> list[Finding]:
    """Everything wrong, what blocks first. Needs the version from `for_paper()`.

    `printed`: once nothing else blocks, the example is printed as well and looked through as a final is. It takes
    about a second.
    """
    found = [
        *_empty(version),
        *_problems(version),
        *_phrases(version),
        *_clauses(version),
        *_unsettled(version),
    ]
    if printed and not any(one.blocks for one in found):
        found += _on_paper(version)
    return sorted(found, key=lambda one: not one.blocks)


def _empty(version: TemplateVersion) -> Iterator[Finding]:
    kind = version.template.kind
    edit = reverse("agreements:template_version_edit", args=[version.pk])
    required = {*REQUIRED.get(kind, ALWAYS_REQUIRED)}
    required |= {f"{name}_heading" for name in CHAPTERS.get(kind, ()) if getattr(version, name).strip()}
    for section in sections_of(kind):
        for field in section.fields:
            if field in required and not getattr(version, field).strip():
                words = _("“%(section)s” is still empty.") % {"section": section.name_of(field)}
                yield Finding(words, f"{edit}#id_{field}")


def _problems(version: TemplateVersion) -> Iterator[Finding]:
    examples = {field.name: field.example for field in fields_of(version.template.kind)}
    for one in texts_of(version):
        problems = problems_in(one.text, known=examples, heading=one.is_heading)
        for problem in problems:
            yield Finding(problem.in_words(one.where), one.url)
        if not problems:
            yield from _hits(one, examples)


def _phrases(version: TemplateVersion) -> Iterator[Finding]:
    edit = reverse("agreements:template_version_edit", args=[version.pk])
    for one in PHRASES[version.template.kind]:
        name = _("Fixed words, %(what)s") % {"what": one.label}
        words = version.phrases.get(one.key, "")
        if not words.strip():
            yield Finding(_("“%(section)s” is still empty.") % {"section": name}, f"{edit}#id_{one.field}")
        for problem in problems_of(one, words):
            yield Finding(f"{name}: {problem}", f"{edit}#id_{one.field}")


def _hits(one: Text, examples: dict[str, str]) -> Iterator[Finding]:
    """What the scanner would refuse on each final with this text."""
    read = as_read(to_html(one.text, values=examples, heading=one.is_heading))
    for hit in scan_text([read]):
        words = {"where": one.where, "kind": hit.kind, "found": hit.found}
        yield Finding(_("%(where)s: %(kind)s, “%(found)s”") % words, one.url)


def _on_paper(version: TemplateVersion) -> Iterator[Finding]:
    """The same of the whole paper: what no text shows by itself."""
    url = reverse("agreements:template_version_preview", args=[version.pk])
    try:
        hits = scan_draft(without_gaps(preview_of(version)))
    except Unreadable as problem:
        yield Finding(str(problem), url)
        return
    for hit in hits:
        words = {"page": hit.page, "kind": hit.kind, "sentence": hit.sentence}
        yield Finding(_("On page %(page)s of the example: %(kind)s, “%(sentence)s”") % words, url)


def _clauses(version: TemplateVersion) -> Iterator[Finding]:
    if not has_clauses(version.template.kind):
        return
    parts = list(version.parts.all())
    if version.template.kind == PaperKind.AGREEMENT and not any(part.domain_id for part in parts):
        yield Finding(_("There is no domain in it."), reverse("agreements:template_part_create", args=[version.pk]))
    for part in parts:
        if part.domain_id and not part.heading.strip():
            url = reverse("agreements:template_part_update", args=[part.pk])
            yield Finding(_("“%(domain)s” has no printed heading.") % {"domain": part.domain}, url)
        if part.domain_id and not part.clauses.all():
            url = reverse("agreements:clause_create", args=[part.pk])
            yield Finding(_("“%(domain)s” has no clauses.") % {"domain": part.domain}, url)


def _unsettled(version: TemplateVersion) -> Iterator[Finding]:
    """What each agreement must at least settle should not hang on a domain or on an optional clause."""
    if version.template.kind != PaperKind.AGREEMENT:
        return
    settled = {
        clause.settles
        for part in version.parts.all()
        if part.domain_id is None
        for clause in part.clauses.all()
        if not clause.optional
    }
    for value, label in Clause.Settles.choices:
        if value not in settled:
            text = _("No clause that always holds settles %(what)s. An agreement can then come out without it.")
            yield Finding(text % {"what": label}, f"{version.get_absolute_url()}#parts", blocks=False)
