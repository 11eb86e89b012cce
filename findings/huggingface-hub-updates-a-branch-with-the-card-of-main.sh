#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI): `metadata_update(repo, metadata, revision="next")`, documented as "the git revision to commit from",
# reads the card of the main branch, changes it and commits it to `next`. The card that the branch had, its text and its other
# metadata, is replaced, without a word. `RepoCard.load` has no `revision` to read another one.
#
# Seen: against a server of two branches, one GET or HEAD of resolve/main/README.md, none of resolve/next, and a commit to `next` of
# the card of main with the new key.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
import base64
import http.server
import json
import os
import threading

CARDS = {"main": "---\nlicense: mit\n---\n# The card of main\n", "next": "---\nlicense: apache-2.0\n---\n# The card of next\n"}
read, commits = set(), {}


class Hub(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        if "/resolve/" not in self.path:
            return self.answer(404)
        revision = self.path.split("/resolve/")[1].split("/")[0]
        read.add(revision)
        self.answer(200, CARDS[revision].encode(), etag=f'"{revision}"', x_repo_commit={"main": "1", "next": "2"}[revision] * 40)

    do_HEAD = do_GET

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["content-length"]))
        answer = {"errors": [], "warnings": []}
        if "/preupload/" in self.path:
            answer = {"files": [{"path": "README.md", "uploadMode": "regular", "shouldIgnore": False, "oid": None}]}
        if "/commit/" in self.path:
            [file] = [line["value"] for line in map(json.loads, sent.splitlines()) if line["key"] == "file"]
            commits[self.path.rsplit("/", 1)[1]] = base64.b64decode(file["content"]).decode()
            answer = {"commitUrl": f"{os.environ['HF_ENDPOINT']}/datasets/ana/voices/commit/{'3' * 40}", "commitOid": "3" * 40}
        self.answer(200, json.dumps(answer).encode(), content_type="application/json")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ["HF_ENDPOINT"] = f"http://127.0.0.1:{server.server_port}"
from huggingface_hub import metadata_update  # noqa: E402, the endpoint has to be known

metadata_update("ana/voices", {"pretty_name": "Voices"}, repo_type="dataset", revision="next", token="hf_ana")
print(read, commits)
assert read == {"main"}
assert commits == {"next": "---\nlicense: mit\npretty_name: Voices\n---\n# The card of main\n"}
PYTHON
HF_HOME="$work/home" venv/bin/python try.py
