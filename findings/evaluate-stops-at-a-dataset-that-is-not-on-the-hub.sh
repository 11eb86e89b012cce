#!/usr/bin/env bash
# evaluate 0.4.6 (PyPI): `push_to_hub` looks for the dataset of a result, and means to warn if it is not on the Hub and to go on. It
# catches the error of `requests`, which huggingface_hub 2.4.0 no longer uses: a result on one's own data stops with an error, before
# the card of the model is written.
#
# Seen: against a server that has the model and not the dataset, RepositoryNotFoundError, and no update; with a dataset that is there,
# an update of ana/model.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check evaluate==0.4.6 datasets==5.2.0 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
import http.server
import json
import os
import threading


class Hub(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        there = not self.path.startswith("/api/datasets/ana/own")
        body = json.dumps({"id": self.path.split("/", 3)[3]}).encode() if there else b""
        self.send_response(200 if there else 404)
        if not there:
            self.send_header("X-Error-Code", "RepoNotFound")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ["HF_ENDPOINT"] = f"http://127.0.0.1:{server.server_port}"

import evaluate.hub

updated = []
evaluate.hub.metadata_update = lambda repo_id, **_: updated.append(repo_id)


def push(dataset):
    updated.clear()
    try:
        evaluate.push_to_hub("ana/model", "text-classification", dataset, "Voices", "f1", "F1", 0.5)
    except OSError as error:
        return type(error).__name__, list(updated)
    return "no error", list(updated)


own, there = push("ana/own"), push("ana/there")
print(own, there)
assert own == ("RepositoryNotFoundError", [])
assert there == ("no error", ["ana/model"])
PYTHON
HF_HOME=$work/home venv/bin/python try.py 2> /dev/null
