"""A dataset at a glance: what it holds, counted by the engine, never row by row in Python.

values      what there is to say: totals, bars, periods, places, figures, and the rows of findings
queries     the queries, by name; codes in words
times       events over time, certain and possible
places      events by place, rounded so that no address is given away
figures     what sources say of one number of people, and where they cannot all be right
rows        the rows at fault, as they were read
looking     all of it, of one opened dataset
"""

from conflictdp.glance.looking import look
from conflictdp.glance.values import Glance, Look

__all__ = ["Glance", "Look", "look"]
