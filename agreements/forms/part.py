from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.conflicts import VersionedForm


class PartForm(VersionedForm):
    """A form of an agreement or of a row that belongs to one; the view hands over that row with its agreement.

    The rules of the model are asked in full, and their messages stand beside the field they are about.
    """

    settled: ClassVar[frozenset[str]] = frozenset({"agreement"})  # fields of the row that the view filled in
    beside: ClassVar[dict[str, str]] = {}  # the name of a constraint → the field that shows its message

    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - self.settled

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for constraint in self.instance._meta.constraints:
            if constraint.name in self.beside:
                self._put_beside(self.beside[constraint.name], constraint.get_violation_error_message())

    def _put_beside(self, field: str, message: str) -> None:
        general = self.errors.get(NON_FIELD_ERRORS)
        if general is None or message not in general:
            return
        general.data = [error for error in general.as_data() if error.message != message]
        if not general:
            del self.errors[NON_FIELD_ERRORS]
        self.add_error(field, message)

    def refuse_future(self, name: str) -> Any:
        """For `clean_<field>`: a day that has come, or nothing."""
        day: date | None = self.cleaned_data[name]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."), code="future")
        return day
