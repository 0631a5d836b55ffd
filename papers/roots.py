"""The root certificates from which electronic signatures are believed. Runs apart (papers.apart) too."""

from collections.abc import Iterator
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from django.core.exceptions import ImproperlyConfigured


def signature_roots(folder: str) -> Path | None:
    """The folder of the setting; raises ImproperlyConfigured when it is not there or a file in it is no certificate."""
    if not folder:
        return None
    path = Path(folder)
    if not path.is_dir():
        raise ImproperlyConfigured(f"SIGNATURE_ROOTS must be a folder with certificates; {folder} is none.")
    try:
        found = certificates(path)
    except ValueError as error:
        raise ImproperlyConfigured(f"SIGNATURE_ROOTS must hold certificates alone (PEM or DER): {error}.") from error
    if not found:
        raise ImproperlyConfigured(f"SIGNATURE_ROOTS must be a folder with certificates; {folder} is empty.")
    return path.resolve()


def certificates(folder: Path) -> list[Certificate]:
    """What its files hold, the hidden ones aside; raises ValueError naming a file that is no certificate."""
    files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    return [certificate for path in files for certificate in _certificates_in(path)]


def _certificates_in(path: Path) -> Iterator[Certificate]:
    try:
        content = path.read_bytes()
        armoured = pem.unarmor(content, multiple=True) if pem.detect(content) else [("CERTIFICATE", {}, content)]
        for kind, _headers, der in armoured:
            certificate = Certificate.load(der, strict=True)
            if kind != "CERTIFICATE" or not certificate.subject.native:
                raise ValueError(kind)
            yield certificate
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"{path.name} is not a certificate") from error
