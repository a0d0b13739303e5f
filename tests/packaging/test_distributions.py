"""The wheel and the source distribution hold everything that is needed offline, and work outside the checkout."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import conflictdp

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[2]
NAME = f"conflictdp-{conflictdp.__version__}"


def run(*command: str | Path, folder: Path, env: dict[str, str] | None = None) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run([str(c) for c in command], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


def build(source: Path, out: Path, target: str) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", out, folder=source)
    return next(out.iterdir())


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build(ROOT, folder / "built", "sdist")) as archive:
        archive.extractall(folder, filter="data")
    return folder / NAME


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of the source distribution as an installer builds it."""
    return build(sdist, tmp_path_factory.mktemp("wheel"), "wheel")


def unzipped(wheel: Path, folder: Path) -> set[str]:
    """Unpacks a wheel that was built here; gives the names of its files."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)  # noqa: S202 - our own
        return set(archive.namelist())


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def tracked() -> list[str]:
    """The files of the repository; skips where it is none."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a checkout: what belongs to it is not known")
    return run("git", "ls-files", folder=ROOT).splitlines()


def test_the_source_distribution_is_the_repository(sdist: Path) -> None:
    names = [name for name in tracked() if (ROOT / name).exists()]
    assert len(names) > 300
    missing = [name for name in names if not (sdist / name).is_file()]
    assert missing == []
    assert digests(sdist, names) == digests(ROOT, names)


def carried() -> dict[str, str]:
    """What the wheel must hold of the repository: the place of each file in it."""
    places = {
        "validators/": "",
        "schema/": "conflictdp/schema/",
        "tests/conformance/rules/": "conflictdp/conformance/rules/",
        "tests/conformance/structure/": "conflictdp/conformance/structure/",
        **{
            f"tests/conformance/{name}.json": f"conflictdp/conformance/{name}.json"
            for name in ("base", "small", "tiny", "base.document", "small.document")
        },
        "LICENSE": f"{NAME}.dist-info/licenses/LICENSE",
    }
    found = {}
    for name in tracked():
        for begin, place in places.items():
            if name.startswith(begin):
                found[name] = place + name.removeprefix(begin)
    return found


def test_the_wheel_holds_all_that_is_needed_offline(wheel: Path, tmp_path: Path) -> None:
    names = unzipped(wheel, tmp_path)
    expected = carried()
    assert {"validators/conflictdp/py.typed", "schema/versions.json", "LICENSES/CC-BY-4.0.txt"} <= expected.keys()
    assert sorted(set(expected.values()) - names) == []
    assert list(digests(tmp_path, expected.values()).values()) == list(digests(ROOT, expected).values())
    beyond = {n for n in names - set(expected.values()) if not n.startswith(f"{NAME}.dist-info/")}
    assert beyond == set()


SMOKE = """
import sys
import conflictdp
from conflictdp.cli import main
assert not conflictdp.__file__.startswith({root!r}), conflictdp.__file__
assert "duckdb" not in sys.modules
for arguments in {commands!r}:
    assert main(arguments) == 0, arguments
assert conflictdp.validate("data").verdict == "valid"
with conflictdp.open("data.json") as data:
    assert data.sql("SELECT count(*) FROM events").fetchall()[0][0] > 0
print("works")
"""

COMMANDS = [
    ["rules", "CAS"],
    ["init", "new"],
    ["validate", "new"],
    ["explain", "CAS001"],
    ["codelists", "claim_stances"],
    ["validate", "data"],
    ["convert", "data", "data.json"],
    ["convert", "data.json", "data.jsonl"],
    ["validate", "data.jsonl"],
    ["models", "typescript", "-o", "new.ts"],
    ["models", "sql", "--dialect", "duckdb", "-o", "new.sql"],
    ["models", "pydantic", "-o", "models.py"],
    ["models", "pydantic", "-o", "models.py", "--check"],
]


def smoke(python: str | Path, folder: Path, env: dict[str, str] | None = None) -> None:
    shutil.copytree(ROOT / "examples" / "minimal", folder / "data")
    program = SMOKE.format(root=str(ROOT), commands=COMMANDS)
    assert run(python, "-c", program, folder=folder, env=env).splitlines()[-1] == "works"


def test_what_the_wheel_holds_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    unzipped(wheel, tmp_path / "site")
    here = tmp_path / "elsewhere"
    here.mkdir()
    smoke(sys.executable, here, os.environ | {"PYTHONPATH": str(tmp_path / "site")})


@pytest.mark.skipif(
    not os.environ.get("CONFLICTDP_INSTALL"), reason="installs from the package index; set CONFLICTDP_INSTALL=1"
)
def test_a_new_users_project(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    binaries = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    project = tmp_path / "project"
    project.mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    install = (binaries / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*install, wheel, folder=project, env=env)
    smoke(binaries / "python", project, env)
    run(*install, f"{wheel}[models]", "mypy", folder=project, env=env)
    run(binaries / "conflictdp", "models", "pydantic", "-o", "models.py", folder=project, env=env)
    shutil.copy(ROOT / "examples" / "typed_casualties.py", project / "casualties.py")
    document = ROOT / "examples" / "khasham-2018" / "khasham-2018.json"
    printed = run(binaries / "python", "casualties.py", document, folder=project, env=env)
    assert len(printed.splitlines()) == 5
    assert printed.count("killed: 101 or more") == 2
    told = run(binaries / "python", "-m", "mypy", "--strict", "casualties.py", "models.py", folder=project, env=env)
    assert told == "Success: no issues found in 2 source files\n"
    load = "from conflictdp.models import Package; print(Package.load('data').validate().verdict)"
    assert run(binaries / "python", "-c", load, folder=project, env=env) == "valid\n"
