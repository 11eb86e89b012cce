"""What a dataset's tests do, with clients of each age: a row for each version, a cell for each call.

    run.py [NAME...]      without a name: all rows, such as `huggingface_hub-0.20.3`

Prints a line for each cell that failed. A cell that a version cannot pass for a fault of its own is in EXPLAINED, and has to go
on failing.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
CACHE = pathlib.Path(
    os.environ.get("CARDLINT_CLIENTS_CACHE")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "cardlint-clients"
)
CACHE = CACHE / "ages"

# Versions that people pin: the oldest, those at which something changed on the wire, and the newest.
PYTHON = {
    "huggingface_hub-0.20.3": ("hub.py", ["huggingface_hub==0.20.3"]),
    "huggingface_hub-0.33.5": ("hub.py", ["huggingface_hub==0.33.5", "hf-xet==1.1.2"]),
    "huggingface_hub-0.36.2": ("hub.py", ["huggingface_hub==0.36.2"]),
    "huggingface_hub-1.20.1": ("hub.py", ["huggingface_hub==1.20.1", "hf-xet==1.5.1"]),
    "huggingface_hub-2.4.0": ("hub.py", ["huggingface_hub==2.4.0", "hf-xet==1.8.0"]),
    "datasets-2.14.7": ("load.py", ["datasets==2.14.7", "huggingface_hub==0.20.3", "pandas<2.2", "numpy<2", "pyarrow<15"]),
    "datasets-3.6.0": ("load.py", ["datasets==3.6.0", "huggingface_hub==0.36.2"]),
    "datasets-5.2.0": ("load.py", ["datasets==5.2.0", "huggingface_hub==2.4.0", "hf-xet==1.8.0"]),
    "transformers-4.40.2": ("transform.py", ["transformers==4.40.2", "huggingface_hub==0.20.3", "numpy<2", "jinja2"]),
    "transformers-5.24.0": ("transform.py", ["transformers==5.24.0", "huggingface_hub==2.4.0", "jinja2"]),
}
NODE = {
    "@huggingface/hub-0.12.3": "0.12.3",
    "@huggingface/hub-2.6.0": "2.6.0",
    "@huggingface/hub-2.17.5": "2.17.5",
}
# Of the system, and of the crate that `rust/Cargo.toml` names.
OTHERS = ["git-lfs", "hf-hub-0.5.0"]
EXPLAINED = {
    ("huggingface_hub-0.20.3", "grant_access"): "asks /api/models for a dataset",
    ("datasets-2.14.7", "gated_is_named"): "says ConnectionError, never gated",
}


def python(row, packages):
    """A virtual environment with the packages of a row."""
    home = CACHE / row
    stamp, wanted = home / "pins", " ".join(packages)
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(home, clear=True, with_pip=True)
        pip = [home / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        stamp.write_text(wanted)
    return home / "bin/python"


def node(row, version):
    """A folder with the package of a row, and the script in it."""
    home = CACHE / row.replace("/", "-")
    if not (home / f"pins-{version}").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text('{"private": true, "type": "module"}')
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", f"@huggingface/hub@{version}"]
        subprocess.run(npm, cwd=home, check=True)
        (home / f"pins-{version}").touch()
    (home / "hub.mjs").write_text((HERE / "hub.mjs").read_text())
    return home


def rust():
    """The program in `rust`."""
    words = ["cargo", "build", "--quiet", "--manifest-path", HERE / "rust/Cargo.toml", "--target-dir", CACHE / "rust"]
    subprocess.run(words, check=True)
    return CACHE / "rust/debug/ages"


def run(row):
    """The cells of a row, each with why it failed, and the paths that the mock does not serve."""
    serve = [os.environ["CARDLINT"], "serve", "--exit-with-parent", "--seed", HERE / "hub.yaml"]
    with tempfile.TemporaryDirectory() as home, subprocess.Popen(
        serve, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as mock:
        try:
            endpoint = mock.stdout.readline().strip()
            env = {
                **{name: value for name, value in os.environ.items() if not name.startswith("HF_")},
                "HF_ENDPOINT": endpoint, "HF_HOME": home, "HF_HUB_DISABLE_PROGRESS_BARS": "1", "PYTHONWARNINGS": "ignore",
            }
            if row in PYTHON:
                script, packages = PYTHON[row]
                command, cwd = [python(row, packages), HERE / script], home
            elif row in NODE:
                cwd = node(row, NODE[row])
                command = ["node", "hub.mjs"]
            else:
                command, cwd = [sys.executable, HERE / "git.py"] if row == "git-lfs" else [rust()], home
            done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=600)
        finally:
            mock.stdin.close()
            mock.wait(30)
    cells = {}
    for line in done.stdout.splitlines():
        word, _, rest = line.partition(" ")
        name, _, why = rest.partition(": ")
        if word in ("ok", "failed"):
            cells[name] = why if word == "failed" else None
    if done.returncode or not cells:
        cells["the script"] = (done.stderr or done.stdout)[-800:]
    return cells


def main():
    rows = sys.argv[1:] or [*PYTHON, *NODE, *OTHERS]
    passed = failed = 0
    for row in rows:
        cells = run(row)
        for name, why in cells.items():
            explained = EXPLAINED.get((row, name))
            if (why is None) == (explained is None):
                passed += 1
            else:
                failed += 1
                print(f"FAILED {row} {name}: {why or f'passes, though it {explained}'}")
        print(f"{row}: {sum(why is None for why in cells.values())} of {len(cells)} calls work")
    print(f"ages: {passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
