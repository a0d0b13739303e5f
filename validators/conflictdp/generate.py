"""Writes everything that is made from the hand-written files of the standard, or checks that it is up to date.

Run it as `python -m conflictdp.generate`, in a checkout; with `--check` it writes nothing and fails on any difference.
"""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any

from conflictdp.codegen import bundle, ddl, pydantic_models, typescript
from conflictdp.codegen.sql_dialects import DIALECTS
from conflictdp.reference import pages
from conflictdp.spec.codelists import codelists
from conflictdp.spec.documents import codelists_schema
from conflictdp.spec.needs import needs_of, needs_stated
from conflictdp.spec.rules import WRITTEN, row_checks, rules, set_checks, views, written
from conflictdp.spec.table_schemas import descriptor, resource, table_schema
from conflictdp.spec.tables import tables
from conflictdp.spec.values import sentinels
from conflictdp.spec.versions import CURRENT, schema_root, version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conflictdp.spec.rules import Rule

EXAMPLES = ("khasham-2018", "minimal")


def _dump(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _catalogue() -> dict[str, Any]:
    """The rules with their SQL expanded to tables and columns, for programs in any language."""
    checks: dict[str, list[dict[str, Any]]] = {}
    for row in row_checks():
        entry = {
            "table": row.table,
            "column": row.column,
            "assert": row.predicate,
            "on_text": row.rule.is_on_text,
        }
        checks.setdefault(row.rule.id, []).append({k: v for k, v in entry.items() if v is not None and v is not False})
    import duckdb

    connection = duckdb.connect()
    for query in set_checks():
        needs = [
            {"table": n.table, "row": n.predicate} | ({"lookups": n.lookups} if n.lookups else {})
            for n in (*needs_of(connection, query.query), *needs_stated(connection, query.rule))
        ]
        checks.setdefault(query.rule.id, []).append({"table": query.table, "select": query.query, "when": needs})
    texts = ("id", "name", "severity", "chapter", "stage", "columns", "message", "why", "fix", "source")
    return {
        "$comment": "Generated from rules/*.toml; do not edit. How to run a rule: schema/README.md.",
        "version": CURRENT,
        "written": written(),
        "views": views(),
        "sentinels": dict(zip(("texts", "numbers"), sentinels(), strict=True)),
        "rules": [
            {t: getattr(r, t) for t in texts} | _as_written(r) | {"checks": checks.get(r.id, [])}
            for r in rules().values()
        ],
    }


def _as_written(rule: Rule) -> dict[str, Any]:
    """What the checks of a rule are made of, under the keys of the TOML."""
    on = "text" if rule.is_on_text else ""
    values = (rule.tables, rule.each, rule.predicate, rule.query, on, rule.suspect, rule.when)
    return {key: value for key, value in zip(WRITTEN, values, strict=True) if value}


def _editors() -> dict[str, Any]:
    """Which schema an editor holds which file against, in the form of the JSON Schema Store's catalogue."""
    named = (
        ("package", ["*.conflictdp.json"], f"{CURRENT}/package.schema.json"),
        ("record", ["*.conflictdp.jsonl", "*.conflictdp.ndjson"], f"{CURRENT}/record.schema.json"),
        ("report", ["*.conflictdp-report.json"], f"{CURRENT}/report.schema.json"),
        ("configuration", ["conflictdp.toml"], "configuration.schema.json"),
    )
    entries = []
    for name, files, path in named:
        schema = json.loads((schema_root() / path).read_text(encoding="utf-8"))
        entries.append(
            {
                "name": f"Conflict DP: {name}",
                "description": schema["description"],
                "fileMatch": files,
                "url": schema["$id"],
            }
        )
    store = "https://json.schemastore.org/schema-catalog.json"
    return {"$schema": store, "version": 1, "schemas": entries}


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream, strict=True))


def _files(folder: Path, prefix: str = "") -> dict[str, tuple[str, list[str]]]:
    """The tables that lie in a folder as CSV: path and header of each."""
    found = {name: folder / f"{name}.csv" for name in tables()}
    return {n: (f"{prefix}{p.name}", _header(p)) for n, p in found.items() if p.exists()}


def _metadata(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8"))
    return {k: v for k, v in value.items() if k not in ("$schema", "resources")}


def _codelist_resource(name: str, root: Path) -> dict[str, Any]:
    path = f"schema/{CURRENT}/codelists/{name}.csv"
    codes = codelists()[name]
    fields: list[dict[str, Any]] = [{"name": c, "type": "string"} for c in _header(root / path)]
    fields[0]["constraints"] = {"required": True, "unique": True}
    return {
        "name": f"codelist-{name.replace('_', '-')}",
        "type": "table",
        "path": path,
        "title": codes.title,
        "description": codes.definition,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""], "primaryKey": ["code"]},
    }


def _root_descriptor(root: Path) -> dict[str, Any]:
    """The repository as a package: the tables of the article, and the codelists."""
    example = root / "examples" / EXAMPLES[0]
    files = _files(example, f"examples/{EXAMPLES[0]}/")
    shared = _metadata(example / "datapackage.json")
    own = {
        "name": "conflictdp",
        "title": "Conflict DP: the codelists of the standard, and an example dataset",
        "description": "The codelists of the standard and, as an example, one news article encoded in it.",
    }
    resources = [resource(tables()[n], *files[n], files) for n in tables() if n in files]
    whole = descriptor(shared | own, {})
    return whole | {"resources": [*resources, *(_codelist_resource(n, root) for n in codelists())]}


def _example_document(folder: Path) -> dict[str, Any]:
    from conflictdp.convert.sources import read_rows
    from conflictdp.spec.nesting import nest

    return nest(*read_rows(folder))


def outputs(root: Path) -> Iterator[tuple[Path, str]]:
    """Every generated file with its text; later ones may read earlier ones from disk."""
    folder = version().folder
    yield folder / "codelists.schema.json", _dump(codelists_schema())
    for table in tables().values():
        yield folder / "tables" / f"{table.name}.json", _dump(table_schema(table))
    yield folder / "rules.json", _dump(_catalogue())
    yield folder.parent / "catalog.json", _dump(_editors())
    yield root / "validators" / "conflictdp" / "models" / "records.py", pydantic_models.emit()
    yield folder / "types" / "conflictdp.ts", typescript.emit()
    yield folder / "types" / "conflictdp.schema.json", bundle.emit()
    for dialect in DIALECTS:
        yield folder / "types" / f"{dialect}.sql", ddl.emit(dialect)
    for name in EXAMPLES:
        example = root / "examples" / name
        if (example / "datapackage.json").exists():
            yield (
                example / "datapackage.json",
                _dump(descriptor(_metadata(example / "datapackage.json"), _files(example))),
            )
            yield example / f"{name}.json", _dump(_example_document(example))
    yield root / "datapackage.json", _dump(_root_descriptor(root))
    for path, text in pages():
        yield root / "docs" / "reference" / path, text


def main(arguments: list[str] | None = None) -> int:
    """Writes the files, or with `--check` compares them; gives the exit code."""
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    root = schema_root().parent
    stale = []
    for path, text in outputs(root):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(root).as_posix())
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"{'out of date' if check else 'wrote'}: {name}", file=sys.stderr)  # noqa: T201
    if stale and check:
        print("run `make generate` and commit what it writes", file=sys.stderr)  # noqa: T201
    return int(bool(stale) and check)


if __name__ == "__main__":
    sys.exit(main())
