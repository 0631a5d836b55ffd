"""A version of a template on paper, before anything rests on it."""

from agreements.models import Agreement, TemplateVersion


def preview_of(version: TemplateVersion, agreement: Agreement | None = None) -> str:
    raise NotImplementedError
