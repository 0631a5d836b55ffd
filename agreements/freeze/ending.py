from django.utils.translation import gettext as _

from agreements.freeze.state import Because, Freeze
from agreements.models import Ending


def freeze_of_ending(ending: Ending) -> Freeze:
    if not ending.is_standing:
        return Freeze(Because.WITHDRAWN, _("This early end was corrected, so its papers stay as they were."))
    if ending.standing_final is not None:
        return Freeze(
            Because.FINAL,
            _(
                "The final of this early end is made, so the day and the reason stay as they are. To change them, the "
                "final is taken back first, with a reason."
            ),
        )
    return Freeze()
