"""The pipeline: read, shape, cells, keys, rules, report.

deadline    a limit to the time that work takes
loading     what was read, put into the store
verdicts    large files looked through while they are loaded
streaming   documents and JSON Lines, put into the store batch by batch
placing     hits turned into findings with their places
positions   where on its line, or in its document, a value begins
pipeline    the steps in their order
"""

from conflictdp.validation.pipeline import Selection, validate

__all__ = ["Selection", "validate"]
