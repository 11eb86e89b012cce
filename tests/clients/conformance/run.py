"""Runs the test-suites that the real clients ship against `cardlint serve`, unedited.

    run.py [hfh] [datasets] [js] [datasets-no-xet]      without a name: all of them

- hfh: the tests of huggingface_hub's source distribution that hfh.txt names
- datasets: the Hub tests of datasets' source distribution (datasets.txt), with hf_xet and once more without it
- js: the vitest specs in the npm package @huggingface/hub (js.txt)

The source distributions come without conftest.py: hfh_conftest.py and datasets_conftest.py give the fixtures. Everything
is installed once below $CARDLINT_CLIENTS_CACHE; nothing but the mock is reached while the tests run.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import xml.etree.ElementTree as tree

HERE = pathlib.Path(__file__).resolve().parent
CACHE = pathlib.Path(
    os.environ.get("CARDLINT_CLIENTS_CACHE")
    or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "cardlint-clients"
)
CACHE = CACHE / "conformance"
HFH, DATASETS, JS, VITEST = "2.4.0", "5.2.0", "2.17.5", "3.2.7"
PINS = [
    f"huggingface_hub=={HFH}", f"datasets=={DATASETS}", "hf-xet==1.8.0", "pytest==9.2.0", "pytest-timeout==2.4.0",
    "pytest-mock==3.17.0", "pytest-xdist==3.8.0", "jedi==0.20.1", "Jinja2==3.1.6", "pandas==3.1.1",
]
INI = """[pytest]
addopts = -p no:cacheprovider
markers =
    api: api
    transfer: transfer
    inference: inference
    xet: with hf_xet
    no_xet: without hf_xet
    production: needs the live Hub
    deprecated: deprecated
    git_lfs: git-lfs
    vcr: vcr
    asyncio: asyncio
    unit: unit
    integration: integration
"""


def ids(name):
    return (HERE / name).read_text().split("\n")[:-1]


def install():
    """The virtual environment with the clients, and the tests of their source distributions."""
    stamp = CACHE / "pins"
    wanted = "\n".join([*PINS, JS, VITEST])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    venv.create(CACHE / "venv", with_pip=True)
    pip = [CACHE / "venv/bin/python", "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", *PINS], check=True, stdout=sys.stderr)
    for package, version in [("huggingface_hub", HFH), ("datasets", DATASETS)]:
        download = [*pip, "download", "--no-deps", "--no-binary", package, "-d", CACHE, f"{package}=={version}"]
        subprocess.run(download, check=True, stdout=sys.stderr)
        archive = CACHE / f"{package}-{version}.tar.gz"
        with tarfile.open(archive) as files:
            tests = [file for file in files if f"{package}-{version}/tests/" in file.name]
            files.extractall(CACHE, members=tests, filter="data")
        folder = CACHE / f"{package}-{version}"
        (folder / "tests/__init__.py").touch()
        (folder / "pytest.ini").write_text(INI)
        archive.unlink()
    js = CACHE / "js"
    js.mkdir()
    (js / "package.json").write_text('{"private": true, "type": "module"}')
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", f"@huggingface/hub@{JS}", f"vitest@{VITEST}"]
    subprocess.run(npm, cwd=js, check=True, stdout=sys.stderr)
    stamp.write_text(wanted)


def environment(endpoint, home, **more):
    """Nothing of the caller's own set-up."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    kept = {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")}
    return kept | {
        "HF_ENDPOINT": endpoint, "HUB_ENDPOINT": endpoint, "HF_HOME": str(home), "NO_PROXY": "127.0.0.1,localhost",
        "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
        "HUGGINGFACE_CO_STAGING": "", "PYTHONDONTWRITEBYTECODE": "1", **more,
    }


def pytest_suite(name, package, version, conftest, wanted, endpoint, run, plugins=(), **more):
    """Runs the tests named `wanted`; returns how many passed and what failed."""
    source = CACHE / f"{package}-{version}"
    shutil.copy(HERE / conftest, source / "tests/conftest.py")
    report = run / f"{name}.xml"
    command = [
        CACHE / "venv/bin/python", "-m", "pytest", "-q", "--tb=short", "--timeout=120", f"--junitxml={report}", "-n", "2",
        f"--basetemp={run / name}", *plugins, *wanted,
    ]
    env = environment(endpoint, run / f"{name}-home", PYTHONPATH=f"{source}:{HERE}", **more)
    log = run / f"{name}.log"
    with log.open("w") as output:
        subprocess.run(command, cwd=source, env=env, stdout=output, stderr=subprocess.STDOUT)
    passed, failed = set(), {}
    for case in tree.parse(report).getroot().iter("testcase") if report.exists() else []:
        test = f"{case.get('classname')}::{case.get('name')}"
        trouble = next((child for child in case if child.tag in ("failure", "error", "skipped")), None)
        if trouble is None:
            passed.add(test)
        else:
            failed[test] = " ".join((trouble.get("message") or trouble.tag).split())[:300]
    if len(passed | set(failed)) < len(wanted):
        failed[f"{name}: not every test ran"] = log.read_text()[-2000:]
    return len(passed - set(failed)), failed


