"""The GitHub Action, step by step, and a server, as their users run them."""

import json
import re
import shutil
import tarfile
from pathlib import Path

import yaml
from work import BAD, CARDLINT, FIXABLE, GOOD, TOP, run


class Runner:
    """What of GitHub's runner an action of steps needs: expressions, the environment, outputs."""

    def __init__(self, work, repo, inputs, cached, event):
        self.work, self.repo, self.cached = work, repo, cached
        self.definition = yaml.safe_load((TOP / "action.yml").read_text())
        self.temp = work.folder / f"runner-{repo.path.name}"
        self.temp.mkdir()
        defaults = {name: about.get("default", "") for name, about in self.definition["inputs"].items()}
        self.names = {f"inputs.{name}": value for name, value in {**defaults, **inputs}.items()}
        self.names |= {f"github.event.{name}": value for name, value in event.items()}
        self.names |= {
            "github.action_path": str(work.source.path), "runner.temp": str(self.temp), "runner.os": "Linux", "runner.arch": "X64",
            "github.server_url": "https://github.example", "github.action_repository": "someone/cardlint",
        }

    def value(self, expression):
        """What an expression of names, strings, `==`, `!=`, `&&` and `||` says."""
        def replaced(match):
            name = match.group()
            return name if name.startswith("'") else repr(self.names.get(name, ""))
        names = re.sub(r"'[^']*'|[a-z_]+(\.[a-z_-]+)+", replaced, expression)
        return eval(names.replace("&&", " and ").replace("||", " or "))

    def text(self, template):
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: str(self.value(match[1])), str(template))

    def run(self):
        """Runs the steps; returns the exit status and what the actions of others were given, by their names."""
        used, self.said, self.summary = {}, "", self.temp / "summary"
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
                env = {
                    **self.work.env, **env, "RUNNER_TEMP": str(self.temp), "GITHUB_OUTPUT": str(outputs), "RUNNER_OS": "Linux",
                    "RUNNER_ARCH": "X64", "GITHUB_STEP_SUMMARY": str(self.summary), "RELEASES": str(self.work.folder / "releases"),
                }
                assert step["shell"] == "bash"
                status, said = run("bash", "-eo", "pipefail", "-c", step["run"], cwd=self.repo.path, env=env)
                self.said += said
                if status:
                    return status, used
            for line in outputs.read_text().splitlines():
                name, value = line.split("=", 1)
                self.names[f"steps.{step['id']}.outputs.{name}"] = value
        return 0, used


def releases(work):
    """A `curl` that knows no address but those of releases, which are files here."""
    work.tool("curl", """for word; do last=$word; done
file=$RELEASES/${last#https://github.example/someone/cardlint/releases/download/}
while [ $# -gt 0 ]; do [ "$1" != --output ] || to=$2; shift; done
[ -f "$file" ] && cp "$file" "$to" && exit
echo "curl: (22) The requested URL returned error: 404: $last" >&2
exit 22""")


def release(work, hash=None, sums=None):
    """Publishes the program as the release workflow does."""
    version = re.search(r'^version = "(.*)"', (TOP / "Cargo.toml").read_text(), re.M)[1]
    folder = work.folder / "releases" / f"v{version}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tarfile.open(folder / "cardlint-x86_64-unknown-linux-musl.tar.gz", "w:gz") as archive:
        archive.add(CARDLINT, "cardlint-x86_64-unknown-linux-musl/cardlint")
    (folder / "source-hash").write_text(hash or run(work.source.path / "scripts/source-hash", cwd=work.folder, ok=True)[1])
    said = run("sh", "-c", "sha256sum -- *", cwd=folder, ok=True)[1]
    (folder / "SHA256SUMS").write_text(sums or said)


