"""The way in for people of the browser tests."""

from playwright.sync_api import Page

from accounts.models import User

PASSWORD = "zeven peren in een kist"


def log_in(page: Page, address: str, user: User) -> None:
    """From the login page to the overview. The user has PASSWORD."""
    page.goto(f"{address}/account/login/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(f"{address}/")
