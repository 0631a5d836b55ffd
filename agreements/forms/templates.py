"""Forms on which administrators word a template. Every text is checked for what the paper cannot print."""

from typing import Any, ClassVar, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from agreements.actions.templates import last_position, make, place_of
from agreements.forms.part import PartForm
from agreements.models import Clause, PaperKind, PaperTemplate, TemplatePart, TemplateVersion
from agreements.phrases import LONGEST, PHRASES, problems_of
from agreements.template_sections import Section, sections_of
from agreements.wording import names_of
from municipalities.models import Domain
from papers.text.fields import problems_in

PROBLEMS_SHOWN: Final = 5


class TextsForm(PartForm):
    """A form with texts that a paper of one kind prints: its headings (one line) and its Markdown."""

    kind = ""

    def check_texts(self, *names: str) -> None:
        """Put what is wrong in a text beside it, with the line. What was typed stays in the form."""
        known = names_of(self.kind)
        for name in names:
            heading = not isinstance(self.fields[name].widget, forms.Textarea)
            problems = problems_in(self.cleaned_data.get(name) or "", known=known, heading=heading)
            for problem in problems[:PROBLEMS_SHOWN]:
                self.add_error(name, problem.message if heading else problem.in_words())
            if (more := len(problems) - PROBLEMS_SHOWN) > 0:
                self.add_error(name, _and_more(more))


def _and_more(number: int) -> str:
    text = ngettext("… and one more thing like this.", "… and %(number)s more things like this.", number)
    return text % {"number": number}


class TemplateForm(forms.ModelForm):
    class Meta:
        model = PaperTemplate
        fields = ["name", "kind"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {"name": gettext_lazy("For ourselves, for example “Standard agreement 2025–2030”.")}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if self.instance.pk is not None:
            del self.fields["kind"]  # its versions have the sections of this kind
        else:
            # Each can be seen, so none stands for the others.
            self.fields["kind"].choices = PaperKind.choices  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> PaperTemplate | TemplateVersion:
        """The template under its new name; or, when it is new, its first concept."""
        if self.instance.pk is None:
            return make(by=self.by, **self.cleaned_data)
        template: PaperTemplate = super().save(commit)
        return template


class SuccessorForm(forms.ModelForm):
    """What a new version is for."""

    class Meta:
        model = TemplateVersion
        fields = ["note"]


class VersionForm(TextsForm):
    """All the texts of a version, section by section, those that its kind of paper prints."""

    settled: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        model = TemplateVersion
        fields = [
            "note",
            "title",
            "legal_ground_heading",
            "legal_ground",
            "parties_heading",
            "parties",
            "period_heading",
            "period",
            "introduction_heading",
            "introduction",
            "domains_heading",
            "domains",
            "commitments_heading",
            "no_commitments",
            "follow_up_heading",
            "follow_up",
            "contacts_heading",
            "contacts",
            "closing_heading",
            "closing",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = self.instance.template.kind
        printed = {"note", "version", *self.text_names}
        for name in [one for one in self.fields if one not in printed]:
            del self.fields[name]
        for section in sections_of(self.kind):
            for name in section.fields:
                self.fields[name].label = section.name_of(name)
        for one in PHRASES[self.kind]:
            self.initial[one.field] = self.instance.phrases.get(one.key, "")
            self.fields[one.field] = forms.CharField(
                label=capfirst(str(one.label)),
                max_length=LONGEST,
                required=False,
                help_text=_("For example “%(example)s”.") % {"example": one.example},
            )

    @property
    def text_names(self) -> list[str]:
        return [field for section in sections_of(self.kind) for field in section.fields]

    @property
    def sections(self) -> list[tuple[Section, list[forms.BoundField]]]:
        """For the page: each section with its fields."""
        return [(section, [self[name] for name in section.fields]) for section in sections_of(self.kind)]

    @property
    def phrases(self) -> list[forms.BoundField]:
        """For the page: the fixed words."""
        return [self[one.field] for one in PHRASES[self.kind]]

    @property
    def asks_for_phrases(self) -> bool:
        """Whether any is empty or wrong: then the page shows them unfolded."""
        return any(bound.errors or not bound.value() for bound in self.phrases)

    def values_of(self, row: models.Model) -> dict[str, Any]:
        phrases = cast("TemplateVersion", row).phrases
        return super().values_of(row) | {one.field: phrases.get(one.key, "") for one in PHRASES[self.kind]}

    def clean(self) -> dict[str, Any] | None:
        self.check_texts(*self.text_names)
        for one in PHRASES[self.kind]:
            for problem in problems_of(one, self.cleaned_data.get(one.field) or ""):
                self.add_error(one.field, problem)
        return super().clean()

    def save(self, commit: bool = True) -> TemplateVersion:
        self.instance.phrases = {one.key: self.cleaned_data[one.field] for one in PHRASES[self.kind]}
        version: TemplateVersion = super().save(commit)
        return version


class TemplatePartForm(forms.ModelForm):
    """A place for clauses: a domain that is not in the version yet, or what always holds where that misses."""

    class Meta:
        model = TemplatePart
        fields = ["domain"]
        widgets = {"domain": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = list(self.instance.version.parts.values_list("domain", flat=True))
        domain: Any = self.fields["domain"]
        domain.queryset = Domain.objects.exclude(pk__in=[pk for pk in there if pk is not None])
        domain.required = None in there
        domain.empty_label = None if domain.required else _("What always holds, whatever the domains")

    def save(self, commit: bool = True) -> TemplatePart:
        domain = self.cleaned_data["domain"]
        self.instance.position = place_of(domain, self.instance.version)
        self.instance.heading = domain.name if domain else ""
        part: TemplatePart = super().save(commit)
        return part


class PartHeadingForm(forms.ModelForm):
    """What the paper prints above the clauses of a domain, whatever the register calls it later."""

    class Meta:
        model = TemplatePart
        fields = ["heading"]

    def clean_heading(self) -> str:
        heading: str = self.cleaned_data["heading"]
        known = names_of(self.instance.version.template.kind)
        if problems := problems_in(heading, known=known, heading=True):
            raise ValidationError([one.message for one in problems])
        return heading


class ClauseForm(TextsForm):
    settled: ClassVar[frozenset[str]] = frozenset({"part"})
    beside: ClassVar[dict[str, str]] = {
        "clause_has_its_own_name_in_its_part": "name",
        "clause_says_something": "text",
    }

    class Meta:
        model = Clause
        fields = ["heading", "text", "name", "optional", "settles"]
        help_texts = {
            "name": gettext_lazy(
                "For ourselves: by this name the clause is known again in a next version, for example “figures”."
            ),
            "settles": gettext_lazy("What every agreement must at least settle."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = self.instance.part.version.template.kind
        settles: Any = self.fields["settles"]
        settles.choices = [("", _("none of these")), *Clause.Settles.choices]

    def clean(self) -> dict[str, Any] | None:
        self.check_texts("heading", "text")
        return super().clean()

    def save(self, commit: bool = True) -> Clause:
        if self.instance.pk is None:
            self.instance.position = last_position(self.instance.part) + 1
        clause: Clause = super().save(commit)
        return clause
