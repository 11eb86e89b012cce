"""Commits and pushes under the real hook managers; run by run.sh, which installs them.

The managers build cardlint from a copy of this repository, as they would for a user. So that this takes no minutes,
pre-commit's `cargo install` gets `--debug` and the dependencies that the repository has built already; prek, which asks no
PATH for cargo, keeps what it builds in the cache and optimises nothing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import yaml

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
    """A folder with a home of its own, the managers and cardlint on the PATH, and repositories in it."""

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
            "PREK_HOME": str(CACHE / "prek"),
            "CARGO_TARGET_DIR": str(CACHE / "prek-target"),
            "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
            "CARGO_PROFILE_RELEASE_LTO": "off",
            "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": str(self.folder / "gitconfig"),
            "GIT_EDITOR": "true",
            "NO_COLOR": "1",
        }
        run("git", "config", "--global", "user.name", "A", cwd=folder, env=self.env, ok=True)
        run("git", "config", "--global", "user.email", "a@example.org", cwd=folder, env=self.env, ok=True)
        run("git", "config", "--global", "init.defaultBranch", "main", cwd=folder, env=self.env, ok=True)
        cargo = shutil.which("cargo")
        self.tool(
            "cargo",
            f"export CARGO_TARGET_DIR={self.folder}/target\n"
            'case "$1" in install) shift; set -- install --debug "$@";; esac\n'
            'case "$*" in "install "*" --locked "*) ;; "install "*) set -- "$@" --locked;; esac\n'
            f'exec {cargo} "$@"',
        )
        self.share_dependencies()
        self.source = self.copy_of_this_repository()

    def tool(self, name, script):
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def share_dependencies(self):
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

    def repo(self, name, *options):
        path = self.folder / name
        run("git", "init", "-q", *options, path, cwd=self.folder, env=self.env, ok=True)
        return Repo(self, path)


class Repo:
    def __init__(self, work, path):
        self.work, self.path = work, path

    def run(self, *command, ok=True):
        return run(*command, cwd=self.path, env=self.work.env, ok=ok)[1]

    def git(self, *words, ok=True):
        return self.run("git", *words, ok=ok)

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def stage(self, name, text):
        self.write(name, text)
        self.git("add", "--", name)

    def refused(self, *words, why="no-such-license"):
        before = self.git("rev-parse", "HEAD")
        text = self.git(*words, ok=False)
        assert why in text, text
        assert before == self.git("rev-parse", "HEAD"), text
        return text


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
    repo.git("checkout", "-q", "-b", "side")
    repo.stage("data/README.md", BAD)
    repo.git("commit", "-q", "--no-verify", "-m", "bad")
    repo.git("checkout", "-q", "main")
    repo.stage("b.txt", "b")
    repo.git("commit", "-q", "-m", "so that the merge is a commit")
    repo.refused("merge", "--no-edit", "side")
    repo.git("merge", "--abort")


def framework(work, manager, hook, name):
    """A repository under pre-commit or prek with one hook of ours."""
    repo = work.repo(name)
    source = work.source
    rev = source.git("rev-parse", "HEAD").strip()
    config = {"repos": [{"repo": source.path.as_uri(), "rev": rev, "hooks": [{"id": hook}]}]}
    repo.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", "configuration")
    repo.run(manager, "install", "--hook-type", "pre-commit", "--hook-type", "pre-merge-commit")
    return repo


def checks(work, manager):
    repo = framework(work, manager, "cardlint", f"{manager}-checks")
    committing(repo)
    repo.stage("README.md", BAD)
    assert "no-such-license" in repo.run(manager, "run", "--all-files", ok=False)


def system(work, manager):
    committing(framework(work, manager, "cardlint-system", f"{manager}-system"))


def mends(work, manager):
    repo = framework(work, manager, "cardlint-fix", f"{manager}-mends")
    repo.stage("README.md", FIXABLE)
    repo.refused("commit", "-m", "fixed in the working tree", why="files were modified by this hook")
    assert (repo.path / "README.md").read_text() != FIXABLE
    repo.git("add", "README.md")
    repo.git("commit", "-m", "fixed")
    repo.stage("README.md", BAD)
    repo.refused("commit", "-m", "nothing to mend without asking")


def pushing(repo, server):
    """What a pre-push hook must do."""
    repo.git("remote", "add", "origin", server.path)
    repo.git("push", "-q", "origin", "main")
    repo.stage("data/README.md", BAD)
    repo.git("commit", "-q", "--no-verify", "-m", "bad")
    before = server.git("for-each-ref")
    assert "no-such-license" in repo.git("push", "origin", "main", ok=False)
    assert before == server.git("for-each-ref")
    repo.stage("data/README.md", GOOD)
    repo.git("commit", "-q", "-m", "good")
    repo.git("push", "-q", "origin", "main")


def lefthook(work):
    repo = work.repo("lefthook")
    shutil.copy(TOP / "examples/lefthook/lefthook.yml", repo.path)
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", "configuration")
    repo.run("lefthook", "install")
    committing(repo)
    pushing(repo, work.repo("lefthook.git", "--bare"))
    assert "lefthook.yml" in repo.run("cardlint", "hook", "status", ok=False)


def husky(work):
    repo = work.repo("husky")
    shutil.copytree(TOP / "examples/husky", repo.path, dirs_exist_ok=True)
    repo.git("add", ".")
    repo.git("commit", "-q", "-m", "configuration")
    repo.run("husky")
    committing(repo)
    pushing(repo, work.repo("husky.git", "--bare"))
    assert ".husky/pre-commit" in repo.run("cardlint", "hook", "install", ok=False)


def chained(work):
    """Over the hook of pre-commit: both run, and uninstalling restores the hook."""
    repo = framework(work, "pre-commit", "cardlint-system", "chained")
    hook = repo.path / ".git/hooks/pre-commit"
    before = hook.read_bytes()
    assert ".pre-commit-config.yaml" in repo.run("cardlint", "hook", "install")
    repo.stage("README.md", GOOD)
    assert "Passed" in repo.git("commit", "-m", "good")
    repo.run("cardlint", "hook", "uninstall")
    assert hook.read_bytes() == before


def server(work):
    """A push to a bare repository is refused in the Hub's words, and nothing arrives."""
    bare = work.repo("server.git", "--bare")
    bare.run("cardlint", "hook", "install", "--pre-receive")
    repo = work.repo("pusher")
    repo.git("remote", "add", "origin", bare.path.as_uri())
    repo.stage("README.md", BAD)
    repo.git("commit", "-q", "-m", "bad")
    text = repo.git("push", "origin", "main", ok=False)
    assert "remote: Sorry, your push was rejected during YAML metadata verification:" in text, text
    assert 'remote: - Error: "license" must be one of' in text, text
    assert "(pre-receive hook declined)" in text, text
    assert bare.git("for-each-ref") == ""
    assert bare.git("count-objects").startswith("0 objects")
    repo.stage("README.md", GOOD)
    repo.git("commit", "-q", "-m", "good")
    repo.git("push", "-q", "origin", "main")


