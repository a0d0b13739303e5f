"""Pydantic: each line of JSON Lines is read into the model of its kind of record."""

import json
import sys
from pathlib import Path

from conflictdp import models
from conflictdp.spec.tables import by_record


def main(path: Path) -> None:
    kinds = {record: getattr(models, "".join(map(str.capitalize, record.split("_")))) for record in by_record()}
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            value = json.loads(line)
            kind = value.pop("record")
            if kind in kinds:
                kinds[kind].model_validate(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
