from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import is_administrator


class AdministratorsMayAll(BaseBackend):
    """Inside the admin site an administrator may all that the site offers. The register itself asks its roles."""

    def has_perm(self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Any = None) -> bool:
        return isinstance(user_obj, User) and is_administrator(user_obj)

    def has_module_perms(self, user_obj: AbstractBaseUser | AnonymousUser, app_label: str) -> bool:
        return isinstance(user_obj, User) and is_administrator(user_obj)
