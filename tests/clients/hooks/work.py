"""A folder to work in: a home of its own, the managers and cardlint on the PATH, and repositories."""

import os
import re
import shutil
import subprocess
from pathlib import Path

TOP = Path.cwd()
CACHE = Path(os.environ["CACHE"])
CARDLINT = Path(os.environ["CARDLINT"]).resolve()
GOOD = "---\nlicense: mit\n---\n# Good\n"
BAD = "---\nlicense: no-such-license\n---\n# Bad\n"
FIXABLE = "---\nlicense: mit\ntags: audio\n---\n# Fixable\n"


def run(*command, cwd, env=None, ok=None, input=None):
    """Runs a command; returns its status and all it wrote. `ok` says whether it must succeed."""
    command = [str(word) for word in command]
    ran = subprocess.run(
        command, cwd=cwd, env=env, input=input, text=True, errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900,
    )
    if ok is not None:
        assert (ran.returncode == 0) == ok, f"{' '.join(command)}: exit {ran.returncode}\n{ran.stdout}"
    return ran.returncode, ran.stdout


class Work:
    def __init__(self, folder):
        self.folder = Path(folder)
        (self.folder / "bin").mkdir()
        path = [self.folder / "bin", CACHE / "venv/bin", CACHE / "node_modules/.bin", os.environ["PATH"]]
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT", "PREK"))},
            "PATH": os.pathsep.join(map(str, path)),
            "CARGO_HOME": os.environ.get("CARGO_HOME", str(Path.home() / ".cargo")),
            "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup")),
            "PRE_COMMIT_HOME": str(self.folder / "pre-commit"),
            "PREK_HOME": str(self.folder / "prek"),
            "PIP_FIND_LINKS": str(self.folder / "dist"),
            "UV_FIND_LINKS": str(self.folder / "dist"),
            # the wheel is built like the rest: in seconds, not to be fast
            "MATURIN_PEP517_ARGS": "--profile dev",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": str(self.folder / "gitconfig"),
            "GIT_EDITOR": "true",
            "NO_COLOR": "1",
        }
        (self.folder / "dist").mkdir()
        for key, value in [("user.name", "A"), ("user.email", "a@example.org"), ("init.defaultBranch", "main"),
                           ("protocol.file.allow", "always")]:
            run("git", "config", "--global", key, value, cwd=folder, env=self.env, ok=True)
        shutil.copy(CARDLINT, self.folder / "bin/cardlint")
        self.tool(
            "cargo",
            f"export CARGO_TARGET_DIR={self.folder}/target\n"
            'case "$1" in install) shift; set -- install --debug "$@";; esac\n'
            f'exec {shutil.which("cargo")} "$@"',
        )
        self.share_dependencies()
        self.source = self.copy_of_this_repository()

    def tool(self, name, script):
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def share_dependencies(self):
        """What the repository has built of its dependencies is not built again."""
        for part in ("deps", "build", ".fingerprint"):
            for file in (TOP / "target/debug" / part).rglob("*"):
                relative = file.relative_to(TOP)
                if file.is_file() and not re.search(r"/(lib)?(cardlint|integration)-", str(relative)):
                    to = self.folder / relative
                    to.parent.mkdir(parents=True, exist_ok=True)
                    try:
                        os.link(file, to)
                    except OSError:
                        shutil.copy2(file, to)

    def copy_of_this_repository(self):
        copy = self.folder / "source"
        listed = subprocess.check_output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=TOP)
        for name in filter(None, listed.decode().split("\0")):
            if (TOP / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(TOP / name, copy / name)
        repo = Repo(self, copy)
        repo.git("init", "-q")
        repo.git("add", "-A")
        repo.git("commit", "-q", "--no-verify", "-m", "copy")
        return repo

    def mirror(self):
        """A repository with the hooks and a dependency on the wheel, as one beside a published wheel is."""
        run(CACHE / "venv/bin/pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", "-w", self.folder / "dist",
            self.source.path, cwd=self.folder, env=self.env, ok=True)
        version = next((self.folder / "dist").glob("cardlint-*.whl")).name.split("-")[1]
        repo = self.repo("mirror")
        shutil.copy(TOP / ".pre-commit-hooks.yaml", repo.path)
        repo.write("pyproject.toml", f"""[project]
name = "cardlint-mirror"
version = "{version}"
dependencies = ["cardlint=={version}"]
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[tool.setuptools]
py-modules = []
""")
        repo.git("add", ".")
        repo.git("commit", "-q", "-m", version)
        return repo

    def repo(self, name, *options, env=None):
        path = self.folder / name
        repo = Repo(self, path, env)
        run("git", "init", "-q", *options, path, cwd=self.folder, env=repo.env, ok=True)
        return repo

    def example(self, name, to):
        """A repository with an example of this project in its first commit."""
        repo = self.repo(to)
        shutil.copytree(TOP / "examples" / name, repo.path, dirs_exist_ok=True)
        repo.git("add", ".")
        repo.git("commit", "-q", "-m", "configuration")
        return repo


class Repo:
    def __init__(self, work, path, env=None):
        self.work, self.path, self.env = work, path, {**work.env, **(env or {})}

    def run(self, *command, ok=True):
        return run(*command, cwd=self.path, env=self.env, ok=ok)[1]

    def git(self, *words, ok=True):
        return self.run("git", *words, ok=ok)

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def stage(self, name, text):
        self.write(name, text)
        self.git("add", "--", name)

    def head(self):
        return self.git("rev-parse", "HEAD").strip()

    def refused(self, *words, why="no-such-license"):
        before = self.git("rev-parse", "HEAD")
        text = self.git(*words, ok=False)
        assert why in text, text
        assert before == self.git("rev-parse", "HEAD"), text
        return text
