"""What is measured, each in a process of its own: `python -m benchmarks.yardsticks.NAME PATH`.

ours             conflictdp validate
frictionless     frictionless validate
bare_parse       DuckDB reads the CSV files, every column as text, into tables
bare_json        orjson and jsonschema-rs, line by line
jsonschema_lines  jsonschema, line by line
pydantic_lines   the models of the standard, line by line
"""
