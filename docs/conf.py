"""How Sphinx builds the documentation: `make docs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygments.lexers.special import TextLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "Conflict DP"
author = "The Conflict DP contributors"
copyright = "The Conflict DP contributors; texts CC BY 4.0, code Apache-2.0"  # noqa: A001 - the name Sphinx reads
language = "en"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
nitpicky = True

myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence", "deflist"]

html_theme = "furo"
html_title = "Conflict DP"
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None  # the same sources give the same pages


def _open_files_of_the_repository(_: Sphinx, page: str, text: list[str]) -> None:
    """Pages link to other files of the repository by relative path, as a forge shows them; here they are downloads."""
    up = "../" * page.count("/") + "../"
    text[0] = text[0].replace("](" + up, "](path:" + up)


def setup(app: Sphinx) -> None:
    """What Sphinx calls."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", _open_files_of_the_repository)
