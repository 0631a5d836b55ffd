from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("users")


class AdministratorsAdminConfig(AdminConfig):
    """Django's admin, on a site that admits administrators only."""

    default_site = "accounts.admin_site.AdministratorsSite"
