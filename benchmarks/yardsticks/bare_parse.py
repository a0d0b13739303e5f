"""DuckDB's bare parse: every CSV file of a package, all columns as text, into tables in memory.

With as many threads as the machine has cores, as ours, and with the engine's own limit of memory; nothing is detected
and nothing checked beyond what the reader needs to tell cells apart.
"""

import csv
import sys
from pathlib import Path

import duckdb


def main(folder: Path) -> None:
    connection = duckdb.connect()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream))
        columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in header) + "}"
        source = f"read_csv(?, auto_detect = false, header = true, delim = ',', quote = '\"', columns = {columns})"
        connection.execute(f'CREATE TABLE "{path.stem}" AS SELECT * FROM {source}', [str(path)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
