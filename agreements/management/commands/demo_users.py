from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from agreements.demo.people import PASSWORD


class Command(BaseCommand):
    help = "Name one user of each role in the demo, and the password they share. Silent when there is no demo here."

    def handle(self, *args: Any, **options: Any) -> None:
        users = [user for role in User.Role if (user := self._first_of(role)) and user.check_password(PASSWORD)]
        for user in users:
            self.stdout.write(f"  {user.email:32}{user.get_role_display()}")
        if users:
            self.stdout.write(f"  password: {PASSWORD}")

    @staticmethod
    def _first_of(role: str) -> User | None:
        demo = User.objects.filter(role=role, email__endswith="@example.org", is_active=True)
        return demo.order_by("pk").first()
