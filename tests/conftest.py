"""What every test can count on: a quick password hasher, steady Hypothesis profiles, a Belgian in Chromium."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from municipalities.models import Region, Term
from tests.factories import RegionFactory, TermFactory, UserFactory

CHROMIUM = "/usr/bin/chromium"
DEMO_DAY = date(2026, 11, 20)  # the day that the demo world of the tests is built around

# "ci": the same examples on every machine. "dev": new ones each time, fewer of them.
hypothesis_settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
hypothesis_settings.register_profile(
    "dev",
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_configure() -> None:
    # The real hasher takes a quarter of a second on purpose; a suite logs in hundreds of times.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Drafts are remembered per process, and never among those of the machine.
    settings.CACHES["papers"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "papers"}
    # Between two tests that commit, PostgreSQL empties every table: also the one that is never emptied elsewhere.
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        settings.DATABASES["default"]["OPTIONS"]["options"] += " -c register.may_be_emptied=on"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo world, built once for a module and swept away after it; its tests share the group "demo"."""
    with django_db_blocker.unblock():
        for command in ("load_reference", "load_code_lists", "load_templates"):
            call_command(command, verbosity=0)
        call_command("load_demo", today=DEMO_DAY)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium instead of a downloaded one, kept from calling home."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "nl-BE",
        "timezone_id": "Europe/Brussels",
        "viewport": {"width": 1280, "height": 900},
    }


class UserClient(Client):
    """A test client that is logged in as `user`."""

    user: User


def client_of(user: User) -> UserClient:
    client = UserClient()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.user = user
    return client


@pytest.fixture
def region(db: None) -> Region:
    return RegionFactory(name="Regio Dender")


@pytest.fixture
def terms(db: None) -> list[Term]:
    return [TermFactory(starts_on=date(2019, 1, 1)), TermFactory(starts_on=date(2025, 1, 1))]


@pytest.fixture
def staff_client(region: Region) -> UserClient:
    return client_of(UserFactory(role=User.Role.STAFF, regions=[region]))


@pytest.fixture
def coordinator_client(region: Region) -> UserClient:
    return client_of(UserFactory(role=User.Role.COORDINATOR, regions=[region]))


@pytest.fixture
def manager_client(db: None) -> UserClient:
    return client_of(UserFactory(role=User.Role.MANAGER))


@pytest.fixture
def administrator_client(db: None) -> UserClient:
    return client_of(UserFactory(role=User.Role.ADMINISTRATOR, is_staff=True))
