"""Hypothesis strategies: values, records, whole valid datasets, and datasets with planted faults. Needs `hypothesis`.

values           single values, by kind
demands          what rules ask of codes that stand together, read from the rules
counts           numbers of people or things
places           points, and how exactly they are known
setting          where and when records are drawn, and cells by their kind
records          records of each table, good by themselves
cell_groups      cells that hang together: times, points, figures
metadata         what a dataset says of itself
draft            a package while it is drawn
agreements       agreements and whom they bind
claims           what is said of an event
facts            what hangs on events and claims
casualties       casualty counts
packages         whole valid packages
documents        whole valid documents, and lines of JSON Lines
files            datasets as bytes of files
cell_faults      cases for the rules on cells and keys
file_faults      faults of packages and their files
document_faults  faults of documents
faults           datasets with planted faults

    >>> from hypothesis import given
    >>> from conflictdp.strategies import packages
    >>> @given(packages())
    ... def test_my_reader(package):
    ...     assert read(package["tables"]["events"])
"""

from conflictdp.strategies.cell_groups import figures, points, times
from conflictdp.strategies.documents import documents, lines
from conflictdp.strategies.faults import Faulty, breakable, faulty
from conflictdp.strategies.files import document_files, lines_files, package_files, write_files
from conflictdp.strategies.metadata import datasets
from conflictdp.strategies.packages import packages
from conflictdp.strategies.records import records
from conflictdp.strategies.setting import Setting
from conflictdp.strategies.values import cells, codes, identifiers, labels, short_texts, texts, urls

__all__ = [
    "Faulty",
    "Setting",
    "breakable",
    "cells",
    "codes",
    "datasets",
    "document_files",
    "documents",
    "faulty",
    "figures",
    "identifiers",
    "labels",
    "lines",
    "lines_files",
    "package_files",
    "packages",
    "points",
    "records",
    "short_texts",
    "texts",
    "times",
    "urls",
    "write_files",
]
