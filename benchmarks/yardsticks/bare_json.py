"""orjson and jsonschema-rs: each line of JSON Lines is parsed and held against the schema, and no more."""

import sys
from pathlib import Path

import orjson

from conflictdp.spec.documents import validator


def main(path: Path) -> None:
    is_valid = validator("record.schema.json").is_valid
    with path.open("rb") as stream:
        wrong = sum(not is_valid(orjson.loads(line)) for line in stream)
    assert not wrong, f"{wrong} lines are not valid"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
