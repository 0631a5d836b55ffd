"""The environment of the suite, where nobody chose another; loaded before the settings are read."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("SECURE_COOKIES", "false")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("LOG_LEVEL", "WARNING")
# Playwright runs its own event loop, in which Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
if "DOCUMENTS_FOLDER" not in os.environ:
    os.environ["DOCUMENTS_FOLDER"] = tempfile.mkdtemp(prefix="documents-")
    atexit.register(shutil.rmtree, os.environ["DOCUMENTS_FOLDER"], ignore_errors=True)
