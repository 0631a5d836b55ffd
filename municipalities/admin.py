from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.keys import key_of
from accounts.permissions import require
from municipalities.models import Domain, Municipality, Province, Region, Succession, Term


class Loaded(admin.ModelAdmin):
    """What `load_reference` loads is read here, not typed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Province)
class ProvinceAdmin(Loaded):
    list_display = ["name", "abbreviation", "nis", "position"]

    def has_change_permission(self, request: HttpRequest, obj: Province | None = None) -> bool:
        return False


@admin.register(Succession)
class SuccessionAdmin(Loaded):
    list_display = ["predecessor", "successor", "took_effect_on"]
    list_filter = ["took_effect_on"]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__search_key", "successor__search_key"]

    def has_change_permission(self, request: HttpRequest, obj: Succession | None = None) -> bool:
        return False


@admin.register(Municipality)
class MunicipalityAdmin(Loaded, SimpleHistoryAdmin):
    """Its region and fixed contact are chosen here; all that figures count follows the files."""

    list_display = ["name", "nis", "province", "region", "agency", "starts_on", "ends_on"]
    list_filter = ["province", "region", "agency", "starts_on", "ends_on"]
    list_select_related = ["province", "region"]
    search_fields = ["name", "search_key", "nis"]
    autocomplete_fields = ["fixed_contact"]
    readonly_fields = (
        "nis",
        "name",
        "title",
        "agency",
        "province",
        "arrondissement",
        "postal_codes",
        "kbo_number",
        "ovo_code",
        "starts_on",
        "ends_on",
    )
    fieldsets = [
        (_("Ours"), {"fields": ["region", "fixed_contact"]}),
        (
            _("From the files"),
            {
                "fields": readonly_fields,
                "description": _(
                    "These cannot be changed here. The figures of every day, also those that were given out, rest on "
                    "them, and a change would have no day of its own. They follow the files of the reference data."
                ),
            },
        ),
    ]

    def revert_disabled(self, request: HttpRequest, obj: Municipality | None = None) -> bool:
        """The history is there to read; a change back is a change like another."""
        return True

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if self.get_object(request, unquote(object_id)) is None:  # simple_history looks for any text as a number
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        require(request.method != "POST")  # simple_history hides the button and would still go back
        if key_of(object_id) is None or key_of(version_id) is None:
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def save_model(self, request: HttpRequest, obj: Municipality, form: Any, change: bool) -> None:
        obj.version += 1
        super().save_model(request, obj, form, change)


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    """The teams of the agency. One that has, or ever had, a municipality cannot be removed."""

    list_display = ["name", "province", "number_of_municipalities", "member_names"]
    list_select_related = ["province"]
    autocomplete_fields = ["members"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        regions = super().get_queryset(request)
        return regions.prefetch_related("members").annotate(number=Count("municipalities"))

    def has_delete_permission(self, request: HttpRequest, obj: Region | None = None) -> bool:
        if obj is not None and Municipality.history.filter(region_id=obj.pk).exists():
            return False  # a history that names it would no longer be readable
        return super().has_delete_permission(request, obj)

    @admin.display(description=_("municipalities"), ordering="number")
    def number_of_municipalities(self, region: Region) -> int:
        return region.number  # type: ignore[attr-defined]

    @admin.display(description=_("members"))
    def member_names(self, region: Region) -> str:
        return ", ".join(str(member) for member in region.members.all())


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    """Every figure rests on a term, so none is removed, and one that has begun keeps its days."""

    list_display = ["__str__", "starts_on", "ends_on"]
    fieldsets = [
        (
            None,
            {
                "fields": ["starts_on", "ends_on"],
                "description": _("Once a term has begun its days stay: the figures of all its days rest on them."),
            },
        )
    ]

    def has_change_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        if obj is not None and obj.starts_on <= timezone.localdate():
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        return False


@admin.register(Domain)
class DomainAdmin(admin.ModelAdmin):
    """Visits and agreements point to domains, so none is removed. The code is what papers and figures know it by."""

    list_display = ["name", "short_name", "code", "position"]

    def get_readonly_fields(self, request: HttpRequest, obj: Domain | None = None) -> list[str]:
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Domain | None = None) -> bool:
        return False
