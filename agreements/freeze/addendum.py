from django.utils.translation import gettext as _

from agreements.freeze.councils import councils_still_to_decide
from agreements.freeze.state import Because, Freeze, frozen_by_the_councils
from agreements.models import Addendum


def freeze_of_addendum(addendum: Addendum) -> Freeze:
    if addendum.signed_on is not None:
        return Freeze(Because.SIGNED, _("This addendum is signed, so what is on the paper stays as it is."))
    if addendum.withdrawn_on is not None:
        return Freeze(Because.WITHDRAWN, _("This addendum was withdrawn, so it stays as it was."))
    if addendum.standing_final is not None:
        return Freeze(
            Because.FINAL,
            _(
                "The final of this addendum is made, so what is on the paper stays as it is. To change it, the final "
                "is taken back first, with a reason."
            ),
        )
    if not councils_still_to_decide(addendum):
        return frozen_by_the_councils()
    return Freeze()
