"""The conformance cases of the standard, which an installed package carries along.

cases       a package without a finding, and changes with the findings that they cause
examples    a failing and a mended example of each rule
"""
