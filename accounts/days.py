from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day from the calendar of the browser, which wants it as 2026-04-26."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
