"""The hook managers, each with its example in examples/."""

import re
import shutil

import yaml
from work import BAD, FIXABLE, GOOD, TOP

NAMES = ["README.md", "data/README.md", "a space/README.md", "it's/README.md", "-dash/README.md", "é/README.md", "a/b/README.md"]


def committing(repo):
    """What every manager must do with commits and clean merges."""
    repo.stage("README.md", BAD)
    repo.refused("commit", "-m", "bad")
    repo.stage("README.md", GOOD)
    repo.write("README.md", BAD)
    repo.git("commit", "-m", "good, whatever the working tree holds")
    assert (repo.path / "README.md").read_text() == BAD
    repo.git("checkout", "-q", "README.md")
    repo.stage("other/README.md", b"# Caf\xe9, and no card\n")
    repo.stage("a space/README.md", "# No card either\n")
    repo.git("commit", "-m", "no cards")
    for name in NAMES:
        repo.stage(name, BAD)
        text = repo.refused("commit", "-m", "bad")
        assert name in text, (name, text)
        repo.git("rm", "-q", "--cached", "--", name)
        (repo.path / name).unlink()
        if name in ("README.md", "a space/README.md"):
            repo.git("reset", "-q", "--", name)
            repo.git("checkout", "-q", "--", name)


def merging(repo):
    repo.git("checkout", "-q", "-b", "side")
    repo.stage("merged/README.md", BAD)
    repo.git("commit", "-q", "--no-verify", "-m", "bad")
    repo.git("checkout", "-q", "main")
    repo.stage("b.txt", "b")
    repo.git("commit", "-q", "-m", "so that the merge is a commit")
    repo.refused("merge", "--no-edit", "side")
    repo.git("merge", "--abort")


def pushing(repo, server):
    """What a pre-push hook must do."""
    repo.git("remote", "add", "origin", server.path)
    repo.git("push", "-q", "origin", "main")
    repo.stage("pushed/README.md", BAD)
    repo.git("commit", "-q", "--no-verify", "-m", "bad")
    before = server.git("for-each-ref")
    assert "no-such-license" in repo.git("push", "origin", "main", ok=False)
    assert before == server.git("for-each-ref")
    repo.stage("pushed/README.md", GOOD)
    repo.git("commit", "-q", "-m", "good")
    repo.git("push", "-q", "origin", "main")


def fixing(repo, why="files were modified by this hook"):
    """A fix is left in the working tree, and said: it is for the author to look at and stage."""
    repo.stage("data/README.md", FIXABLE)
    text = repo.refused("commit", "-m", "fixed in the working tree", why=why)
    assert "data/README.md" in text and "scalar-instead-of-list" in text, text
    assert (repo.path / "data/README.md").read_text() != FIXABLE
    repo.git("add", "data/README.md")
    repo.git("commit", "-m", "fixed")


def framework(work, manager, source, hook, name):
    """A repository under pre-commit or prek: the example with one hook of ours."""
    repo = work.repo(name)
    config = yaml.safe_load((TOP / "examples/pre-commit/.pre-commit-config.yaml").read_text())
    config["repos"] = [{"repo": source.path.as_uri(), "rev": source.head(), "hooks": [{"id": hook}]}]
    repo.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", "configuration")
    repo.run(manager, "install")
    return repo


def checks(work, manager, source):
    repo = framework(work, manager, source, "cardlint", f"{manager}-{source.path.name}")
    committing(repo)
    merging(repo)
    pushing(repo, work.repo(f"{manager}-{source.path.name}.git", "--bare"))
    repo.stage("README.md", BAD)
    assert "no-such-license" in repo.run(manager, "run", "--all-files", ok=False)


def fixes(work, manager, source):
    repo = framework(work, manager, source, "cardlint-fix", f"{manager}-fixes")
    fixing(repo)
    repo.stage("README.md", BAD)
    repo.refused("commit", "-m", "nothing to fix safely")


def system(work, manager, source):
    committing(framework(work, manager, source, "cardlint-system", f"{manager}-system"))


def projects(work):
    """A sub-directory with a configuration of its own: to pre-commit it is nothing, to prek a project."""
    for manager in ("pre-commit", "prek"):
        repo = framework(work, manager, work.source, "cardlint-system", f"{manager}-projects")
        shutil.copy(repo.path / ".pre-commit-config.yaml", repo.path / "sub-config")
        (repo.path / "sub").mkdir()
        (repo.path / "sub-config").rename(repo.path / "sub/.pre-commit-config.yaml")
        repo.stage("sub/README.md", BAD)
        repo.git("add", ".")
        text = repo.refused("commit", "-m", "bad")
        times = len(re.findall(r"README\.md:2:10", text))
        assert times == {"pre-commit": 1, "prek": 2}[manager], (manager, text)


def lefthook(work):
    repo = work.example("lefthook", "lefthook")
    repo.run("lefthook", "install")
    committing(repo)
    merging(repo)
    pushing(repo, work.repo("lefthook.git", "--bare"))
    assert "lefthook.yml" in repo.run("cardlint", "hook", "status", ok=False)


def husky(work):
    repo = work.example("husky", "husky")
    repo.run("husky")
    committing(repo)
    merging(repo)
    pushing(repo, work.repo("husky.git", "--bare"))
    assert ".husky/pre-commit" in repo.run("cardlint", "hook", "install", ok=False)


def lint_staged(work):
    repo = work.example("lint-staged", "lint-staged")
    repo.run("husky")
    committing(repo)
    pushing(repo, work.repo("lint-staged.git", "--bare"))
    # it stages what was fixed
    repo.stage("data/README.md", FIXABLE)
    repo.git("commit", "-m", "fixed")
    committed = repo.git("show", "HEAD:data/README.md")
    assert "audio" in committed and committed != FIXABLE, committed


def chained(work):
    """Over the hook of pre-commit: both run, and uninstalling restores the hook."""
    repo = framework(work, "pre-commit", work.source, "cardlint-system", "chained")
    hook = repo.path / ".git/hooks/pre-commit"
    before = hook.read_bytes()
    assert ".pre-commit-config.yaml" in repo.run("cardlint", "hook", "install")
    repo.stage("README.md", GOOD)
    assert "Passed" in repo.git("commit", "-m", "good")
    repo.run("cardlint", "hook", "uninstall")
    assert hook.read_bytes() == before
