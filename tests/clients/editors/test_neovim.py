"""Neovim from start to end: open a card, see a diagnostic, apply the fix, complete, read what a key means."""

import os
import sys
import tempfile
from pathlib import Path

from neovim import Neovim

CARD = """---
license: Apache-2.0
extra_gated_fields:
  Company: text
---
# Voices
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "README.md").write_text(CARD)
        (folder / "cardlint.toml").write_text("")
        editor = Neovim(os.environ["NVIM"], os.environ["CARDLINT"], folder)
        try:
            walk(editor, folder)
        finally:
            editor.close()
    print("neovim: ok")


def walk(editor: Neovim, folder: Path) -> None:
    editor.type(":edit README.md\r")
    found = editor.until(editor.diagnostics, "diagnostics")
    assert [each["code"] for each in found] == ["unknown-license"], found
    assert (found[0]["lnum"], found[0]["col"]) == (1, 9), found

    # The preferred quick fix, as `gra` offers it.
    editor.type(":2\r")
    editor.type(":lua vim.lsp.buf.code_action({ apply = true, filter = function(a) return a.isPreferred end })\r")
    editor.until(lambda: "license: apache-2.0" in editor.text(), "fixed license")
    editor.until(lambda: editor.diagnostics() == [], "end of the diagnostics")

    # Completion behind a label that is not finished, and of a language by its name.
    editor.type(":lua vim.lsp.completion.enable(true, vim.lsp.get_clients()[1].id, 0)\r")
    editor.type(":4\ro")
    editor.type("Country: ")
    editor.type("co")
    editor.type("\x18\x0f", 0.5)
    editor.until(lambda: editor.sees("country"), "completion of a gate field")
    editor.type("\x19\x1b")
    editor.until(lambda: "  Country: country\n" in editor.text(), "completed gate field")
    editor.type(":2\ro")
    editor.type("language: Portug")
    editor.type("\x18\x0f", 0.5)
    editor.until(lambda: editor.sees("Portuguese"), "completion of a language")
    editor.type("\x19\x1b")
    editor.until(lambda: "\nlanguage: pt\n" in editor.text(), "completed language")

    # What a key means.
    editor.type(":4\r0")
    editor.type("K", 0.3)
    editor.until(lambda: editor.sees("The fields of the form"), "hover")
    editor.type("\x1b")
    symbols = editor.lua(
        "vim.tbl_map(function(s) return s.name end, vim.lsp.buf_request_sync(0, 'textDocument/documentSymbol', "
        "{ textDocument = vim.lsp.util.make_text_document_params(0) }, 5000)[vim.lsp.get_clients()[1].id].result)"
    )
    assert symbols == ["license", "language", "extra_gated_fields"], symbols

    # A configuration that is saved holds at once.
    editor.type(":%s/apache-2.0/nope/\r")
    editor.until(editor.diagnostics, "diagnostics of the new text")
    editor.type(":w\r:edit cardlint.toml\r")
    editor.type("i[rules]\runknown-license = \"off\"\x1b:w\r", 0.5)
    editor.type(":edit README.md\r")
    editor.until(lambda: editor.diagnostics() == [], "end of the diagnostics by the configuration")
    assert (folder / "README.md").read_text() == editor.text()


if __name__ == "__main__":
    sys.exit(main())
