"""What bars people from a page, as axe finds it, and what does not fit on a narrow screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}


def barriers(page: Page) -> list[str]:
    found = Axe().run(page, options=TAGS).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def width_of(page: Page) -> int:
    """What the page takes from side to side; more than the screen has means that people scroll sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width
