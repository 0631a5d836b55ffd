"""The gate of an early end. The day and the reason were asked for when it was recorded."""

from django.utils.translation import gettext as _

from agreements import pdf
from agreements.gate.check import Check, Obstacle
from agreements.models import Ending


def checks_of_ending(ending: Ending) -> list[Check]:
    unfilled = [Obstacle(one.label, one.url) for one in pdf.unfilled_fields(ending)]
    return [Check(_("Fields in the text"), unfilled)]
