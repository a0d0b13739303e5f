"""The standard's types in other languages; each target is a function from the version of the standard to text.

shapes            every kind of object in a document, as values
python_text       what the Python targets share
pydantic_models   target `pydantic`
pydantic_prelude  what that module begins with
"""
