"""git with git-lfs, as the system has them."""

import os
import pathlib
import subprocess
import tempfile

from cells import ENDPOINT, cell

HOST = ENDPOINT.removeprefix("http://")
ENV = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_GLOBAL": tempfile.mkstemp()[1]}
WHERE = pathlib.Path(tempfile.mkdtemp())


def git(*words, cwd=WHERE, fails=""):
    done = subprocess.run(["git", *words], cwd=cwd, env=ENV, capture_output=True, text=True)
    said = done.stdout + done.stderr
    assert (fails in said) if fails else True, said
    assert (done.returncode != 0) == bool(fails), said
    return done.stdout


def address(user, repo):
    return f"http://{user}:hf_{user}@{HOST}/datasets/ana/{repo}"


git("lfs", "install")
git("config", "--global", "user.name", "ana")
git("config", "--global", "user.email", "ana@example.com")


@cell
def clone():
    git("clone", "-q", address("cy", "gated"), "gated")
    assert (WHERE / "gated/weights.bin").read_bytes() == bytes(range(8))


@cell
def no_access():
    git("clone", "-q", address("bo", "gated"), "refused", fails="Access to dataset ana/gated is restricted")


@cell
def push():
    git("clone", "-q", address("ana", "open"), "open")
    (WHERE / "open/more.bin").write_bytes(os.urandom(300_000))
    git("add", ".", cwd=WHERE / "open")
    git("commit", "-q", "-m", "more", cwd=WHERE / "open")
    git("push", "-q", cwd=WHERE / "open")
    git("clone", "-q", address("ana", "open"), "again")
    assert (WHERE / "again/more.bin").read_bytes() == (WHERE / "open/more.bin").read_bytes()


@cell
def push_without_lfs():
    (WHERE / "open/.gitattributes").write_text("")
    (WHERE / "open/raw.bin").write_bytes(bytes(range(256)) * 50)
    git("add", ".", cwd=WHERE / "open")
    git("commit", "-q", "-m", "raw", cwd=WHERE / "open")
    git("push", cwd=WHERE / "open", fails="contains binary files")


@cell
def locks():
    git("lfs", "locks", cwd=WHERE / "gated", fails="LFS locks are not supported")
