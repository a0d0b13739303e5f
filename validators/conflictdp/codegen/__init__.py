"""The types of the standard in other languages, made of its schemas and codelists alone: `conflictdp models`.

targets            the targets by name, and how what is on disk compares
shapes             every kind of object in a document, as values
python_text        what the Python targets share
pydantic_models    target `pydantic`
pydantic_prelude   what that module begins with
dataclass_models   target `dataclasses`
dataclass_prelude  what the records of that module begin with
typed_dicts        target `typeddict`
typescript         target `typescript`
ddl                target `sql`
sql_dialects       how three databases say the same thing
arrow_schemas      target `arrow`
bundle             target `jsonschema`
"""
