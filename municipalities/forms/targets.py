from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.conflicts import VersionedForm
from municipalities.models import Municipality, Target


class TargetForm(VersionedForm):
    """The target of a region for a term. Both come from the address of the page."""

    class Meta:
        model = Target
        fields = ["visited", "concluded"]
        labels = {"visited": _("Municipalities to visit"), "concluded": _("Agreements to conclude")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.instance.term.nearest(timezone.localdate())
        region = Municipality.objects.filter(region=self.instance.region)
        self.most = region.existing_on(day).in_working_area().count()
        for field in ("visited", "concluded"):
            self.fields[field].help_text = _(
                "At the end of the term, of the %(number)d municipalities of this region. Empty: no target."
            ) % {"number": self.most}

    def clean_visited(self) -> int | None:
        return self._within("visited")

    def clean_concluded(self) -> int | None:
        return self._within("concluded")

    def _within(self, field: str) -> int | None:
        number: int | None = self.cleaned_data[field]
        if number is not None and number > self.most:
            raise ValidationError(
                _("This region has %(number)d municipalities in the working area, no more.") % {"number": self.most}
            )
        return number
