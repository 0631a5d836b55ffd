from typing import Any

from django.core.management.base import BaseCommand

from accounts.submissions import forget_old


class Command(BaseCommand):
    help = "Forget the forms sent more than 30 days ago. Run it daily, beside clearsessions; twice or late is fine."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Forgot {forget_old()} submissions.")
