"""Certificates of the run: RSA 2048 and EC P-256, made by openssl."""

import subprocess
from pathlib import Path

from .job import Certificate
from .network import NAME

KEYS = {"rsa": ["rsa:2048"], "ec": ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]}
PASSWORD = "benchmark"


def make(kind: str, directory: Path) -> Certificate:
    """A self-signed certificate for the benchmark's host names."""
    certificate = Certificate(
        directory / f"{kind}.crt", directory / f"{kind}.key", directory / f"{kind}.p12", PASSWORD
    )
    openssl(
        ["req", "-x509", "-nodes", "-days", "30", "-newkey", *KEYS[kind], "-subj", f"/CN={NAME}"]
        + ["-addext", f"subjectAltName=DNS:{NAME},DNS:*.example.com"]
        + ["-keyout", str(certificate.key), "-out", str(certificate.chain)]
    )
    openssl(
        ["pkcs12", "-export", "-in", str(certificate.chain), "-inkey", str(certificate.key)]
        + ["-out", str(certificate.keystore), "-passout", f"pass:{PASSWORD}"]
    )
    # HAProxy reads key and chain from one file.
    bundle = directory / kind / "bundle.pem"
    bundle.parent.mkdir()
    bundle.write_text(certificate.chain.read_text() + certificate.key.read_text())
    return certificate


def openssl(arguments: list[str]) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
