"""The text of one agreement: its domains, the optional clauses that stay, and a paragraph of its own under each."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.forms.part import PartForm
from agreements.models import Agreement, Clause, Commitment, DomainText, PaperKind, TemplatePart, TemplateVersion
from agreements.wording import names_of
from municipalities.forms.rows import RowsField
from municipalities.models import Domain
from papers.text.fields import problems_in


@dataclass(frozen=True)
class StandardClause:
    """A clause of the template; an optional one with its tick box."""

    clause: Clause
    box: BoundWidget | None


@dataclass(frozen=True)
class DomainOnForm:
    """A domain that can be chosen: its tick box, its clauses, the paragraph and the commitments under it."""

    domain: Domain
    box: BoundWidget
    in_version: bool
    clauses: list[StandardClause]
    paragraph: BoundField
    commitments: list[Commitment]


class TextForm(PartForm):
    """For an agreement fetched with `for_paper`; `version` is the version of the template that it speaks."""

    settled = frozenset()

    kept = RowsField(
        Clause.objects.none(),
        label=_("Optional clauses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Agreement
        fields = ["domains"]
        field_classes = {"domains": RowsField}
        labels = {"domains": _("Domains of cooperation")}
        widgets = {"domains": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, version: TemplateVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: list[TemplatePart] = list(version.parts.all()) if version else []
        self.optional = [one for part in self.parts for one in part.clauses.all() if one.optional]
        self.choices = _choices(self.instance, self.parts)
        own = {one.domain_id: one.text for one in self.instance.domain_texts.all()}
        domains: Any = self.fields["domains"]
        domains.queryset = Domain.objects.filter(pk__in=[domain.pk for domain in self.choices])
        domains.choices = [(domain.pk, str(domain)) for domain in self.choices]
        kept: Any = self.fields["kept"]
        kept.queryset = Clause.objects.filter(pk__in=[clause.pk for clause in self.optional])
        kept.choices = [(clause.pk, clause.heading or clause.name) for clause in self.optional]
        self.initial["kept"] = self._kept_in(self.instance)
        for domain in self.choices:
            self.fields[_paragraph(domain)] = forms.CharField(
                label=gettext("Paragraph under “%(domain)s”") % {"domain": domain.short_name},
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
                initial=own.get(domain.pk, ""),
            )

    # What the page shows ---------------------------------------------------------------------------------------------

    @property
    def general(self) -> list[StandardClause]:
        """The clauses that hold whatever the domains."""
        boxes = self._boxes("kept")
        return [
            StandardClause(clause, boxes.get(clause.pk))
            for part in self.parts
            if part.domain_id is None
            for clause in part.clauses.all()
        ]

    @property
    def chapters(self) -> list[DomainOnForm]:
        parts = {part.domain_id: part for part in self.parts}
        boxes, kept = self._boxes("domains"), self._boxes("kept")
        return [
            DomainOnForm(
                domain,
                boxes[domain.pk],
                not self.parts or domain.pk in parts,
                [
                    StandardClause(one, kept.get(one.pk))
                    for one in (parts[domain.pk].clauses.all() if domain.pk in parts else ())
                ],
                self[_paragraph(domain)],
                [one for one in self.instance.commitments_of(domain) if one.added_by_id is None],
            )
            for domain in self.choices
        ]

    def _boxes(self, name: str) -> dict[int, BoundWidget]:
        return {int(str(box.data["value"])): box for box in self[name].subwidgets}

    # What it says ----------------------------------------------------------------------------------------------------

    def clean_domains(self) -> Any:
        chosen = self.cleaned_data["domains"]
        lost = (
            Domain.objects.filter(commitments__in=Commitment.objects.original().filter(agreement=self.instance))
            .exclude(pk__in=chosen)
            .distinct()
        )
        if lost:
            raise ValidationError(
                gettext("There are commitments under %(domains)s. Remove those first, or keep the domain."),
                code="commitments",
                params={"domains": get_text_list([f"‘{domain}’" for domain in lost], gettext("and"))},
            )
        return chosen

    def clean(self) -> dict[str, Any] | None:
        for domain in self.choices:
            self._look_through(_paragraph(domain))
        return super().clean()

    def _look_through(self, name: str) -> None:
        """Every problem of a paragraph stands beside it, with its line."""
        text = self.cleaned_data.get(name, "").replace("\r\n", "\n")
        self.cleaned_data[name] = text
        for problem in problems_in(text, known=names_of(PaperKind.AGREEMENT)):
            self.add_error(name, ValidationError(problem.in_words(), code="text"))

    @property
    def left_out(self) -> list[Clause]:
        kept = {clause.pk for clause in self.cleaned_data.get("kept", self.initial["kept"])}
        return [clause for clause in self.optional if clause.pk not in kept]

    @property
    def paragraphs(self) -> dict[Domain, str]:
        """As typed, also where something is wrong with it."""
        return {
            domain: str(self.cleaned_data.get(_paragraph(domain), self.data.get(_paragraph(domain)) or "")).strip()
            for domain in self.choices
        }

    def save(self, commit: bool = True) -> Agreement:
        # The paragraphs come first: the history of the agreement then begins after them, and finds them back.
        present = {one.domain_id: one for one in self.instance.domain_texts.all()}
        for domain, text in self.paragraphs.items():
            _save_paragraph(self.instance, domain, text, present.get(domain.pk))
        agreement: Agreement = super().save(commit)
        agreement.left_out.set(self.left_out)
        return agreement

    # Two people at once ----------------------------------------------------------------------------------------------

    def values_of(self, row: models.Model) -> dict[str, Any]:
        values = super().values_of(row)
        texts = _paragraphs_of(row)
        values["kept"] = self._kept_in(row)
        for domain in self.choices:
            values[_paragraph(domain)] = texts.get(domain.pk, "")
        return values

    def _kept_in(self, row: Any) -> list[Clause]:
        """Of an agreement or of its historical copy, whose many-to-many fields hold links instead of rows."""
        chosen = row.left_out.all()
        left_out = {one.clause_id if hasattr(row, "history_id") else one.pk for one in chosen}
        return [clause for clause in self.optional if clause.pk not in left_out]


def _paragraph(domain: Domain) -> str:
    return f"paragraph_{domain.pk}"


def _choices(agreement: Agreement, parts: list[TemplatePart]) -> list[Domain]:
    """The domains of the template in its order, and what was chosen besides; without a template all there are."""
    known = [part.domain for part in parts if part.domain is not None] or list(Domain.objects.all())
    return [*known, *(one for one in agreement.domains.all() if one not in known)]


def _save_paragraph(agreement: Agreement, domain: Domain, text: str, present: DomainText | None) -> None:
    if present is None and text:
        DomainText.objects.create(agreement=agreement, domain=domain, text=text)
    elif present is not None and not text:
        present.delete()
    elif present is not None and present.text != text:
        present.text = text
        present.save()


def _paragraphs_of(row: Any) -> dict[int, str]:
    if hasattr(row, "history_id"):
        texts = DomainText.history.as_of(row.history_date).filter(agreement_id=row.id)
    else:
        texts = DomainText.objects.filter(agreement=row)
    return {one.domain_id: one.text for one in texts}
