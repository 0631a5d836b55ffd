"""What a browser is told beside the page."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from agii.accent import checked_accent, contrast

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("path", ["/account/login/", "/nergens/", "/theme.css"])
def test_nothing_runs_that_is_not_ours(client, db, path):
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_the_other_headers_are_closed(client, db):
    headers = client.get("/account/login/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_search_engine_lists_the_door(client, db):
    assert '<meta name="robots" content="noindex, nofollow">' in client.get("/account/login/").text


def test_the_accent_comes_as_a_style_sheet_that_is_kept_for_an_hour(client, settings):
    settings.SITE_ACCENT, settings.SITE_ACCENT_DARK = "#7a1f3d", "#f0a0b8"
    answer = client.get("/theme.css")
    assert answer.text == ":root{--accent:light-dark(#7a1f3d,#f0a0b8)}\n"
    assert answer.headers["Content-Type"] == "text/css"
    assert "max-age=3600" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("value", ["red", "#fff", "#0b5c6b;}body{display:none", "", "#0b5c6b\n"])
def test_an_accent_that_is_no_colour_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match="must be a colour"):
        checked_accent("SITE_ACCENT", value, on="light")


def test_an_accent_that_cannot_be_read_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"contrast of 1\.\d on a light page"):
        checked_accent("SITE_ACCENT", "#ffd800", on="light")
    assert checked_accent("SITE_ACCENT_DARK", "#ffd800", on="dark") == "#ffd800"


def test_every_ink_can_be_read_on_every_paper():
    css = (ROOT / "static/css/house.css").read_text()
    pairs = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", css))
    papers = [pairs[name].split(", ") for name in ("paper", "surface", "sunk")]
    for ink in ("ink", "ink-soft", "good", "bad", "warn"):
        for paper in papers:
            for of_ink, of_paper in zip(pairs[ink].split(", "), paper, strict=True):
                assert contrast(of_ink, of_paper) >= 4.5, f"{ink} {of_ink} on {of_paper}"
    for line, paper in zip(pairs["line-strong"].split(", "), papers[1], strict=True):
        assert contrast(line, paper) >= 3, f"the border of a field, {line} on {paper}"


def test_the_house_shows_its_own_name_and_logo(client, db, settings):
    settings.SITE_NAME, settings.SITE_LOGO = "Ons register", "css/icon.svg"
    page = client.get("/account/login/").text
    assert "<title>Aanmelden · Ons register</title>" in page
    assert re.search(r'<img class="site-logo" src="/static/css/icon\S*svg"', page)
    settings.SITE_LOGO = "/media/logo.png"
    assert 'src="/media/logo.png"' in client.get("/account/login/").text


def test_pages_hold_no_style_or_script_of_their_own():
    wrong = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|hx-on|javascript:")
    templates = [path for path in (ROOT / "templates").rglob("*.html") if "pdf" not in path.parts]
    assert templates
    assert [str(path) for path in templates if wrong.search(path.read_text())] == []
