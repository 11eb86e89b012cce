"""polars and DuckDB through a proxy, huggingface_hub and git below a base path, and record and replay."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request
from pathlib import Path

import polars

CARDLINT = os.environ["CARDLINT"]
ROOT = Path(__file__).resolve().parents[3]
ROWS = [("ola", 3), ("mundo", 5)]
SEED = """users:
  - { name: ana, email: ana@mail.example.org, tokens: [{ token: hf_ana, role: write }] }
  - { name: bo, tokens: [{ token: hf_bo, role: read }] }
repos:
  - { id: ana/open, files: words/ }
  - { id: ana/gated, gated: manual, files: words/ }
"""


def clean():
    """The environment without what could lead a client elsewhere."""
    return {key: value for key, value in os.environ.items() if not re.match("HF_|HUGGING|.*_PROXY$|.*_proxy$|SSL_", key)}


@contextlib.contextmanager
def serving(*words, **environment):
    command = [CARDLINT, "serve", *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**clean(), **environment})
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.terminate()
        process.communicate(timeout=20)


@contextlib.contextmanager
def proxied(endpoint, folder):
    """The proxy as docs/containers.md starts it, at a free port; the environment of its clients."""
    text = (ROOT / "docs/containers.md").read_text()
    command = next(line for line in text.splitlines() if line.startswith("mitmdump "))
    command = command.replace("http://127.0.0.1:8080", endpoint).replace("8081", "0").replace("'", "").split()
    process = subprocess.Popen([os.environ["MITMDUMP"], "--set", f"confdir={folder}", *command[1:]], stdout=subprocess.PIPE, text=True, env=clean())
    try:
        while not (port := re.search(r"listening at \S*:(\d+)", process.stdout.readline())):
            assert process.poll() is None, "the proxy has ended"
        yield {**clean(), "HTTPS_PROXY": f"http://127.0.0.1:{port[1]}", "SSL_CERT_FILE": f"{folder}/mitmproxy-ca-cert.pem"}
    finally:
        process.kill()
        process.wait()


def python(code, environment):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def with_polars(seed, folder):
    code = """
import polars
print(polars.read_csv("hf://datasets/ana/open/data/train.csv").rows())
print(polars.scan_parquet("hf://datasets/ana/open/data/*.parquet").collect().rows())
print(polars.read_parquet("hf://datasets/ana/gated/data/train.parquet", storage_options={"token": "hf_ana"}).rows())
try:
    polars.read_parquet("hf://datasets/ana/gated/data/train.parquet", storage_options={"token": "hf_bo"})
except polars.exceptions.ComputeError:
    print("refused")
"""
    with serving("--seed", seed) as (endpoint, _), proxied(endpoint, folder) as environment:
        assert python(code, environment).splitlines() == [str(ROWS)] * 3 + ["refused"], python(code, environment)


def by_its_name(seed, folder):
    """With an /etc/hosts and a port 443 of its own, where namespaces may be made."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "-n", "-m", "true"], capture_output=True).returncode != 0:
        print("skipped by_its_name: no namespaces")
        return
    (folder / "hosts").write_text("127.0.0.1 localhost huggingface.co\n")
    text = (ROOT / "docs/containers.md").read_text()
    command = next(line for line in text.splitlines() if line.startswith("sudo mitmdump ")).removeprefix("sudo mitmdump ")
    script = f"""
ip link set lo up && mount --bind {folder}/hosts /etc/hosts
export HOME={folder}
{CARDLINT} serve --seed {seed} --port 8080 & {os.environ['MITMDUMP']} {command} > {folder}/log 2>&1 &
for turn in $(seq 100); do [ -e {folder}/.mitmproxy/mitmproxy-ca-cert.pem ] && grep -q listening {folder}/log && break; sleep 0.2; done
SSL_CERT_FILE={folder}/.mitmproxy/mitmproxy-ca-cert.pem {sys.executable} -c '
import polars
print(polars.scan_parquet("hf://datasets/ana/open/data/*.parquet").collect().rows())
'
kill %1 %2
"""
    done = subprocess.run(["unshare", "-n", "-m", "bash", "-mc", script], capture_output=True, text=True, env=clean(), timeout=120)
    assert str(ROWS) in done.stdout, done.stdout + done.stderr + (folder / "log").read_text()


