"""Finding a name however it is typed: without accents, capitals, hyphens or spaces."""

import unicodedata
from typing import Any

from django.db import models


def search_key(text: str) -> str:
    """Letters and digits alone, lower case, without accents: "Heist-op-den-Berg" → "heistopdenberg"."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def alphabetical(name: str) -> str:
    """What names are put in order by, on paper and whatever the database: accents and capitals do not matter."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class SearchKeyField(models.CharField):
    """The search key of another field of the same row, renewed at each save."""

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = search_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key
