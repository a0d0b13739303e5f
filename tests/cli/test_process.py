"""The command as a process of its own: streams that end, signals, other locales, and what is imported for nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = str(ROOT / "examples" / "minimal")
PYTHON = sys.executable
CONFLICTDP = (PYTHON, "-m", "conflictdp")
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX streams and signals")


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CONFLICTDP, *arguments], capture_output="stdout" not in more, text=True, encoding="utf-8", check=False, **more
    )  # type: ignore[call-overload, no-any-return]


def test_the_module_is_the_command() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, "conflictdp, version 0.1.0\n", "")
    done = run("validate", "nowhere")
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "conflictdp: nowhere: there is no such file or folder\n",
    )


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [("--help",), ("rules",), ("rules", "--format", "json")], ids=" ".join)
def test_a_full_disk_is_not_a_pass(arguments: tuple[str, ...], unbuffered: str) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
        done = run(*arguments, stdout=full, stderr=subprocess.PIPE, env=environment)
    assert (done.returncode, done.stderr) == (2, "conflictdp: output: No space left on device\n")


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_whoever_stops_reading_is_left_in_peace(unbuffered: str) -> None:
    with subprocess.Popen(  # prints more than a pipe holds
        [*CONFLICTDP, "rules", "--format", "json"],
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) != b""
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (141, b"")


@posix
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        (">&-", "validate $MINIMAL", 0),
        ("2>&-", "validate $MINIMAL", 0),
        ("2>&-", "validate nowhere", 2),
        (">&- 2>&-", "rules", 0),
    ],
)
def test_closed_streams_change_no_exit_code(closed: str, arguments: str, code: int) -> None:
    command = f"{PYTHON} -m conflictdp {arguments} {closed}"
    done = subprocess.run(
        ["sh", "-c", command], env=os.environ | {"MINIMAL": MINIMAL}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("latin-1", "best is zw\xf6lf \\u2013, which"),  # what it lacks is spelt out
        ("ascii", "best is zwölf \u2013, which"),  # taken for UTF-8 that was not set up
        ("utf-8", "best is zwölf \u2013, which"),
    ],
)
def test_other_encodings_of_the_terminal(encoding: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "casualties.csv"
    path.write_text("event_id,outcome,count_kind,best\ne1,killed,exact,zwölf \u2013\n", encoding="utf-8")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [*CONFLICTDP, "validate", str(path)], env=os.environ | plain, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert expected in done.stdout.decode("latin-1" if encoding == "latin-1" else "utf-8")


STALLED = """
import sys, time
import conflictdp.validation.loading as loading
from conflictdp.cli import main

connect = loading.connect


def stall(folder, **more):
    store = connect(folder, **more)
    print("stalled", flush=True)
    {stall}
    return store


loading.connect = stall
sys.exit(main(["validate", {path!r}]))
"""
STALLS = {
    "sleep": "time.sleep(60)",
    "text that is run": """exec("time.sleep(60)")""",
    "query": "store.rows('SELECT count(*) FROM range(1000000000000) AS t (i) WHERE i % 7 = 3')",
}


@posix
@pytest.mark.parametrize("stall", STALLS)
@pytest.mark.parametrize(
    ("number", "code", "message"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "ended by a signal")],
    ids=["SIGINT", "SIGTERM"],
)
def test_signals_end_the_work_in_order(
    number: int, code: int, message: str, stall: str, temporary: Path, tmp_path: Path
) -> None:
    (tmp_path / "stalled.py").write_text(STALLED.format(stall=STALLS[stall], path=MINIMAL))
    with subprocess.Popen(
        [PYTHON, "-m", "stalled"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "stalled\n"
        assert list(temporary.iterdir()) != []
        time.sleep(0.3)  # so that the query has begun
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (code, "", f"conflictdp: {message}\n")
    assert list(temporary.iterdir()) == []


AFTERWARDS = """
import atexit, os, signal, sys
from conflictdp.cli import main
atexit.register(os.kill, os.getpid(), {number})
sys.argv = ["conflictdp", "validate", {path!r}]
sys.exit(main())
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda n: n.name)
def test_a_signal_that_comes_when_the_result_is_told_changes_it_no_more(number: int) -> None:
    program = AFTERWARDS.format(number=int(number), path=MINIMAL)
    done = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, "valid: " in done.stdout, done.stderr) == (0, True, "")


TWICE = """
import os, sys
import conflictdp.cli.group as group

tell = group.tell


def told(*given):
    os.kill(os.getpid(), {number})
    return tell(*given)


group.tell = told
group._run = lambda _: os.kill(os.getpid(), {number})
sys.exit(group.main([]))
"""


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"])
def test_a_second_signal_changes_nothing(number: int, code: int) -> None:
    done = subprocess.run([PYTHON, "-c", TWICE.format(number=int(number))], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)


