"""The profile of the property tests: the same few examples in every run, more and others on request."""

from __future__ import annotations

import os

from checking import EFFORT
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "conflictdp",
    derandomize=EFFORT == 1,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if "CONFLICTDP_EFFORT" in os.environ else [])],
    # A package takes some thousand draws, and the machine may be busy.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
settings.load_profile("conflictdp")
