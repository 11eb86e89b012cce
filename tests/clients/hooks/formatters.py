"""What formatters in the same hook make of a card: in which order its values stay."""

import re

import yaml

FULL = """---
license: MIT\x20\x20
tags: audio\x20\x20\x20
pretty_name: "Voices: the corpus"
# a comment
size_categories:
  - 1K<n<10K
configs:
    - config_name: default
      data_files:
        - {split: train, path: "data/*.csv"}
extra_gated_prompt: |
  You agree:

  - to this

extra_gated_fields:
  Country: country
  "I agree: yes": checkbox
version: "1.10"
description: >-
  folded
  text

  more
last: |
  keeps its line break
---
# Voices

text\x20\x20
more
"""
CARDS = {
    "full": FULL,
    "blank line first": "\n" + FULL,
    "byte order mark": "\ufeff" + FULL,
    "carriage returns": FULL.replace("\n", "\r\n"),
    "spaces behind the fences": FULL.replace("---\n", "---  \n"),
    "dots as the end": FULL.replace("---\n#", "...\n#"),
    "comments only": "---\n# nothing yet\n---\n# Voices\n",
}
FORMATTERS = {
    "prettier": ["prettier", "--write", "README.md"],
    "mdformat with mdformat-frontmatter": ["mdformat", "README.md"],
    "trailing-whitespace": ["trailing-whitespace-fixer", "--markdown-linebreak-ext=md", "README.md"],
    "end-of-file-fixer": ["end-of-file-fixer", "README.md"],
}


def values(repo):
    """What huggingface_hub reads."""
    text = (repo.path / "README.md").read_bytes().decode()
    found = re.search(r"^(\s*---[\r\n]+)([\S\s]*?)([\r\n]+---(\r\n|\n|$))", text)
    return yaml.safe_load(found[2]) if found else "no metadata"


def formatters(work):
    """A fixed card keeps its values through each formatter, and cardlint has nothing to fix afterwards."""
    repo = work.repo("formatters")
    for name, card in CARDS.items():
        repo.write("README.md", card)
        repo.run("cardlint", "check", "--fix", "--exit-zero", "README.md")
        fixed = (repo.path / "README.md").read_bytes()
        before = values(repo)
        assert before != "no metadata" and (name == "comments only" or before["license"] == "mit"), (name, fixed)
        for formatter, command in FORMATTERS.items():
            repo.write("README.md", fixed)
            repo.run(*command, ok=None)
            assert values(repo) == before, (name, formatter, (repo.path / "README.md").read_text())
            diff = repo.run("cardlint", "check", "--diff", "README.md")
            assert "nothing to" in diff, (name, formatter, diff)


def wrong_order(work):
    """The formatters first: prettier and mdformat make text of metadata behind a blank line."""
    repo = work.repo("wrong-order")
    for formatter in ("prettier", "mdformat with mdformat-frontmatter"):
        repo.write("README.md", CARDS["blank line first"])
        repo.run(*FORMATTERS[formatter])
        repo.run("cardlint", "check", "--fix", "--exit-zero", "README.md")
        assert values(repo) == "no metadata", (formatter, values(repo))


def mdformat_alone(work):
    """mdformat without its plugin makes text of any metadata, in every order."""
    repo = work.repo("mdformat-alone")
    repo.write("README.md", CARDS["full"])
    repo.run("cardlint", "check", "--fix", "--exit-zero", "README.md")
    repo.run("mdformat", "--no-extensions", "README.md")
    assert values(repo) == "no metadata"


def line_ends(work):
    """`*.md eol=crlf`: what is committed has LF, what is in the working tree has CRLF, and both pass."""
    repo = work.repo("line-ends")
    repo.stage(".gitattributes", "*.md text eol=crlf\n")
    repo.stage("data/a.csv", "a\n1\n")
    repo.git("commit", "-q", "-m", "attributes and data")
    repo.run("cardlint", "hook", "install")
    repo.stage("README.md", CARDS["carriage returns"])
    repo.refused("commit", "-m", "bad", why="unknown-license")
    repo.run("cardlint", "check", "--fix", "README.md")
    before = values(repo)
    repo.git("commit", "-a", "-m", "fixed")
    (repo.path / "README.md").unlink()
    repo.git("checkout", "README.md")
    text = (repo.path / "README.md").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") and values(repo) == before
    assert "\r" not in repo.git("show", "HEAD:README.md")
    repo.run("cardlint", "check", "README.md")
