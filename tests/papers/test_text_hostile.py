"""A hundred hostile texts: refused in words, harmless as HTML, and printed without a fetch, a file or a runaway."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from papers.text.fields import problems_in
from papers.text.markdown import to_html
from tests.papers.hostile import HARMLESS, REFUSED, TEXTS, VALUES
from tests.papers.test_text_markdown import ALLOWED

# What printing may cost: seconds of the processor and megabytes of addresses, for all texts together.
SECONDS = 40
MEGABYTES = 2000


def test_there_are_a_hundred_of_them() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 100


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_hostile_text_is_refused_with_the_line_and_in_words(text: str) -> None:
    problems = problems_in(text, known=VALUES)
    assert problems
    for problem in problems:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert 10 < len(problem.message) < 300


@pytest.mark.parametrize("text", HARMLESS, ids=range(len(HARMLESS)))
def test_a_text_that_only_looks_hostile_may_stay(text: str) -> None:
    assert problems_in(text, known=VALUES) == []


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_hostile_text_becomes_nothing_but_allowed_tags(text: str) -> None:
    written = to_html(text, values=VALUES)
    assert not re.search("[<>]", ALLOWED.sub("", written))
    assert "javascript:" not in " ".join(re.findall(r'href="[^"]*"', written)).lower()
    assert len(written) < 130_000


def test_all_of_them_print_within_limits_without_a_fetch_or_a_file() -> None:
    """In a process of its own, that the system ends when it takes too much."""
    printed = subprocess.run(
        [sys.executable, "-m", "tests.papers.hostile", str(SECONDS), str(MEGABYTES)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "agii.settings"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert printed.returncode == 0, printed.stderr[-2000:]
    told = json.loads(printed.stdout.splitlines()[-1])
    assert told["refused"] == []
    assert told["opened"] == []
    assert sum(told["sizes"]) < 5_000_000
