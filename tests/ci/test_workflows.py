"""The files for code forges: each valid by its own schema, every action pinned, no input inside a script."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted([*ROOT.glob(".github/workflows/*.yml"), *ROOT.glob("examples/ci/**/workflows/*.yml")])
GITLAB = sorted(ROOT.glob("examples/ci/gitlab/*.yml")) + sorted(ROOT.glob("examples/ci/gitlab/.*.yml"))
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-actions": [ROOT / "action.yml"],
    "gitlab-ci": GITLAB,
    "dependabot": [ROOT / ".github" / "dependabot.yml"],
}
PINNED = re.compile(r"uses: ([\w.-]+/[\w./-]+)@([0-9a-f]{40}) # v[0-9]+[.][0-9]+[.][0-9]+")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_is_valid_by_its_own_schema(name: str) -> None:
    assert SCHEMAS[name], "no file of the kind"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}"]
    done = subprocess.run([*command, *map(str, SCHEMAS[name])], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["validate-manifest", ".pre-commit-hooks.yaml"],
        ["validate-config", "examples/ci/pre-commit/.pre-commit-config.yaml"],
    ],
)
def test_pre_commit_takes_its_files(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_every_action_is_pinned_to_a_commit_and_one_commit_only() -> None:
    commits: dict[str, set[str]] = {}
    for path in [*WORKFLOWS, ROOT / "action.yml"]:
        text = path.read_text(encoding="utf-8")
        found = PINNED.findall(text)
        assert len(found) == text.count("uses: "), f"{path.name}: an action that is not pinned by commit and version"
        for action, commit in found:
            commits.setdefault(action, set()).add(commit)
    assert {a: c for a, c in commits.items() if len(c) > 1} == {}


def test_workflows_grant_nothing_that_a_job_does_not_ask_for() -> None:
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}, path
        for name, job in workflow["jobs"].items():
            assert "permissions" in job, f"{path.name}: {name}"


def test_no_expression_stands_inside_a_script() -> None:
    """An input or a name of a branch that is pasted into a script is run as a command."""
    for path in [*WORKFLOWS, ROOT / "action.yml"]:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        jobs = document.get("jobs", {"action": document.get("runs", {})})
        for job in jobs.values():
            for step in job["steps"]:
                assert "${{" not in step.get("run", ""), f"{path.name}: {step}"
