"""The shell of the GitHub Action, run as a runner runs it: variables for inputs, files for outputs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the action's shell is bash")


class Step(NamedTuple):
    """What a step left: its exit code, what it printed, its outputs and its job summary."""

    code: int
    out: str
    outputs: dict[str, str]
    summary: str


def action_step(name: str) -> dict[str, object]:
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    found: dict[str, object] = next(s for s in steps if s.get("name") == name)
    return found


def run(folder: Path, **inputs: str) -> Step:
    """Runs the step "Validate" in a folder, with the action's defaults for inputs that are not given."""
    temporary = folder.parent / "runner"
    temporary.mkdir(exist_ok=True)
    if not (temporary / "conflictdp").exists():
        (temporary / "conflictdp").symlink_to(sys.prefix)
    declared = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    step = action_step("Validate")
    assert isinstance(step["env"], dict)
    variables = {k: v[len("${{ inputs.") : -len(" }}")] for k, v in step["env"].items()}
    environment = os.environ | {
        "RUNNER_TEMP": str(temporary),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(temporary / "output"),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"),
        "GITHUB_ACTIONS": "true",
        **{k: inputs.get(name.replace("-", "_"), declared[name]["default"]) for k, name in variables.items()},
    }
    for name in ("output", "summary.md"):
        (temporary / name).write_text("", encoding="utf-8")
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", str(step["run"])],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    lines = (temporary / "output").read_text(encoding="utf-8").splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    return Step(done.returncode, done.stdout + done.stderr, outputs, (temporary / "summary.md").read_text("utf-8"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples" / "minimal", tmp_path / "repository" / "data")
    return tmp_path / "repository"


def spoil(repository: Path, value: str) -> None:
    path = repository / "data" / "casualties.csv"
    path.write_text(path.read_text("utf-8").replace("exact,,14", f"exact,,{value}"), encoding="utf-8", newline="\n")


def test_a_sound_dataset_passes(repository: Path) -> None:
    step = run(repository, paths="data", fail_on="error")
    assert (step.code, step.outputs) == (0, {"sarif": "conflictdp.sarif", "verdict": "passed"}), step.out
    assert "::error" not in step.out
    assert "valid" in step.summary
    sarif = json.loads((repository / "conflictdp.sarif").read_text("utf-8"))
    assert sarif["version"] == "2.1.0"


def test_a_fault_fails_with_an_annotation_at_its_line(repository: Path) -> None:
    spoil(repository, "-99")
    step = run(repository, paths="data\n")
    assert (step.code, step.outputs["verdict"]) == (1, "failed"), step.out
    annotation = next(line for line in step.out.splitlines() if line.startswith("::error "))
    assert "file=data/casualties.csv" in annotation
    assert "line=3" in annotation
    assert "CEL007" in annotation
    assert "CEL007" in step.summary
    results = json.loads((repository / "conflictdp.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert "CEL007" in {r["ruleId"] for r in results}


def test_arguments_and_other_paths_are_taken_line_by_line(repository: Path) -> None:
    spoil(repository, "-99")
    (repository / "data").rename(repository / "my data")
    step = run(repository, paths="my data", arguments="--ignore\nCEL007\n", sarif="")
    assert (step.code, step.outputs) == (0, {"verdict": "passed"}), step.out
    assert not (repository / "conflictdp.sarif").exists()


@pytest.mark.parametrize(
    "value", ["$(touch owned)", "`touch owned`", "data; touch owned", "--help", "data && touch owned"]
)
def test_no_input_becomes_a_command(repository: Path, value: str) -> None:
    step = run(repository, paths=value)
    assert (step.code, step.outputs.get("verdict")) == (2, "undone"), step.out
    assert not list(repository.rglob("owned"))


def test_nothing_to_check_is_no_pass(repository: Path) -> None:
    step = run(repository, paths=" \n")
    assert step.code == 2
    assert "::error::the input 'paths' names nothing to check" in step.out
