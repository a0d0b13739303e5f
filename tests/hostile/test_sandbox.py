"""Once data are in the store, no SQL reaches a file, a setting, an extension, a network or the Python around it."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import duckdb
import pytest
from corpus import package
from running import snapshot

from conflictdp.engine import resources
from conflictdp.validation.loading import opened

if TYPE_CHECKING:
    from pathlib import Path

READING = {
    "a text": "SELECT * FROM read_text('{folder}/secret.csv')",
    "bytes": "SELECT * FROM read_blob('{folder}/secret.csv')",
    "a table of CSV": "SELECT * FROM read_csv('{folder}/secret.csv')",
    "a table by its name": "SELECT * FROM '{folder}/secret.csv'",
    "JSON": "SELECT * FROM read_json('{folder}/secret.csv')",
    "Parquet": "SELECT * FROM read_parquet('{folder}/secret.csv')",
    "the form of a table": "SELECT * FROM sniff_csv('{folder}/secret.csv')",
    "the names of files": "SELECT * FROM glob('{folder}/*')",
    "the metadata of a file": "SELECT * FROM parquet_metadata('{folder}/secret.csv')",
    "a file of the system": "SELECT * FROM read_text('/etc/hosts')",
    "an input that was staged": "SELECT * FROM read_text('{staged}')",
    "a link in the temporary folder": "SELECT * FROM read_csv('{staged}')",
    "a database": "ATTACH '{folder}/secret.db'",
    "a database, to read only": "ATTACH '{folder}/secret.db' (READ_ONLY)",
    "SQL in a file": "IMPORT DATABASE '{folder}'",
    "a variable of Python": "SELECT * FROM secret",
    "a web page": "SELECT * FROM read_csv('http://127.0.0.1:{port}/a.csv')",
    "a web page by its name": "SELECT * FROM 'http://127.0.0.1:{port}/a.parquet'",
    "a bucket": "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
    "a table, by COPY": "COPY events FROM '{folder}/secret.csv'",
}
WRITING = {
    "a table": "COPY (SELECT 42) TO '{folder}/pwned.csv'",
    "Parquet": "COPY (SELECT 42) TO '{folder}/pwned.parquet' (FORMAT parquet)",
    "the database": "EXPORT DATABASE '{folder}/pwned'",
    "a database": "ATTACH '{folder}/pwned.db' AS pwned",
    "a secret": "CREATE PERSISTENT SECRET s (TYPE http)",
    "over an input": "COPY (SELECT 42) TO '{staged}'",
}
CHANGING = {
    "access to files": "SET enable_external_access = true",
    "folders that are allowed": "SET allowed_directories = ['/']",
    "the lock": "SET lock_configuration = false",
    "loading of extensions": "SET autoload_known_extensions = true",
    "the folder of extensions": "SET extension_directory = '{folder}'",
    "the temporary folder": "SET temp_directory = '{folder}'",
    "the folder of secrets": "SET secret_directory = '{folder}'",
    "the log": "SET log_query_path = '{folder}/pwned.log'",
    "the file of profiles": "PRAGMA profiling_output = '{folder}/pwned.json'",
    "an extension": "INSTALL httpfs",
    "an extension of a file": "LOAD '{folder}/secret.csv'",
    "an extension of the community": "INSTALL h3 FROM community",
    "an extension of a web page": "INSTALL a FROM 'http://127.0.0.1:{port}'",
}
ATTACKS = {
    **{f"read {n}": q for n, q in READING.items()},
    **{f"write {n}": q for n, q in WRITING.items()},
    **{f"change {n}": q for n, q in CHANGING.items()},
}


@pytest.mark.enable_socket
@pytest.mark.parametrize("is_file", [False, True], ids=["in memory", "in a file"])
def test_nothing_is_reached_from_within(*, is_file: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if is_file:
        monkeypatch.setattr(resources, "_SHARE_IN_MEMORY", 1e9)
    secret = pytest.importorskip("pandas").DataFrame({"a": [42]})  # noqa: F841 - the engine could take it for a table
    assert duckdb.sql("SELECT * FROM secret").fetchall() == [(42,)]
    root = package(tmp_path)
    (tmp_path / "secret.csv").write_text("event_id\nsecret\n", encoding="utf-8")
    duckdb.connect(str(tmp_path / "secret.db")).close()
    before = snapshot(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as server, opened(root) as data:
        server.setblocking(False)
        port, staged = server.getsockname()[1], data.files["events"].path
        assert staged.exists()
        assert [p.name for p in staged.parent.glob("*/tables.duckdb")] == ["tables.duckdb"] * is_file
        done = []
        for name, query in ATTACKS.items():
            with suppress(duckdb.Error):
                data.store.connection.execute(query.format(folder=tmp_path, staged=staged, port=port)).fetchall()
                done.append(name)
        assert done == []
        with pytest.raises(BlockingIOError):
            server.accept()
        assert data.store.rows("SELECT count(*) FROM events") == [(1,)]
    assert snapshot(tmp_path) == before