def action(work):
    """It takes a release, or builds cardlint where none is cached, annotates and uploads what it finds in the checkout."""
    releases(work)
    keys = []
    for name, text, inputs, status, found in [
        ("good", GOOD, {}, 0, []),
        ("bad", BAD, {}, 1, ["README.md"]),
        ("warned", FIXABLE, {"arguments": "--ignore\n\nscalar-instead-of-list\n"}, 0, []),
        ("named", BAD, {"paths": "a card.md\n", "upload": "false"}, 0, []),
        ("alone", BAD, {"upload": "false"}, 1, []),
        ("silent", BAD, {"annotate": "false"}, 1, ["README.md"]),
        ("wrong", BAD, {"arguments": "--no-such-option"}, 2, None),
    ]:
        repo = work.repo(f"checkout-{name}")
        repo.write("README.md", text)
        repo.write("a card.md", GOOD)
        # the first one builds, as a runner without a cache does
        runner = Runner(work, repo, inputs, name != "good", {})
        if runner.cached:
            (runner.temp / "cardlint/bin").mkdir(parents=True)
            shutil.copy(CARDLINT, runner.temp / "cardlint/bin/cardlint")
        ended, used = runner.run()
        assert ended == status, (name, ended, runner.said)
        cache = used["actions/cache"]
        keys.append(cache["key"])
        assert cache["path"] == str(runner.temp / "cardlint") and (Path(cache["path"]) / "bin/cardlint").is_file(), cache
        upload = used.get("github/codeql-action/upload-sarif")
        assert (upload is not None) == (found is not None and inputs.get("upload") != "false"), (name, used)
        if upload:
            results = json.loads(Path(upload["sarif_file"]).read_text())["runs"][0]["results"]
            places = [place["physicalLocation"]["artifactLocation"]["uri"] for result in results for place in result["locations"]]
            assert places == found, (name, places)
        annotated = re.search(r"^::error file=README.md,line=2,", runner.said, re.M) is not None
        assert annotated == (name in ("bad", "alone")), (name, runner.said)
        if status == 1:
            assert "    README.md:2:10: error[unknown-license]" in runner.summary.read_text()
    assert len(set(keys)) == 1 and re.fullmatch("cardlint-Linux-X64-[0-9a-f]{40}", keys[0]), keys

    # A release of this source is taken, of another not; one that was changed on the way stops the run.
    for name, published, status in [
        ("released", {}, 1), ("other-source", {"hash": "0" * 40}, 1), ("changed", {"sums": "0  nothing\n"}, 1),
    ]:
        release(work, **published)
        repo = work.repo(f"checkout-{name}")
        repo.write("README.md", BAD)
        runner = Runner(work, repo, {"upload": "false"}, True, {})
        if name == "other-source":
            (runner.temp / "cardlint/bin").mkdir(parents=True)
            shutil.copy(CARDLINT, runner.temp / "cardlint/bin/cardlint")
        ended, used = runner.run()
        assert ended == status, (name, ended, runner.said)
        assert ("actions/cache" in used) == (name == "other-source"), (name, used)
        assert ("checksums" in runner.said) == (name == "changed"), (name, runner.said)
    new_only(work)


def new_only(work):
    """Asked for what is new, it fails on nothing else, and names `fetch-depth` where the history is missing."""
    repo = work.repo("checkout-new")
    repo.stage("README.md", BAD)
    repo.git("commit", "-q", "-m", "old")
    base = repo.head()
    repo.stage("README.md", BAD.replace("# Bad", "# Better"))
    repo.git("commit", "-q", "-m", "changed elsewhere")
    harmless = repo.head()
    repo.stage("data/README.md", BAD)
    repo.git("commit", "-q", "-m", "new")
    run("git", "clone", "-q", "--depth=1", repo.path.as_uri(), "checkout-shallow", cwd=work.folder, env=work.env, ok=True)
    shallow = type(repo)(work, work.folder / "checkout-shallow")
    release(work)
    for at, checkout, event, status, said in [
        ("main", repo, {"pull_request.base.sha": base}, 1, "data/README.md"),
        (harmless, repo, {"before": base}, 0, "nothing wrong"),
        ("main", repo, {"before": "0" * 40}, 1, "every problem is new"),
        ("main", shallow, {"pull_request.base.sha": base}, 2, "fetch-depth: 0"),
    ]:
        checkout.git("checkout", "-q", at)
        runner = Runner(work, checkout, {"new-only": "true", "upload": "false"}, False, event)
        ended, _ = runner.run()
        assert ended == status and said in runner.said, (event, ended, runner.said)
        shutil.rmtree(runner.temp)


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
    assert "remote: README.md:2:10: error[unknown-license]" in text and repo.head() in text, text
    assert "(pre-receive hook declined)" in text, text
    assert bare.git("for-each-ref") == ""
    assert bare.git("count-objects").startswith("0 objects")
    repo.stage("README.md", GOOD)
    repo.git("commit", "-q", "-m", "good")
    repo.git("push", "-q", "origin", "main")
