"""The Python modules that a project can own: they stand alone, hold the article, and are formatted."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any

import pytest

from conflictdp.codegen import arrow_schemas, dataclass_models, pydantic_models, typed_dicts
from conflictdp.codegen.shapes import shapes
from conflictdp.spec.codelists import codelists
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

MODULES = {
    "pydantic": pydantic_models,
    "dataclasses": dataclass_models,
    "typeddict": typed_dicts,
    "arrow": arrow_schemas,
}
STANDARD = {"re", "datetime", "enum", "typing", "dataclasses", "__future__"}
FURTHER = {"pydantic": {"pydantic"}, "arrow": {"pyarrow"}}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("targets")
    for name, module in MODULES.items():
        (folder / f"{name}_target.py").write_text(module.emit(), encoding="utf-8")
    return folder


def imported(name: str, folder: Path) -> ModuleType:
    spec = spec_from_file_location(f"{name}_target", folder / f"{name}_target.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_nothing_of_ours(name: str, written: Path) -> None:
    tree = ast.parse((written / f"{name}_target.py").read_text(encoding="utf-8"))
    froms = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert froms | plain <= STANDARD | FURTHER.get(name, set())


def test_modules_are_formatted_and_have_nothing_unused(written: Path) -> None:
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["format", "--check"], ["check", "--ignore", "E501"]):
        done = subprocess.run(
            [*ruff, *command, "--isolated", "--line-length", "120", "--no-cache", "."],
            cwd=written, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


def test_dataclasses_read_and_write_the_article(written: Path, article: dict[str, Any]) -> None:
    module = imported("dataclasses", written)
    document = module.Document.from_json(article)
    assert json.loads(json.dumps(document.to_json())) == article
    claim = document.events[0].claims[0]
    assert isinstance(claim.stance, module.ClaimStance)
    count = module.Casualty(outcome=module.CasualtyOutcome.KILLED, count_kind=module.CountKind.SOME, extra={"x_a": "b"})
    assert count.to_json() == {"outcome": "killed", "count_kind": "some", "x_a": "b"}
    assert module.Casualty.from_json(count.to_json()) == count
    with pytest.raises(ValueError, match="slain"):
        module.Casualty.from_json({"outcome": "slain", "count_kind": "some"})
    with pytest.raises(TypeError, match="count_kind"):
        module.Casualty.from_json({"outcome": "killed"})


def test_typed_dictionaries_name_every_key_and_what_is_required(written: Path) -> None:
    module = imported("typeddict", written)
    for shape in shapes().values():
        required = {f.name for f in shape.fields if f.is_required}
        found = getattr(module, shape.name)
        assert (found.__required_keys__, found.__optional_keys__) == (
            required,
            {f.name for f in shape.fields} - required,
        )


def test_the_standalone_models_are_those_of_the_package(written: Path, article: dict[str, Any]) -> None:
    module = imported("pydantic", written)
    document = module.Document.model_validate_json(json.dumps(article))
    assert json.loads(document.model_dump_json()) == article
    assert {len(module.ClaimStance), len(codelists()["claim_stances"].codes)} == {len(module.ClaimStance)}


def test_arrow_schemas_are_those_of_the_ipc_files_and_fit_the_data(written: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from conflictdp.dataset import open as open_dataset

    module = imported("arrow", written)
    files = arrow_schemas.ipc()
    assert list(module.SCHEMAS) == list(tables())
    for name, schema in module.SCHEMAS.items():
        with pa.ipc.open_file(pa.BufferReader(files[f"{name}.arrow"])) as file:
            assert file.schema.equals(schema, check_metadata=True)
            assert file.num_record_batches == 0
    with open_dataset("examples/khasham-2018") as data:
        for name, schema in module.SCHEMAS.items():
            found = data.arrow(name)
            assert found.select(schema.names).cast(schema).num_rows == found.num_rows
    assert module.SCHEMAS["casualties"].field("outcome").metadata[b"codelist"] == b"casualty_outcomes"