def hfh(endpoint, run):
    return pytest_suite(
        "hfh", "huggingface_hub", HFH, "hfh_conftest.py", ids("hfh.txt"), endpoint, run, ("-p", "hfh_plugin")
    )


def datasets(endpoint, run):
    return pytest_suite("datasets", "datasets", DATASETS, "datasets_conftest.py", ids("datasets.txt"), endpoint, run)


def datasets_no_xet(endpoint, run):
    return pytest_suite(
        "datasets-no-xet", "datasets", DATASETS, "datasets_conftest.py", ids("datasets.txt"), endpoint, run,
        HF_HUB_DISABLE_XET="1",
    )


GUARD = """const real = globalThis.fetch;
globalThis.fetch = (input, init) =>
  new URL(String(input?.url ?? input)).hostname === "127.0.0.1" ? real(input, init) : Promise.reject(new TypeError("not the mock"));
"""


def js(endpoint, run):
    """Runs the listed specs in a copy of the package's sources, whose constants name the mock."""
    package = run / "js"
    installed = CACHE / "js/node_modules"
    shutil.copytree(installed / "@huggingface/hub/src", package / "src")
    shutil.copy(installed / "@huggingface/hub/package.json", package)
    (package / "node_modules").symlink_to(installed)
    constants = {"TEST_HUB_URL": endpoint, "TEST_USER": "hub.js", "TEST_ACCESS_TOKEN": "hf_js", "TEST_COOKIE": "none"}
    (package / "src/test").mkdir(exist_ok=True)
    (package / "src/test/consts.ts").write_text(
        "".join(f"export const {name} = {json.dumps(value)};\n" for name, value in constants.items())
    )
    (package / "guard.mjs").write_text(GUARD)
    (package / "vitest.config.mjs").write_text(
        'export default { test: { setupFiles: ["./guard.mjs"], maxWorkers: 2, testTimeout: 60000, hookTimeout: 60000 } };'
    )
    wanted = [line.split(" :: ") for line in ids("js.txt")]
    files = sorted({f"src/{file}" for file, _ in wanted})
    report = run / "js.json"
    vitest = ["node", "node_modules/vitest/vitest.mjs", "run", "--reporter=json", f"--outputFile={report}", *files]
    done = subprocess.run(
        vitest, cwd=package, env=environment(endpoint, run), capture_output=True, text=True, timeout=600
    )
    results = {}
    for file in json.loads(report.read_text())["testResults"] if report.exists() else []:
        name = file["name"].split("/pkg/src/")[-1].split("/js/src/")[-1]
        for test in file["assertionResults"]:
            results[name, test["fullName"].strip()] = test
    passed, failed = 0, {}
    for file, test in wanted:
        result = results.get((file, test))
        if result and result["status"] == "passed":
            passed += 1
        else:
            why = result["failureMessages"] if result else done.stdout[-500:] + done.stderr[-500:]
            failed[f"{file} :: {test}"] = " ".join(str(why).split())[:300]
    return passed, failed


SUITES = {"hfh": hfh, "js": js, "datasets": datasets, "datasets-no-xet": datasets_no_xet}


def main():
    wanted = sys.argv[1:] or list(SUITES)
    install()
    serve = [os.environ["CARDLINT"], "serve", "--exit-with-parent", "--seed", str(HERE / "hub.yaml")]
    total, all_failed = 0, 0
    with tempfile.TemporaryDirectory() as folder, open(pathlib.Path(folder) / "serve.log", "w") as log:
        server = subprocess.Popen(serve, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        endpoint = server.stdout.readline().strip()
        if not endpoint:
            sys.exit(f"the mock did not start:\n{pathlib.Path(log.name).read_text()}")
        for name in wanted:
            passed, failed = SUITES[name](endpoint, pathlib.Path(folder))
            for test, why in sorted(failed.items()):
                print(f"FAILED {test} - {why}")
            print(f"{name}: {passed} passed, {len(failed)} failed", flush=True)
            total, all_failed = total + passed, all_failed + len(failed)
        server.stdin.close()
        server.wait(timeout=30)
    print(f"conformance: {total} passed, {all_failed} failed")
    return 1 if all_failed or not total else 0


if __name__ == "__main__":
    sys.exit(main())
