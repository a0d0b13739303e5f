"""Hypothesis strategies: values, records, whole valid packages, and packages with one planted fault."""

from conflictdp.strategies.faults import Faulty, breakable, faulty
from conflictdp.strategies.packages import packages

__all__ = ["Faulty", "breakable", "faulty", "packages"]
