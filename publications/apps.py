from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dashboards.pictures import named_days
from municipalities.watchers import watchers


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = _("publications")

    def ready(self) -> None:
        named_days.sources.append(self.published_days)
        watchers.append("publications.lateness.published_figures")

    def published_days(self, known_at: datetime | None) -> Iterator[named_days.NamedDay]:
        """The days that figures were given out of, for the map through time."""
        model: Any = self.get_model("Publication")
        for publication in model.objects.standing(known_at=known_at).defer("frozen"):
            yield publication.figures_on, publication.title
