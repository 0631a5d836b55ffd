from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.conflicts import VersionedForm


class PartForm(VersionedForm):
    """A form of an agreement or of a row that belongs to one; the view hands over that row with its agreement.

    The rules of the model are asked here in full, and their messages stand beside the field they are about.
    """

    settled: ClassVar[tuple[str, ...]] = ("agreement",)  # fields of the row that the view filled in
    beside: ClassVar[dict[str, str]] = {}  # the name of a constraint → the field that shows its message

    def validate_constraints(self) -> None:
        exclude = self._get_validation_exclusions() - set(self.settled)
        for constraint in self.instance._meta.constraints:
            try:
                constraint.validate(type(self.instance), self.instance, exclude=exclude)
            except ValidationError as error:
                self.add_error(self.beside.get(constraint.name), error)

    def refuse_future(self, name: str) -> Any:
        """For `clean_<field>`: a day that has come, or nothing."""
        day: date | None = self.cleaned_data[name]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."), code="future")
        return day