class Runner:
    """What of GitHub's runner an action of steps needs: expressions, the environment, outputs."""

    def __init__(self, work, repo, inputs, cached):
        self.work, self.repo, self.cached = work, repo, cached
        self.definition = yaml.safe_load((TOP / "action.yml").read_text())
        self.temp = work.folder / f"runner-{repo.path.name}"
        self.temp.mkdir()
        defaults = {name: about.get("default", "") for name, about in self.definition["inputs"].items()}
        self.names = {f"inputs.{name}": value for name, value in {**defaults, **inputs}.items()}
        self.names |= {
            "github.action_path": str(work.source.path), "runner.temp": str(self.temp), "runner.os": "Linux", "runner.arch": "X64",
        }

    def value(self, expression):
        """What an expression of names, texts, `==`, `!=` and `&&` says."""
        def replaced(match):
            name = match.group()
            return name if name.startswith("'") else repr(self.names.get(name, ""))
        return eval(re.sub(r"'[^']*'|[a-z_]+(\.[a-z_-]+)+", replaced, expression).replace("&&", " and "))

    def text(self, template):
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: str(self.value(match[1])), str(template))

    def run(self):
        """Runs the steps; returns the exit status and what the actions of others were given, by their names."""
        used = {}
        for step in self.definition["runs"]["steps"]:
            if not self.value(step.get("if", "'true' == 'true'")):
                continue
            outputs = self.temp / "outputs"
            outputs.write_text("")
            if "uses" in step:
                assert re.search(r"@[0-9a-f]{40}$", step["uses"]), step["uses"]
                used[step["uses"].split("@")[0]] = {name: self.text(value) for name, value in step["with"].items()}
                if step["uses"].startswith("actions/cache@"):
                    outputs.write_text(f"cache-hit={'true' if self.cached else ''}\n")
            else:
                env = {name: self.text(value) for name, value in step.get("env", {}).items()}
                env = {**self.work.env, **env, "RUNNER_TEMP": str(self.temp), "GITHUB_OUTPUT": str(outputs)}
                assert step["shell"] == "bash"
                status, self.said = run("bash", "-eo", "pipefail", "-c", step["run"], cwd=self.repo.path, env=env)
                if status:
                    return status, used
            for line in outputs.read_text().splitlines():
                name, value = line.split("=", 1)
                self.names[f"steps.{step['id']}.outputs.{name}"] = value
        return 0, used


