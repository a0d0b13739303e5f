"""Typed records, as Pydantic models: one class for each kind of record, an enum for each closed codelist.

package  a whole dataset: read from and written to every form, and validated
records  the classes, generated from the schemas

    >>> from conflictdp.models import Package
    >>> package = Package.load("examples/minimal")
    >>> [event.event_id for event in package.events]
    ['clash-at-the-bridge', 'convoy-shelled']

They need Pydantic, which `pip install conflictdp[models]` brings. They say what a record may look like; whether a
dataset is valid, `Package.validate` says, by the same checks as the command.
"""

from __future__ import annotations

from conflictdp.models import records
from conflictdp.models.package import Package
from conflictdp.models.records import *  # noqa: F403 - the names of its __all__

__all__ = ["Package"]
__all__ += records.__all__
