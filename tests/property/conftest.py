"""The profile of the property tests: the same few examples in every run, more and others on request."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from checking import EFFORT
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    import pytest

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


def pytest_configure(config: pytest.Config) -> None:
    """A failing package is long; that Hypothesis says so must not hide the failure."""
    config.addinivalue_line("filterwarnings", "ignore:Generating overly large repr:hypothesis.errors.HypothesisWarning")
