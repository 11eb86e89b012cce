"""Writes the code blocks of a Markdown page into files: blocks.py PAGE LANGUAGE FOLDER PATTERN, such as test_{}.py."""

import pathlib
import re
import sys

page, language, folder, pattern = sys.argv[1:]
text = pathlib.Path(page).read_text(encoding="utf-8")
blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
if not blocks:
    sys.exit(f"{page} has no block of {language}")
for number, block in enumerate(blocks):
    pathlib.Path(folder, pattern.format(f"{pathlib.Path(page).stem}_{number}")).write_text(block, encoding="utf-8")
