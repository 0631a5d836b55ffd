"""Does a signed copy say what the final says?"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Difference:
    """A place where the texts part: the page of the final (from 1), its words, and the words of the copy."""

    page: int
    final: str
    copy: str


@dataclass(frozen=True)
class Comparison:
    """`text` is a value of agreements.models.SignedCopy.Text: same, differs or scan."""

    text: str
    differences: list[Difference] = field(default_factory=list)


def compare(copy: bytes, final: bytes) -> Comparison:
    """Compare the words in reading order, whatever the line and page breaks."""
    raise NotImplementedError
