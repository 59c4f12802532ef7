"""Makes .venv and puts the locked packages in it; says one line a step, and nothing when there is nothing to do.

    python tools/install.py          what Eraser needs to run
    python tools/install.py --dev    what its tests and checks need as well

Runs on a bare Python: nothing but the standard library is there yet.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NO_ENGINE = "The built-in engine's wheel is not available for this computer; a simpler one will be used."
NO_WHEEL = ("No matching distribution found", "Could not find a version")


class Failed(Exception):
    """The text is one sentence for the person at the terminal."""


def main() -> None:
    os.chdir(ROOT)
    with one_at_a_time():
        make_venv()
        install("requirements.lock", "Installing Eraser's packages (once; a minute or two) …")
        install_engine("requirements-engine.lock")
        if "--dev" in sys.argv[1:]:
            install("requirements-dev.lock", "Installing the packages for tests and checks (once; a few minutes) …")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together install one after the other; the Makefile is the door they both come through."""
    with (ROOT / "Makefile").open() as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Failed(
            "This Python cannot make a virtual environment; on Debian and Ubuntu the package python3-venv is missing "
            f"(apt install python3-venv, or python3.{sys.version_info.minor}-venv)."
        )
    say("Making .venv …")
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)


def install(lock: str, what: str) -> None:
    """Installs a lock file when it is not the one that was installed last."""
    stamp = Stamp(lock)
    if stamp.fresh():
        return
    say(what)
    if pip("-r", lock).returncode:
        raise Failed(f"The packages in {lock} could not be installed; the lines above say why. Is there a network?")
    stamp.press()


def install_engine(lock: str) -> None:
    """Installs the engine where it has a wheel; Eraser works without it too."""
    stamp = Stamp(lock)
    if stamp.fresh():
        return
    result = pip("--only-binary=:all:", "-r", lock, stderr=subprocess.PIPE)
    if result.returncode == 0:
        stamp.press()
        return
    say(NO_ENGINE)
    # A computer it was not built for stays one; anything else, a network that was away, is worth another try.
    if any(words in result.stderr for words in NO_WHEEL) and "connection" not in result.stderr.lower():
        stamp.press()


class Stamp:
    """Remembers in .venv which version of a lock file was installed."""

    def __init__(self, lock: str) -> None:
        self._path = VENV / f".{lock}.sha256"
        self._digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()

    def fresh(self) -> bool:
        return self._path.exists() and self._path.read_text(encoding="ascii") == self._digest

    def press(self) -> None:
        self._path.write_text(self._digest, encoding="ascii")


def pip(*arguments: str, stderr: int | None = None) -> subprocess.CompletedProcess[str]:
    usual = ["install", "-qq", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    return subprocess.run([PYTHON, "-m", "pip", *usual, *arguments], check=False, stderr=stderr, text=True)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
