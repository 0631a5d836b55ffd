"""Days that people type: all is counted per term, so each lies in one."""

from datetime import date

from django.core.exceptions import ValidationError

from municipalities.models import NoTerm, Term


def in_a_term(day: date) -> date:
    """The day itself. Raises ValidationError when no term is known for it."""
    try:
        Term.objects.of(day)
    except NoTerm as error:
        raise ValidationError(str(error), code="no_term") from error
    return day
