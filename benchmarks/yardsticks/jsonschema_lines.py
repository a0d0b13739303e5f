"""jsonschema, the validator in Python: each line of JSON Lines is parsed and held against the schema."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from conflictdp.spec.versions import version


def main(path: Path) -> None:
    schemas = [json.loads(p.read_text("utf-8")) for p in sorted(version().folder.glob("*.schema.json"))]
    registry = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in schemas)
    record = next(s for s in schemas if s["$id"].endswith("/record.schema.json"))
    is_valid = Draft202012Validator(record, registry=registry).is_valid
    with path.open(encoding="utf-8") as stream:
        wrong = sum(not is_valid(json.loads(line)) for line in stream)
    assert not wrong, f"{wrong} lines are not valid"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
