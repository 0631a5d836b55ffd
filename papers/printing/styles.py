"""The usual case of a style first: a property that no rule names is inherited or has its initial value.

WeasyPrint asks fifteen thousand times for such a property in six pages, and looks each time for all that could be the
case. This subclass answers the plain ones, and hands the rest on; a document printed with other fonts gets none of it.
"""

from typing import Any

import weasyprint.css as cascade
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

from papers.printing.lines import RememberingFonts

# These have rules of their own.
SPECIAL = {"display", "float", "page", "position"} | {
    name for name in INITIAL_VALUES if name[:16] == "text_decoration_"
}
PLAIN_INHERITED = INHERITED - SPECIAL
PLAIN_INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED and name not in INITIAL_NOT_COMPUTED and name not in SPECIAL
}
# Such as margin-block-start: which side that is depends on the direction.
LOGICAL = {
    function(block="ttb", inline=direction) for function in PHYSICAL_FUNCTIONS.values() for direction in ("ltr", "rtl")
}


class PlainStyle(cascade.ComputedStyle):
    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        ours = isinstance(self.font_config, RememberingFonts) and self.parent_style is not None
        self.is_plain = ours and LOGICAL.isdisjoint(self.cascaded)

    def __missing__(self, key: str) -> Any:
        if self.is_plain and key not in self.cascaded:
            if key in PLAIN_INITIAL:
                value = self[key] = PLAIN_INITIAL[key]
                return value
            if key in PLAIN_INHERITED:
                value = self[key] = self.parent_style[key]
                return value
        return super().__missing__(key)


cascade.ComputedStyle = PlainStyle
