"""A namespace of 1,000 datasets on the mock Hub: checked, fixed by pull requests, and read and merged by huggingface_hub."""

import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

from huggingface_hub import HfApi

from cardlint import MockHub, lint_many

COUNT = 1000
WRONG = 12

passed = failed = 0


def check(what: str, holds: bool, seen: object = "") -> None:
    global passed, failed
    passed, failed = passed + holds, failed + (not holds)
    print(f"{'ok' if holds else 'FAILED'}: {what}" + ("" if holds else f"\n{seen}"), file=sys.stderr)


def seed() -> dict:
    draw = random.Random(7)
    wrong = set(draw.sample(range(COUNT), WRONG))
    repos = []
    for number in range(COUNT):
        license = "Apache-2.0" if number in wrong else draw.choice(["mit", "apache-2.0", "cc-by-4.0"])
        card = f"---\nlicense: {license}\n---\n# Voices {number}\n"
        repos.append({"id": f"acme/d{number:04}", "files": {"README.md": card, "data/train.csv": "a,b\n"}})
    users = [{"name": "ana", "tokens": [{"token": "hf_ana", "role": "write"}]}]
    return {"users": users, "organizations": [{"name": "acme", "members": [{"user": "ana", "role": "admin"}]}], "repos": repos}


def main() -> int:
    home = tempfile.mkdtemp()
    with MockHub(seed()) as hub:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("HF_")}
        environment.update(HOME=home, XDG_CACHE_HOME=home, HF_ENDPOINT=hub.endpoint, HF_TOKEN="hf_ana")

        def start(*words: str) -> subprocess.Popen:
            command = [os.environ["CARDLINT"], "check", "--no-config", "--format", "json", *words, "hf://datasets/acme"]
            return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

        def run(*words: str):
            child = start(*words)
            out, err = child.communicate()
            return child.returncode, out, err.decode()

        def reads() -> int:
            return hub.count_requests(method="GET", path="/datasets/acme/*/resolve/**")

        # What a Hub does on a bad day.
        hub.fault("/datasets/acme/*/resolve/**", status=429, headers={"Retry-After": "1"}, after=100, times=2)
        hub.fault("/datasets/acme/*/resolve/**", status=503, every=40)
        hub.fault("/datasets/acme/*/resolve/**", abort="body", after=300, every=97, times=3)
        status, out, err = run()
        document = json.loads(out)
        check("every card is checked, whatever fails", document["summary"]["cards"] == COUNT and status == 1, err)
        check("as many are wrong as there are", document["summary"]["rules"] == {"unknown-license": WRONG}, document["summary"])
        hub.clear_faults()

        # A run that is killed.
        before = reads()
        child = start()
        while reads() - before < 320 and child.poll() is None:
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        # curl ends what it was given, which is no more than a chunk.
        until = -1
        while until != reads() - before:
            until = reads() - before
            time.sleep(1)
        status, out, err = run()
        again = reads() - before - until
        check("a run that was killed goes on", json.loads(out)["summary"]["cards"] == COUNT and "earlier run" in err, err)
        check("and reads only what is missing", again <= COUNT - 280, f"{until} and then {again} of {COUNT}")
        check("and leaves nothing behind", not list(pathlib.Path(home, "cardlint", "hub").iterdir()))

        status, out, err = run("--fix", "--create-pr")
        check("all that is wrong is fixed", status == 0 and err.count(": opened ") == WRONG, err)
        status, out, err = run("--fix", "--create-pr")
        check("none is opened twice", err.count(" is open already") == WRONG and ": opened " not in err, err)

        api = HfApi(endpoint=hub.endpoint, token="hf_ana")
        opened = []
        for info in api.list_datasets(author="acme"):
            opened += [pull for pull in api.get_repo_discussions(info.id, repo_type="dataset") if pull.is_pull_request]
        check("huggingface_hub sees a pull request for each", len(opened) == WRONG, opened)
        texts = []
        for pull in opened:
            path = api.hf_hub_download(pull.repo_id, "README.md", repo_type="dataset", revision=pull.git_reference, cache_dir=home)
            texts.append(pathlib.Path(path).read_text())
        fixed = all("license: apache-2.0\n" in text for text in texts) and all(report.ok for report in lint_many(texts))
        check("and the fixed cards in them", fixed, texts[:1])
        files = {file for pull in opened for file in api.list_repo_files(pull.repo_id, repo_type="dataset", revision=pull.git_reference)}
        check("with the other files", {"README.md", "data/train.csv"} <= files, files)
        for pull in opened:
            api.merge_pull_request(pull.repo_id, pull.num, repo_type="dataset")
        status, out, err = run()
        check("once they are merged, nothing is wrong", status == 0 and json.loads(out)["diagnostics"] == [], err)
    print(f"namespace: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