HEAVY = ("_duckdb", "duckdb", "jsonschema_rs", "hypothesis", "pyarrow", "pandas", "polars", "numpy", "frictionless")


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], []),
        (["validate", "--help"], []),
        (["convert", "--help"], []),
        (["explain", "CAS001"], []),
        (["rules"], []),
        (["codelists", "countries"], []),
        (["validate", MINIMAL], ["_duckdb", "jsonschema_rs"]),
    ],
    ids=lambda a: " ".join(a)[:20],
)
def test_what_is_imported(arguments: list[str], heavy: list[str]) -> None:
    found = f"json.dumps([m for m in {HEAVY!r} if m in sys.modules])"
    program = f"import sys, json; from conflictdp.cli import main; main({arguments!r}); print({found})"
    done = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == heavy


def test_importing_the_package_imports_nothing_of_it() -> None:
    program = "import sys, conflictdp; print([m for m in sys.modules if m.startswith('conflictdp.')])"
    done = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
from conflictdp.cli import main
sys.exit(main({arguments!r}))
"""


ROOM = 60_000
LINK = "claim_id,related_claim_id,relation\n\n" + "c1,c2,denies\n" * 20_000
PARTY = '{"record":"party","party_id":"p1","name":"Invented","party_type":"armed_group"}\n' * 2000
SOURCE = '{"record":"source","source_id":"s%d","title":"Invented %d","source_type":"other"}\n'
NEEDY = {
    "a table to be cleaned": (LINK, "claim_links.csv", "validate", ()),
    "lines": (PARTY, "data.jsonl", "validate", ()),
    "every finding": (LINK.replace("\n\n", "\n").replace("c2", ""), "claim_links.csv", "validate", ("--format", "csv")),
}


def limited(size: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run that may write no file of more bytes, as on a disk that is full."""
    program = LIMITED.format(size=size, arguments=list(arguments))
    return subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=False)


@posix
@pytest.mark.parametrize("need", NEEDY)
def test_no_room_for_temporary_files_is_said(need: str, tmp_path: Path, temporary: Path) -> None:
    text, name, *arguments, options = NEEDY[need]
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = limited(ROOM, *arguments, str(tmp_path / name), *options)
    assert (done.returncode, "valid" in done.stdout) == (2, False)
    assert done.stderr.startswith("conflictdp: ")
    assert done.stderr.count("\n") == 1
    assert "File too large" in done.stderr
    assert list(temporary.iterdir()) == []


@posix
def test_no_room_to_spill_to_is_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "claim_links.csv"
    rows = "".join(f"claim-{i * 7919 % 200_000},other-{i},denies\n" for i in range(200_000))
    path.write_text("claim_id,related_claim_id,relation\n" + rows, encoding="utf-8")
    done = limited(100_000, "validate", str(path), "--memory", "12MB", "--jobs", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("conflictdp: no room is left to spill to")


@posix
@pytest.mark.parametrize(
    ("name", "options"),
    [("out", ()), ("out", ("--tables", "parquet")), ("out.zip", ()), ("out.jsonl", ()), ("out.db", ("--to", "sqlite")),
     ("out.duckdb", ("--to", "duckdb")), ("out.xlsx", ("--to", "xlsx")), ("out.nt", ("--to", "jsonld"))],
    ids=lambda v: v if isinstance(v, str) else " ".join(v),
)  # fmt: skip
def test_no_room_for_what_is_converted_is_said_and_nothing_left(
    name: str, options: tuple[str, ...], tmp_path: Path, temporary: Path
) -> None:
    khasham = str(ROOT / "examples" / "khasham-2018")
    done = limited(4000, "convert", khasham, str(tmp_path / name), *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert "internal error" not in done.stderr
    place = f"no room for temporary files in {temporary}" if name == "out.zip" else f"cannot write {tmp_path / name}"
    assert done.stderr.startswith(f"conflictdp: {place}: ")
    assert (list(tmp_path.iterdir()), list(temporary.iterdir())) == ([], [])


@posix
def test_no_folder_for_temporary_files_is_said() -> None:
    program = f"""
import sys, tempfile
tempfile._get_candidate_names = lambda: iter(())
tempfile.tempdir, tempfile._candidate_tempdir_list = None, lambda: ["/nonexistent"]
from conflictdp.cli import main
sys.exit(main(["validate", {MINIMAL!r}]))
"""
    done = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("conflictdp: no folder for temporary files: No usable temporary directory found")


@posix
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_report_that_cannot_be_written_is_not_a_pass(form: str, tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = run("validate", MINIMAL, "--format", form, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (2, "conflictdp: output: No space left on device\n")
    target = tmp_path / "nowhere" / "report"
    done = run("validate", MINIMAL, "--format", f"{form}={target}")
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert "Traceback" not in done.stderr


@posix
def test_a_folder_that_is_read_only_is_validated_and_left_alone(tmp_path: Path) -> None:
    for name in ("datapackage.json", "sources.csv", "events.csv", "claims.csv", "casualties.csv"):
        (tmp_path / name).write_bytes((Path(MINIMAL) / name).read_bytes())
        (tmp_path / name).chmod(0o444)
    tmp_path.chmod(0o555)
    before = sorted(p.stat().st_mtime_ns for p in [tmp_path, *tmp_path.iterdir()])
    done = run("validate", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(p.stat().st_mtime_ns for p in [tmp_path, *tmp_path.iterdir()]) == before
    tmp_path.chmod(0o755)
