"""Who may change an agreement."""

from accounts.models import User
from accounts.permissions import is_administrator, is_coordinator, may_correct_in, may_write_in, writes_somewhere
from agreements.models import Agreement
from municipalities.models import Municipality


def may_start(user: User, municipality: Municipality) -> bool:
    return may_write_in(user, municipality.region_id)


def may_edit(user: User, agreement: Agreement) -> bool:
    """Content, stages and reviews: those who write in the region of the municipality."""
    return may_write_in(user, agreement.municipality.region_id)


def may_correct(user: User, agreement: Agreement) -> bool:
    """A recorded step is corrected by a coordinator of the region."""
    return may_correct_in(user, agreement.municipality.region_id)


def may_make_final(user: User, agreement: Agreement) -> bool:
    """The final, taking it back and what comes back signed: a coordinator of the region."""
    return may_correct_in(user, agreement.municipality.region_id)


def may_file_outside(user: User, municipality: Municipality) -> bool:
    """An agreement that was signed outside the register is filed whole by a coordinator of the region."""
    return may_correct_in(user, municipality.region_id)


def may_decide_on_merger(user: User, successor: Municipality) -> bool:
    """What becomes of the agreements that its predecessors brought along is decided in the region of the successor."""
    return may_write_in(user, successor.region_id)


def files_somewhere(user: User) -> bool:
    return is_coordinator(user) and writes_somewhere(user)


def may_edit_code_lists(user: User) -> bool:
    return is_administrator(user)


def may_edit_templates(user: User) -> bool:
    """The standard texts; everyone who is logged in reads them."""
    return is_administrator(user)
