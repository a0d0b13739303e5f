"""Profiles for the property tests: the same examples in every run, few by default and many on request."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "conflictdp",
    derandomize="CONFLICTDP_EFFORT" not in os.environ,
    database=None,
    deadline=None,
    # A package takes some thousand draws, and the machine may be busy.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
settings.load_profile("conflictdp")
