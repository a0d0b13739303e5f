"""The hook, really run by pre-commit on a repository of data: red, then green."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IDENTITY = {
    "GIT_AUTHOR_NAME": "A Recorder", "GIT_AUTHOR_EMAIL": "recorder@example.org",
    "GIT_COMMITTER_NAME": "A Recorder", "GIT_COMMITTER_EMAIL": "recorder@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    return subprocess.run(
        command, cwd=folder, env=os.environ | IDENTITY, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This repository as it stands in the working tree, committed: its path and commit."""
    folder = tmp_path_factory.mktemp("published")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in (n for n in listed if n and (ROOT / n).is_file()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "as it stands")
    return folder, git(folder, "rev-parse", "HEAD")


@pytest.fixture
def data(published: tuple[Path, str], tmp_path: Path) -> Path:
    """The example repository with a dataset in it; its hook comes from `published`."""
    folder = tmp_path / "repository"
    shutil.copytree(ROOT / "examples" / "minimal", folder / "data")
    text = (ROOT / "examples" / "ci" / "pre-commit" / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    where, commit = published
    text = text.replace("https://forge.example/conflictdp", where.as_uri()).replace("v0.1.0", commit)
    (folder / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment of the hook."""
    return tmp_path_factory.mktemp("home")


def hook(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | IDENTITY | {
        "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hook_is_red_on_a_faulty_dataset_and_green_once_it_is_mended(data: Path, home: Path) -> None:
    casualties = data / "data" / "casualties.csv"
    good = casualties.read_text(encoding="utf-8")
    casualties.write_text(good.replace("exact,,14", "exact,,-99"), encoding="utf-8", newline="\n")
    git(data, "add", "--all")
    red = hook(data, home)
    if "No matching distribution" in red.stdout or "Could not find a version" in red.stdout:
        pytest.skip("no package index is reached: the hook's environment cannot be made")
    assert red.returncode == 1, red.stdout + red.stderr
    assert "Conflict DP datasets" in red.stdout
    assert "CEL007 sentinel-value" in red.stdout
    assert "casualties.csv:3" in red.stdout

    casualties.write_text(good, encoding="utf-8", newline="\n")
    git(data, "add", "--all")
    green = hook(data, home)
    assert green.returncode == 0, green.stdout + green.stderr
    assert "Passed" in green.stdout


def test_the_hook_passes_over_files_of_no_dataset(data: Path, home: Path) -> None:
    git(data, "commit", "--quiet", "--no-verify", "--message", "data")
    (data / "notes.txt").write_text("nothing\n", encoding="utf-8")
    git(data, "add", "--all")
    done = hook(data, home)
    assert done.returncode == 0
    assert "(no files to check)" in done.stdout
