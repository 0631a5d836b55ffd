from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Documents and batches of each test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return tmp_path / "documents"
