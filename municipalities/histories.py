"""Histories that are asked how things were, for all rows at once."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class IndexedHistory(HistoricalRecords):
    """A history with indexes of its own: looking back then costs no more than looking at today."""

    def __init__(self, *, indexes: Sequence[models.Index], **options: Any) -> None:
        self.indexes = indexes
        super().__init__(**options)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        return {**super().get_meta_options(model), "indexes": self.indexes}
