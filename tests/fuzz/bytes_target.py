"""A fuzz target for atheris: any bytes, as a file of a form, come to a verdict or an error of ours.

    pip install atheris
    python tests/fuzz/bytes_target.py --form data.json -max_total_time=600

Options after the form are those of libFuzzer (https://llvm.org/docs/LibFuzzer.html#options). What makes it fail is
kept as crash-<hash>; give the file as the last argument to see it again.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "hostile")]

with atheris.instrument_imports(include=["conflictdp"]):
    from mutations import seeds, survives


def main() -> None:
    """Runs the target on one form until libFuzzer ends it."""
    arguments = sys.argv[1:]
    name = "data.json"
    if arguments[:1] == ["--form"]:
        name, arguments = arguments[1], arguments[2:]
    if name not in seeds():
        sys.exit(f"no form {name}; there are {', '.join(seeds())}")
    corpus = Path(mkdtemp(prefix="conflictdp-fuzz-"))
    (corpus / "seed").write_bytes(seeds()[name])
    has_files = any(not a.startswith("-") for a in arguments)
    atheris.Setup(
        [sys.argv[0], *arguments, *([] if has_files else [str(corpus)])], lambda data: survives(name, data) and None
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
