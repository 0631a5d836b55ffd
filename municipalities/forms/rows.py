from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.keys import MOST_DIGITS


class RowsField(forms.ModelMultipleChoiceField):
    """Rows to choose. A key too large for the database is an unknown row; SQLite would stumble over it."""

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > MOST_DIGITS:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)
