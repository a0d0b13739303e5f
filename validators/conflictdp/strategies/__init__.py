"""Hypothesis strategies: values, records, whole valid packages, and packages with planted faults. Needs `hypothesis`.

values       single values, by kind
demands      what rules ask of codes that stand together, read from the rules
counts       numbers of people or things
places       points, and how exactly they are known
setting      where and when records are drawn, and cells by their kind
records      records of each table, good by themselves
metadata     what a dataset says of itself
draft        a package while it is drawn
agreements   agreements and whom they bind
claims       what is said of an event
facts        what hangs on events and claims
casualties   casualty counts
packages     whole valid packages
conformance  the conformance cases of the standard
cell_faults  cases for the rules on cells and keys
faults       packages with planted faults

    >>> from hypothesis import given
    >>> from conflictdp.strategies import packages
    >>> @given(packages())
    ... def test_my_reader(package):
    ...     assert read(package["tables"]["events"])
"""

from conflictdp.strategies.faults import Faulty, breakable, faulty
from conflictdp.strategies.metadata import datasets
from conflictdp.strategies.packages import packages
from conflictdp.strategies.records import records
from conflictdp.strategies.setting import Setting
from conflictdp.strategies.values import cells

__all__ = ["Faulty", "Setting", "breakable", "cells", "datasets", "faulty", "packages", "records"]
