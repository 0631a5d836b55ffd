from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from agreements.models import AgencyDirector, DeclineReason


class Dated(admin.ModelAdmin):
    """Agreements rest on these rows: one is ended by its last day, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DeclineReason)
class DeclineReasonAdmin(Dated):
    """Why there is no agreement. To say something else, end a reason and add another."""

    list_display = ["label", "code", "position", "starts_on", "ends_on"]
    list_editable = ["position"]
    search_fields = ["label", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: DeclineReason | None = None) -> list[str]:
        """The code of a reason in the world is what exports know it by."""
        return ["code"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: DeclineReason | None = None) -> dict[str, Any]:
        return {} if obj else {"code": ["label"]}


@admin.register(AgencyDirector)
class AgencyDirectorAdmin(Dated):
    """Who signs for the agency, from a day on."""

    list_display = ["name", "function", "starts_on", "ends_on"]
    search_fields = ["name"]