def action(work):
    """The GitHub Action, step by step: it builds cardlint where none is cached, and uploads what it finds in the checkout."""
    keys = []
    for name, text, inputs, status, found in [
        ("good", GOOD, {}, 0, []),
        ("bad", BAD, {}, 1, ["README.md"]),
        ("warned", FIXABLE, {"arguments": "--ignore\n\nscalar-instead-of-list\n"}, 0, []),
        ("named", BAD, {"paths": "a card.md\n", "upload": "false"}, 0, []),
        ("wrong", BAD, {"arguments": "--no-such-option"}, 2, None),
    ]:
        repo = work.repo(f"checkout-{name}")
        repo.write("README.md", text)
        repo.write("a card.md", GOOD)
        # the first one builds, as a runner without a cache does
        runner = Runner(work, repo, inputs, cached=name != "good")
        if runner.cached:
            (runner.temp / "cardlint/bin").mkdir(parents=True)
            shutil.copy(CARDLINT, runner.temp / "cardlint/bin/cardlint")
        ended, used = runner.run()
        assert ended == status, (name, ended, getattr(runner, "said", ""))
        cache = used["actions/cache"]
        keys.append(cache["key"])
        assert cache["path"] == str(runner.temp / "cardlint") and (Path(cache["path"]) / "bin/cardlint").is_file(), cache
        upload = used.get("github/codeql-action/upload-sarif")
        assert (upload is not None) == (found is not None and inputs.get("upload") != "false"), (name, used)
        if upload:
            results = json.loads(Path(upload["sarif_file"]).read_text())["runs"][0]["results"]
            places = [place["physicalLocation"]["artifactLocation"]["uri"] for result in results for place in result["locations"]]
            assert places == found, (name, places)
    assert len(set(keys)) == 1 and re.fullmatch("cardlint-Linux-X64-[0-9a-f]{40}", keys[0]), keys


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="cardlint-hooks-") as folder:
        work = Work(folder)
        shutil.copy(CARDLINT, work.folder / "bin/cardlint")
        flows = [(flow, manager) for manager in ("pre-commit", "prek") for flow in (checks, mends, system)]
        flows += [(flow,) for flow in (chained, lefthook, husky, server, action)]
        for flow, *manager in flows:
            name = " ".join([flow.__name__, *manager])
            try:
                flow(work, *manager)
                passed += 1
                print(f"ok      {name}", flush=True)
            except Exception:
                failed += 1
                print(f"FAILED  {name}\n{traceback.format_exc()}", flush=True)
    print(f"hooks: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
