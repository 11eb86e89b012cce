"""Reads cardlint's output as its readers do; run by run.sh, which installs what it needs."""

import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import xmlschema
from junitparser import Failure, JUnitXml, Skipped

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CARDLINT = str(Path(os.environ["CARDLINT"]).resolve())
GOOD = "---\nlicense: mit\n---\n# Good\n"
BAD = "---\nlicense: no-such-license\n---\n# Bad\n"
# Whatever XML has to escape, or cannot hold at all.
HOSTILE = '---\nlicense: "<\\e]]>&\\"\\0\\uffff\\u0085"\n"\U0001f389": é\n---\n'


def check(*arguments, cwd=ROOT):
    ran = subprocess.run([CARDLINT, "check", *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stdout


def folder_of(work, **cards):
    for name, text in cards.items():
        path = work / name / "README.md"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return work


def junit_reports_have_the_shape_that_their_readers_know(work):
    schema = xmlschema.XMLSchema(HERE / "junit.xsd")
    bad = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "fixtures/rules").glob("*/bad.md"))]
    assert len(bad) > 100
    schema.validate(check("--format", "junit", *bad))
    folder_of(work, good=GOOD, hostile=HOSTILE)
    (work / "a <&\"' b").mkdir()
    (work / "a <&\"' b" / "README.md").write_text(BAD)
    schema.validate(check("--format", "junit", ".", cwd=work))
    (work / "nothing").mkdir()
    schema.validate(check("--format", "junit", "--allow-empty", "nothing", cwd=work))


def a_junit_report_counts_as_the_other_formats_do(work):
    folder_of(work, good=GOOD, bad=BAD, warned="---\nlicense: other\nlicense_link: LICENSE\n---\n# Warned\n")
    report = JUnitXml.fromstring(check("--format", "junit", ".", cwd=work).encode())
    found = [json.loads(line) for line in check("--format", "json-lines", ".", cwd=work).splitlines()]
    told = [case for suite in report for case in suite if case.result]
    assert sorted(case.classname for case in told) == sorted(each["path"] for each in found), told
    assert [type(case.result[0]) for case in sorted(told, key=lambda case: case.classname)] == [Failure, Skipped]
    assert [(suite.name, suite.tests, suite.failures, suite.skipped) for suite in report] == [
        ("bad/README.md", 1, 1, 0), ("good/README.md", 1, 0, 0), ("warned/README.md", 1, 0, 1)]
    assert {case.result[0].message for case in told} == {each["message"] for each in found}


def watch(arguments, cwd, wait):
    """Runs cardlint on a terminal whose first card takes `wait` seconds to come; returns what the terminal got."""
    ours, theirs = pty.openpty()
    command = [CARDLINT, "check", "-", ".", "--format", "concise", *arguments]
    process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    time.sleep(wait)
    process.stdin.write(GOOD.encode())
    process.stdin.close()
    shown, out = b"", process.stdout.read().decode()
    while select.select([ours], [], [], 10)[0]:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux's end of a terminal that nobody writes to.
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait() == 1, out
    return shown.decode(), out


def a_long_run_shows_its_progress_on_a_terminal(work):
    folder_of(work, **{f"card{number:03}": BAD if number % 50 == 0 else GOOD for number in range(400)})
    shown, out = watch([], work, wait=1.5)
    assert " cards" in shown, repr(shown)
    # The bar takes its line away again, and the output has none of it.
    assert shown.rstrip("\r").endswith("\x1b[2K"), repr(shown[-80:])
    assert "\x1b" not in out and out.count("error[unknown-license]") == 8, out


def a_short_run_and_a_quiet_one_show_none(work):
    folder_of(work, bad=BAD)
    assert watch([], work, wait=0)[0] == ""
    assert watch(["--quiet"], work, wait=1.5)[0] == ""


TESTS = [
    junit_reports_have_the_shape_that_their_readers_know,
    a_junit_report_counts_as_the_other_formats_do,
    a_long_run_shows_its_progress_on_a_terminal,
    a_short_run_and_a_quiet_one_show_none,
]


def main() -> int:
    failed = 0
    for test in TESTS:
        with tempfile.TemporaryDirectory() as work:
            try:
                test(Path(work))
                print(f"ok      {test.__name__}")
            except Exception:  # noqa: BLE001: the next test runs all the same
                failed += 1
                print(f"FAILED  {test.__name__}\n{traceback.format_exc()}")
    print(f"formats: {len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
