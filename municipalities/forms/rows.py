from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

MOST_DIGITS: Final = 18  # every key of so many digits fits in a database


class RowsField(forms.ModelMultipleChoiceField):
    """Rows to choose. A key too large for the database is an unknown row; SQLite would stumble over it."""

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > MOST_DIGITS:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)