def with_duckdb(seed, folder):
    code = """
import os, duckdb
from duckdb_extensions import import_extension
connection = duckdb.connect()
import_extension("httpfs", con=connection)
connection.execute("LOAD httpfs")
connection.execute(f"SET http_proxy = '{os.environ['HTTPS_PROXY']}'")
connection.execute(f"SET ca_cert_file = '{os.environ['SSL_CERT_FILE']}'")
rows = lambda file: connection.execute(f"FROM 'hf://datasets/ana/{file}'").fetchall()
print(rows("open/data/train.csv"))
print(rows("open/data/*.parquet"))
try:
    rows("gated/data/train.parquet")
except duckdb.HTTPException as error:
    print("refused")
connection.execute("CREATE SECRET hf (TYPE huggingface, TOKEN 'hf_ana')")
print(rows("gated/data/train.parquet"))
"""
    with serving("--seed", seed) as (endpoint, _), proxied(endpoint, folder) as environment:
        assert python(code, environment).splitlines() == [str(ROWS)] * 2 + ["refused", str(ROWS)]


DOWNLOAD = """
from huggingface_hub import HfApi, hf_hub_download, snapshot_download
folder = snapshot_download("ana/gated", repo_type="dataset", token="hf_ana")
print(sorted(entry.name for entry in __import__("pathlib").Path(folder).iterdir()))
print(HfApi(token="hf_ana").dataset_info("ana/gated").gated)
print(open(hf_hub_download("ana/open", "data/train.csv", repo_type="dataset", token="hf_ana")).read().split())
"""
DOWNLOADED = ["['.gitattributes', 'README.md', 'data']", "manual", "['word,count', 'ola,3', 'mundo,5']"]


def download(endpoint, home):
    environment = {**clean(), "HF_ENDPOINT": endpoint, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
    said = python(DOWNLOAD, environment).splitlines()
    assert said == DOWNLOADED, said


def below_a_path(seed, folder):
    with serving("--seed", seed, "--base-path", "/hf/hub") as (endpoint, _):
        assert endpoint.endswith("/hf/hub"), endpoint
        download(endpoint, folder / "home")
        words = ["git", "clone", "-q", endpoint.replace("//", "//ana:hf_ana@") + "/datasets/ana/open", folder / "clone"]
        subprocess.run(words, check=True, env={**clean(), "GIT_LFS_SKIP_SMUDGE": "1"})
        assert (folder / "clone/data/train.csv").read_text().startswith("word,count")
        subprocess.run([CARDLINT, "health", endpoint], check=True, stdout=subprocess.DEVNULL)
        code = "from huggingface_hub import HfApi; HfApi(token='hf_ana').upload_file(path_or_fileobj=b'new', path_in_repo='new.txt', repo_id='ana/open', repo_type='dataset')"
        python(code, {**clean(), "HF_ENDPOINT": endpoint, "HF_HOME": str(folder / "home"), "HF_HUB_DISABLE_XET": "1"})
        assert urllib.request.urlopen(f"{endpoint}/datasets/ana/open/resolve/main/new.txt").read() == b"new"


def recorded(seed, folder):
    recording = folder / "recording"
    with serving("--seed", seed) as (upstream, _):
        with serving("--seed", recording, "--upstream", upstream, HF_TOKEN="hf_ana") as (endpoint, process):
            download(endpoint, folder / "online")
            process.terminate()
            said = process.stderr.read()
            assert "dataset ana/gated is recorded: 4 files" in said, said
    # The other Hub is gone.
    with serving("--seed", recording) as (endpoint, _):
        download(endpoint, folder / "offline")
    subprocess.run([CARDLINT, "seed", "validate", recording], check=True, stdout=subprocess.DEVNULL)
    card = (recording / "datasets/ana/open/README.md").read_text()
    assert "someone@example.com" in card and "mail.example.org" not in card, card


def main():
    passed = failed = 0
    for test in (with_polars, by_its_name, with_duckdb, below_a_path, recorded):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            seed = folder / "seed"
            data = seed / "words/data"
            data.mkdir(parents=True)
            (seed / "hub.yaml").write_text(SEED)
            (seed / "words/README.md").write_text("---\nlicense: mit\n---\nWrite to ana@mail.example.org.\n")
            (data / "train.csv").write_text("word,count\nola,3\nmundo,5\n")
            polars.DataFrame(ROWS, schema=["word", "count"], orient="row").write_parquet(data / "train.parquet")
            try:
                test(seed, folder)
                passed += 1
                print(f"ok      {test.__name__}", flush=True)
            except Exception:
                failed += 1
                print(f"FAILED  {test.__name__}\n{traceback.format_exc()}", flush=True)
    print(f"addresses: {passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
