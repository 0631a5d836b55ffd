from dataclasses import dataclass, field

from agreements.addresses import address


@dataclass(frozen=True)
class Obstacle:
    """Something that is wrong, in words for the screen, and where it is mended; the sentence if it stands in one."""

    text: str
    url: str
    sentence: str = ""


@dataclass
class Check:
    """One thing to look at, and what is wrong with it. `is_text`: it stays as it is once the councils decided."""

    title: str
    obstacles: list[Obstacle] = field(default_factory=list)
    is_text: bool = False

    def refuse(self, text: str, view: str, key: int, *, query: str = "", anchor: str = "") -> None:
        """Add an obstacle; `view` is the name of a page of agreements, `key` that of its row."""
        self.obstacles.append(Obstacle(text, address(f"agreements:{view}", key, query=query, anchor=anchor)))
