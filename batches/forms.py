from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from batches.models import Batch
from batches.offers import MOST_BYTES, Offer


class BatchForm(forms.Form):
    """Which papers of the agreements in a list."""

    what = forms.ChoiceField(label=gettext_lazy("Which papers"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offers: Mapping[str, Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the types
        field.choices = [(key, _choice(offer)) for key, offer in offers.items()]
        possible = [key for key, offer in offers.items() if offer.papers]
        if len(possible) == 1:
            field.initial = possible[0]

    def clean_what(self) -> str:
        what: str = self.cleaned_data["what"]
        offer = self.offers[what]
        if not offer.papers:
            raise ValidationError(_("None of these agreements has such a paper. Choose another sort."))
        if offer.is_too_large:
            sizes = {"size": filesizeformat(offer.bytes), "most": filesizeformat(MOST_BYTES)}
            raise ValidationError(
                _("Together these papers take %(size)s; a batch takes at most %(most)s. Filter the list further.")
                % sizes
            )
        return what


def _choice(offer: Offer) -> str:
    """Ontwerpen: 12 papieren, van 12 van de 40 overeenkomsten."""
    numbers = {"having": offer.having, "total": len(offer.holdings)}
    if not offer.papers:
        words = _("none of these agreements has one")
    else:
        words = ngettext("%(number)d paper", "%(number)d papers", offer.papers) % {"number": offer.papers}
        if offer.without:
            words += ", " + _("of %(having)d of the %(total)d agreements") % numbers
    return f"{Batch.What(offer.what).label.capitalize()}: {words}"
