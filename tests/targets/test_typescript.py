"""The TypeScript types, compiled by the real compiler."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from programs import program, run

from conflictdp.codegen import typescript
from conflictdp.codegen.python_text import code_class
from conflictdp.spec.codelists import codelists

USE = Path(__file__).parent / "typescript_use.ts"
STRICT = ("--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2022")


def test_a_project_compiles_and_runs(tmp_path: Path, article: dict[str, Any]) -> None:
    compiler = program("tsc")
    (tmp_path / "conflictdp.ts").write_text(typescript.emit(), encoding="utf-8")
    shutil.copy(USE, tmp_path / "use.ts")
    done = run(compiler, *STRICT, "--module", "commonjs", "--outDir", "out", "use.ts", folder=tmp_path)
    assert (done.stdout, done.returncode) == ("", 0)
    (tmp_path / "article.json").write_text(json.dumps(article), encoding="utf-8")
    script = "console.log(JSON.stringify(require('./out/use.js').bySource(require('./article.json'))))"
    printed = run("node", "-e", script, folder=tmp_path)
    expected = [
        [claim["source_id"], codelists()["casualty_outcomes"].codes[c["outcome"]].label, c.get("best", c.get("low", 0))]
        for event in article["events"]
        for claim in event.get("claims", [])
        for c in claim.get("casualties", [])
    ]
    assert json.loads(printed.stdout) == expected
    assert len(expected) == 5


def test_every_code_has_its_label_and_definition() -> None:
    text = typescript.emit()
    for codes in codelists().values():
        assert re.search(rf"^export type {code_class(codes.name)} = ", text, flags=re.MULTILINE)
        for code in codes.codes.values():
            assert f"  {code.code}: {{ label: {json.dumps(code.label, ensure_ascii=False)}," in text
