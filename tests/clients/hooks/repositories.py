"""Every kind of repository that the git at hand makes, with every git at hand: the system's, and one with reftables."""

import os
import re
import subprocess
from pathlib import Path

from work import BAD, CACHE, GOOD, Repo


def gits():
    """The path of each git, by its version."""
    found = {}
    for folder in [CACHE / "git/bin", *map(Path, os.environ["PATH"].split(os.pathsep)), Path("/usr/bin")]:
        if (folder / "git").is_file():
            words = subprocess.check_output([folder / "git", "--version"], text=True)
            found.setdefault(tuple(map(int, re.findall(r"\d+", words)[:2])), folder / "git")
    assert max(found) >= (2, 45), f"no git with reftables: {found}"
    return found


def repositories(work, version, git):
    name = ".".join(map(str, version))
    links = work.folder / f"git-{name}"
    links.mkdir()
    (links / "git").symlink_to(git)
    env = {"PATH": f"{links}{os.pathsep}{work.env['PATH']}"}
    kinds = {"files": [], "sha256": ["--object-format=sha256"]}
    if version >= (2, 45):
        kinds |= {"reftable": ["--ref-format=reftable"], "reftable-sha256": ["--ref-format=reftable", "--object-format=sha256"]}
    for kind, options in kinds.items():
        kind_of_repository(work, f"{name}-{kind}", options, env)


def kind_of_repository(work, name, options, env):
    repo = work.repo(name, *options, env=env)
    committing_in(repo)
    # another branch, what is new since a revision, and a linked worktree
    base = repo.head()
    repo.stage("data/README.md", BAD)
    repo.git("commit", "-q", "--no-verify", "-m", "bad")
    for revision in ("HEAD~1", "main@{1}", base[:12]):
        text = repo.run("cardlint", "check", "--since", revision, "--format", "concise", ok=False)
        assert "data/README.md:2:10: error[unknown-license]" in text, (revision, text)
    repo.run("cardlint", "check", "--since", "HEAD")
    repo.git("worktree", "add", "-q", f"../{name}-linked", base)
    committing_in(Repo(work, work.folder / f"{name}-linked", env), "linked/README.md", is_installed=True)
    # a push: what the remote has is known by its refs
    server = work.repo(f"{name}.git", "--bare", *options, env=env)
    repo.git("remote", "add", "origin", server.path)
    repo.run("cardlint", "hook", "install", "--pre-push")
    repo.git("push", "-q", "--no-verify", "origin", "main")
    repo.git("fetch", "-q", "origin")
    repo.git("push", "-q", "origin", "main:refs/heads/same")
    repo.stage("new/README.md", BAD)
    repo.git("commit", "-q", "--no-verify", "-m", "bad")
    text = repo.git("push", "origin", "main", ok=False)
    assert f"new/README.md:2:10: error[unknown-license]" in text and repo.head() in text, text
    assert "data/README.md" not in text, text
    # servers, bare and not
    plain = work.repo(f"{name}-server", *options, env=env)
    plain.git("config", "receive.denyCurrentBranch", "updateInstead")
    for receiver in (server, plain):
        receiver.run("cardlint", "hook", "install", "--pre-receive")
        if receiver is plain:
            (receiver.path / ".git/hooks/pre-commit").unlink()
        text = repo.git("push", "--no-verify", receiver.path, "HEAD:refs/heads/other", ok=False)
        assert "new/README.md:2:10: error[unknown-license]" in text and repo.head() in text, text
        repo.git("push", "-q", "--no-verify", receiver.path, f"{base}:refs/heads/good")


def committing_in(repo, name="README.md", is_installed=False):
    if not is_installed:
        repo.run("cardlint", "hook", "install")
    assert "pre-commit        installed" in repo.run("cardlint", "hook", "status")
    repo.stage(name, BAD)
    repo.git("commit", "-m", "bad", ok=False)
    repo.stage(name, GOOD)
    repo.git("commit", "-q", "-m", "good")
