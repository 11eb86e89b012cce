"""`cardlint init` in a terminal: its questions, answered by typing."""

import os
import subprocess
import tempfile
from pathlib import Path

import pexpect

CARDLINT = str(Path(os.environ["CARDLINT"]).resolve())
CARD = """---
pretty_name: Voices
license: cc-by-4.0
language:
- pt
- en
task_categories:
- translation
extra_gated_prompt: Tell us who you are.
extra_gated_fields:
  Affiliation: text
  Purpose:
"""


def start(folder: Path) -> pexpect.spawn:
    environment = {**os.environ, "TERM": "xterm-256color"}
    return pexpect.spawn(CARDLINT, ["init"], cwd=str(folder), env=environment, dimensions=(30, 100), timeout=20, encoding="utf-8")


def answered(folder: Path) -> None:
    child = start(folder)
    child.expect("What is it")
    child.send("\r")
    child.expect("Display name")
    child.sendcontrol("u")
    child.send("\x7f" * 40 + "Voices\r")
    child.expect("License")
    child.send("cc-by-4.0")
    child.expect("Attribution")
    child.send("\r")
    child.expect("Languages")
    child.send("Portuguese, Klingonese\r")
    child.expect("`Klingonese` is not a language")
    child.send("Portuguese, en\r")
    child.expect("Task")
    child.send("translation\r")
    child.expect("Add a gate form")
    child.send("y")
    child.expect("What do readers have to know")
    child.send("Tell us who you are.\r")
    child.expect("Fields")
    # The second of the usual fields is not wanted.
    child.send("\x1b[B \r")
    child.expect("wrote ./README.md")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.exitstatus
    text = (folder / "README.md").read_text()
    assert text.startswith(CARD), text
    checked = subprocess.run([CARDLINT, "check", "--warnings-as-errors", "README.md"], cwd=folder, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def interrupted(folder: Path) -> None:
    """Ctrl-C in a question ends it, writes nothing, and gives the terminal back with its cursor."""
    child = start(folder)
    child.expect("What is it")
    child.sendcontrol("c")
    shown = child.read()
    child.close()
    assert child.exitstatus != 0 or child.signalstatus, (child.exitstatus, shown)
    assert shown.rfind("\x1b[?25h") > shown.rfind("\x1b[?25l"), repr(shown)
    assert not (folder / "README.md").exists()


def main() -> None:
    for test in (answered, interrupted):
        with tempfile.TemporaryDirectory() as folder:
            test(Path(folder))
        print(f"init {test.__name__}: ok")


if __name__ == "__main__":
    main()
