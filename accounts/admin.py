from typing import Any

from allauth.account import admin as _registered_by_allauth  # noqa: F401  before it is taken away again
from allauth.account.models import EmailAddress, EmailConfirmation
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User

admin.site.unregister(Group)  # what someone may do is told by the role
for model in (EmailAddress, EmailConfirmation):  # an address is kept on its user
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class NewUserForm(forms.ModelForm):
    """A new person: without a password, which that person chooses through “forgot your password”."""

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "role", "job_title", "phone"]

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.username = user.email
        user.set_unusable_password()
        if commit:
            user.save()
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People come and go, but what they recorded stays: nobody is deleted, only made inactive."""

    add_form = NewUserForm
    list_display = ["email", "first_name", "last_name", "role", "region_names", "is_active", "last_login"]
    list_filter = ["role", "is_active", "regions"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["first_name", "last_name"]
    readonly_fields = ["region_names", "last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "job_title", "phone"]}),
        (_("What this person may do"), {"fields": ["role", "region_names", "is_active"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "first_name", "last_name", "role", "job_title", "phone"]})]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("regions")

    @admin.display(description=_("regions"))
    def region_names(self, user: User) -> str:
        return ", ".join(str(region) for region in user.regions.all()) if user.pk else ""

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.username = obj.email
        super().save_model(request, obj, form, change)
        # An address that someone had before must not log in any more.
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()
        if not change:
            messages.info(
                request, _("No password yet: this person chooses one through “Forgot your password?” at the login.")
            )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
