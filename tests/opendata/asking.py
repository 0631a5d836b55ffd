"""Asking the open data a question, as a program does."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from opendata.actions import give
from opendata.models import Edition, Token
from tests.factories import UserFactory


def answer(path: str, *, status: int = 200, token: str = "", **query: Any) -> Any:
    """The JSON that an address answers."""
    response = Client(headers=shown(token)).get(f"/api/v1/{path}", query)
    assert response.status_code == status, response.content.decode()
    return response.json()


def lines(path: str, *, token: str = "", **query: Any) -> list[str]:
    """The lines of a CSV."""
    response = Client(headers=shown(token)).get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode().split("\r\n")


def shown(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def new_token(**values: Any) -> Token:
    return give(Token(name="Statistiek Bedacht", purpose="een kaart", **values), by=UserFactory())


def settled() -> None:
    """As if nothing had changed for a while."""
    Edition.objects.update(since=timezone.now() - timedelta(minutes=5))
