"""Keeping a paper: written whole under the name of its own SHA-256, and only then known to the database."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from papers.models import Document


def store(content: bytes, *, label: str, by: User) -> Document:
    """Keep the bytes untouched. Call it inside the transaction of whatever refers to the document."""
    digest = sha256(content).hexdigest()
    name = f"papers/{digest[:2]}/{digest}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return Document(file=name, sha256=digest, size=len(content), label=label[:250], stored_by=by).insert()
