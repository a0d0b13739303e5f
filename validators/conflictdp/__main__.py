"""`python -m conflictdp` is the command `conflictdp`."""

import sys

from conflictdp.cli import main

if __name__ == "__main__":
    sys.exit(main())
