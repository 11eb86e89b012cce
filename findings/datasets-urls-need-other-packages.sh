#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): the files of `load_dataset("csv", data_files="https://…")`, the way that its page "Load" shows for files on
# the web, are opened by fsspec's HTTPFileSystem, which needs `aiohttp` and `requests`. datasets requires only `fsspec`, without its
# extra `http`, and neither it nor huggingface_hub 2 brings the two. After `pip install datasets`, no URL loads.
#
# Seen: ImportError: HTTPFileSystem requires "requests" and "aiohttp" to be installed; with both, the same call gives {'a': 1, 'b': 2}.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
cat > load.py <<'PYTHON'
import functools
import http.server
import pathlib
import threading

import datasets

datasets.disable_progress_bars()


class Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


pathlib.Path("web").mkdir(exist_ok=True)
pathlib.Path("web/data.csv").write_text("a,b\n1,2\n")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory="web"))
threading.Thread(target=server.serve_forever, daemon=True).start()
try:
    url = f"http://127.0.0.1:{server.server_port}/data.csv"
    print(datasets.load_dataset("csv", data_files=url, split="train", cache_dir="cache")[0])
except ImportError as error:
    print("ImportError:", error)
PYTHON
export HF_HOME=$work/home
alone=$(venv/bin/python load.py 2> /dev/null)
venv/bin/pip install --quiet --disable-pip-version-check aiohttp requests
both=$(venv/bin/python load.py 2> /dev/null)
printf '%s\n' "$alone" "$both"
[ "$alone" = 'ImportError: HTTPFileSystem requires "requests" and "aiohttp" to be installed' ]
[ "$both" = "{'a': 1, 'b': 2}" ]
