"""The reference pages of the standard, as Markdown, made from what `schema/` says.

markdown    text that may stand in Markdown
records     a page for each kind of record
codelists   a page for each codelist
rules       a page for each chapter of rules
pages       all of them, by path
"""

from conflictdp.reference.pages import pages

__all__ = ["pages"]
