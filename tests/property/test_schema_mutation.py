"""Every constraint of the schemas is there for something: a record violates it, and it alone."""

from __future__ import annotations

from constraints import IMPLIED, constraints, data_schemas, killed, mutants, violated


def test_every_constraint_is_killed_by_a_record_that_violates_it_alone() -> None:
    alive = set(constraints()) - killed()
    assert sorted(f"{c.place}: {c.keyword}" for c in alive - IMPLIED.keys()) == []
    assert IMPLIED.keys() - alive == set(), "killed after all: take it off the list"


def test_what_is_implied_is_violated_together_with_another() -> None:
    assert IMPLIED.keys() <= set(constraints())
    assert all(IMPLIED.values())


def test_constraints_of_every_schema_are_counted() -> None:
    assert {c.place.partition("/")[0] for c in constraints()} == data_schemas().keys()
    kinds = {c.kind for c in constraints()}
    assert kinds >= {"type", "enum", "pattern", "minimum", "maximum", "maxLength", "required", "false", "const"}


def test_a_mutant_is_what_it_says() -> None:
    for mutant in mutants()[::97]:
        found = violated(mutant.schema, mutant.value)
        assert len(found) == 1
        assert next(iter(found)).kind == mutant.constraint.kind
