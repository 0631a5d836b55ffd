"""Electronic signatures as Belgian eID makes them (PAdES), by an invented authority."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore


@dataclass(frozen=True)
class Identity:
    """Someone with a certificate and the key to it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def asn1_key(self) -> keys.PrivateKeyInfo:
        der = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return keys.PrivateKeyInfo.load(der)


def identity(
    name: str, *, issuer: Identity | None = None, stamps: bool = False, years_ago: int = 0, **more: str
) -> Identity:
    """A root when nobody issues it; else a person (or a time stamping authority) under that root."""
    # The time stamper of pyHanko's own knows RSA alone.
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    parts = {"COMMON_NAME": name, **more}
    subject = x509.Name([x509.NameAttribute(getattr(NameOID, part), value) for part, value in parts.items()])
    start = datetime.now(UTC) - timedelta(days=365 * years_ago + 30)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * (2 if issuer else 20)))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(_key_usage(root=issuer is None), critical=True)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Identity(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _key_usage(*, root: bool) -> x509.KeyUsage:
    nothing = dict.fromkeys(
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign "
        "encipher_only decipher_only".split(),
        False,
    )
    return x509.KeyUsage(
        **nothing | ({"key_cert_sign": True, "crl_sign": True} if root else {"content_commitment": True})
    )


@cache
def root() -> Identity:
    return identity("Verzonnen Root CA")


@cache
def noor() -> Identity:
    more: Any = {"GIVEN_NAME": "Noor", "SURNAME": "Verzonnen", "SERIAL_NUMBER": "85073003328"}
    return identity("Noor Verzonnen (Signature)", issuer=root(), **more)


@cache
def kaat() -> Identity:
    return identity("Kaat Bedacht (Signature)", issuer=root())


class SignerOfThen(signers.PdfSigner):
    """Signs by another clock."""

    clock: datetime | None = None

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.clock or session.system_time
        return session


def sealed(
    content: bytes, *by: Identity, stamped_by: Identity | None = None, at: datetime | None = None, **metadata: Any
) -> bytes:
    """The PDF, signed by each in turn."""
    for who in by:
        name = f"Sig{who.certificate.serial_number}"
        store = SimpleCertificateStore.from_certs([root().asn1])
        signer = signers.SimpleSigner(who.asn1, who.asn1_key, cert_registry=store)
        stamper = DummyTimeStamper(stamped_by.asn1, stamped_by.asn1_key) if stamped_by else None
        about = signers.PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES, **metadata)
        press = SignerOfThen(about, signer=signer, timestamper=stamper)
        press.clock = at
        out = press.sign_pdf(IncrementalPdfFileWriter(BytesIO(content), strict=False))
        content = out.getvalue()
    return content


def roots_in(folder: Path, *roots: Identity) -> Path:
    """A folder with these roots, as a setting names it."""
    folder.mkdir(exist_ok=True)
    for number, one in enumerate(roots):
        (folder / f"{number}.pem").write_bytes(one.pem)
    return folder


def flipped(content: bytes, at: int) -> bytes:
    """The same bytes but for one bit."""
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
