"""Emacs with eglot, and Vim with ALE: `test_others.py emacs|vim`. Exit status 75 where the editor is not installed."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect

from neovim import block

HERE = Path(__file__).resolve().parent
NOT_INSTALLED = 75
CARD = """---
license: Apache-2.0
extra_gated_fields:
  Company: text
---
# Voices
"""


def emacs(folder: Path, environment: dict) -> None:
    if subprocess.run(["emacs", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"], capture_output=True).returncode:
        print("eglot is not installed")
        sys.exit(NOT_INSTALLED)
    init = folder.parent / "init.el"
    init.write_text(f"(package-initialize)\n{block('Emacs')}")
    words = ["emacs", "--batch", "-l", str(init), "-l", str(HERE / "emacs.el")]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and done.stdout.endswith(": ok\n"), done.stdout + done.stderr


def vim(folder: Path, environment: dict) -> None:
    if not list(Path("/usr/share/vim").glob("vimfiles/pack/*/opt/ale")):
        print("ALE is not installed")
        sys.exit(NOT_INSTALLED)
    init, result = folder.parent / "vimrc", folder.parent / "result"
    init.write_text(f"set nocompatible noswapfile\nfiletype plugin on\npackadd! ale\n{block('Vim')}")
    words = ["-Nu", str(init), "-S", str(HERE / "vim.vim"), "README.md"]
    child = pexpect.spawn("vim", words, cwd=str(folder), env={**environment, "RESULT": str(result)}, timeout=120)
    child.expect(pexpect.EOF)
    child.close()
    assert result.exists(), "Vim has ended without a result"
    assert result.read_text() == "ok\n", result.read_text()


def main() -> None:
    name = sys.argv[1]
    if shutil.which(name) is None:
        print(f"{name} is not installed")
        sys.exit(NOT_INSTALLED)
    with tempfile.TemporaryDirectory() as top:
        folder, binaries = Path(top) / "repo", Path(top) / "bin"
        folder.mkdir()
        binaries.mkdir()
        (binaries / "cardlint").symlink_to(Path(os.environ["CARDLINT"]).resolve())
        (folder / "README.md").write_text(CARD)
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
        environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}", "HOME": top, "TERM": "xterm-256color"}
        {"emacs": emacs, "vim": vim}[name](folder, environment)
    print(f"{name}: ok")


if __name__ == "__main__":
    main()
