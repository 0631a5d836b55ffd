"""What papers.apart runs: limits itself, then asks one module of this room about the file on its standard input."""

import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Final

MOST_MEMORY: Final = 384 * 1024 * 1024
MOST_SECONDS: Final = 8

LIMITS: Final = {
    resource.RLIMIT_AS: MOST_MEMORY,
    resource.RLIMIT_CPU: MOST_SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}


def main(module: str, question: str) -> None:
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    asked = importlib.import_module(f"papers.{module}")
    with open(0, "rb", closefd=False) as file:  # a handle, not a path
        sys.stdout.write(json.dumps(asked.answer(file, **json.loads(question))))


if __name__ == "__main__":
    main(*sys.argv[1:])
