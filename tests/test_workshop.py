"""What lies beside the code and must agree with it: settings, locks, bundled files."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SAFE = {
    "SECRET_KEY": "a-text-that-is-long-enough-and-that-nobody-would-guess-before-noon",
    "ALLOWED_HOSTS": "register.example.org",
    "DATABASE_URL": "postgres://register@localhost/register",
    "DEBUG": "false",
    "SECURE_COOKIES": "true",
}


def start_with(**changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import agii.settings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **SAFE, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_on_safe_settings():
    started = start_with()
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("DEBUG", "true"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", " , "),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "register.example.org, *"),
    ],
)
def test_production_refuses_to_start_on_an_unsafe_setting_and_names_it(setting, value):
    started = start_with(**{setting: value})
    assert started.returncode != 0
    assert "ImproperlyConfigured" in started.stderr
    assert setting in started.stderr.splitlines()[-1]


def test_debug_stays_on_your_own_machine():
    assert start_with(DEBUG="true", SECURE_COOKIES="false", ALLOWED_HOSTS="localhost,127.0.0.1").returncode == 0
    refused = start_with(DEBUG="true", SECURE_COOKIES="false")
    assert "Unset DEBUG" in refused.stderr.splitlines()[-1]


def test_the_example_names_every_setting_that_is_read_and_no_other():
    readers = "".join((ROOT / name).read_text() for name in ("agii/settings.py", "papers/storage.py"))
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", readers))
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert named == read


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_every_requirement_has_a_hash_and_none_an_address(name):
    text = (ROOT / name).read_text()
    requirements = re.findall(r"^[a-z0-9].*(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+", text, flags=re.MULTILINE)
    assert len(requirements) == len(re.findall(r"^[a-z0-9]\S*==", text, flags=re.MULTILINE)) > 0
    assert "://" not in text


def test_the_tests_use_the_versions_that_production_uses():
    def locked(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(), flags=re.MULTILINE))

    production, tests = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: tests.get(name) for name in production} == production


def test_the_bundled_files_are_those_of_the_lock():
    versions = (ROOT / "static/vendor/VERSIONS").read_text()
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    packages = json.loads(text)["packages"]
    for folder, package in {"bootstrap": "bootstrap", "htmx": "htmx.org", "source-sans": "source-sans"}.items():
        version = packages[f"node_modules/{package}"]["version"]
        assert re.search(rf"^{folder} +{re.escape(version)} ", versions, flags=re.MULTILINE)
        assert list((ROOT / "static/vendor" / folder).glob("LICENSE*"))
