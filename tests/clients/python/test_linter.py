"""The Python API against the real program: cards in, reports out, whatever happens to processes and threads."""

import concurrent.futures
import dataclasses
import gc
import json
import multiprocessing
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings

import cardlint
from cardlint import Card, CardlintError, Linter, fix, fix_many, gate_form, lint, lint_many

GOOD = "---\nlicense: mit\n---\n# Voices\n"
WRONG = "---\nlicense: Apache-2.0 # as the code\n---\n# Voices\n"
WARNED = "---\nlicense: other\nlicense_link: LICENSE\n---\n"
ODD = "---\nlicense: other\npretty_name: Vóz\u2028 \U0001f3a4\n---\r\n\x07"


def status(text):
    return lint(text).status


def engine(linter):
    return linter._kept._engine


def cards(count):
    for number in range(count):
        text = (GOOD, WRONG, WARNED)[number % 3]
        yield Card(text * (1 + number % 5), f"{number}/README.md") if number % 2 else text


class Reports(unittest.TestCase):
    def test_a_report(self):
        report = lint(WRONG, path="voices/README.md")
        self.assertEqual((report.path, report.status, report.ok, report.errors), ("voices/README.md", 1, False, 1))
        (found,) = report.diagnostics
        self.assertEqual((found.rule, found.severity, found.predicts), ("unknown-license", "error", ("hub",)))
        self.assertEqual((found.start.line, found.start.column, found.start.offset), (2, 10, 13))
        self.assertTrue(found.fix.safe)
        self.assertEqual(found.fix.edits[0].text, "apache-2.0")
        self.assertTrue(str(found).startswith("voices/README.md:2:10: error[unknown-license] "), found)
        self.assertEqual(lint(GOOD), cardlint.Report("README.md", 0, (), 0, 0, 0, 0))
        with self.assertRaises(dataclasses.FrozenInstanceError):
            found.rule = "x"

    def test_it_is_what_the_program_prints(self):
        for text in (GOOD, WRONG, WARNED, ODD, ""):
            command = [cardlint.find_binary(), "check", "--no-config", "--format", "json", "--stdin-filename", "README.md"]
            # Of standard input there are no files: the same is known as here.
            ran = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE)
            expected = json.loads(ran.stdout)["diagnostics"]
            report = lint(text)
            self.assertEqual(report.status, ran.returncode)
            for diagnostic in expected:
                del diagnostic["schema_version"]
            self.assertEqual(json.loads(json.dumps([dataclasses.asdict(found) for found in report.diagnostics])), expected)

    def test_what_is_known_of_the_repo(self):
        text = "---\nconfigs:\n- config_name: default\n  data_files: data/*.csv\n---\n"
        self.assertEqual(lint(text).diagnostics, ())
        self.assertEqual(lint(text, files=("README.md",)).diagnostics[0].rule, "data-files-no-match")
        space = "---\nsdk: gradioo\n---\n"
        self.assertIn("unknown-space-sdk", [found.rule for found in lint(space, repo_type="space").diagnostics])
        linter = Linter(repo_type="space")
        self.assertIn("unknown-space-sdk", [found.rule for found in linter.lint(space).diagnostics])
        self.assertNotIn("unknown-space-sdk", [found.rule for found in linter.lint(space, repo_type="model").diagnostics])

    def test_fixes(self):
        fixed = fix(WRONG)
        self.assertEqual(fixed.text, WRONG.replace("Apache", "apache"))
        self.assertEqual([applied.rule for applied in fixed.fixes], ["unknown-license"])
        self.assertTrue(fixed.report.ok)
        self.assertEqual(fix(ODD).text, ODD)
        misspelled = "---\nlicence: mit\n---\n"
        self.assertEqual(fix(misspelled).text, misspelled)
        self.assertEqual(fix(misspelled, unsafe=True).text, "---\nlicense: mit\n---\n")
        self.assertEqual([fixed.text for fixed in fix_many([GOOD, Card("a\0"), misspelled], unsafe=True)],
                         [GOOD, "a\0", "---\nlicense: mit\n---\n"])  # fmt: skip

    def test_gate_forms(self):
        card = """---
extra_gated_heading: Voices
extra_gated_prompt: Please
extra_gated_button_content: Ask
extra_gated_eu_disallowed: true
extra_gated_fields:
  Company: text
  Use:
    type: select
    options: [Research, {label: Something else, value: other}]
  Odd: textt
---
"""
        options = (cardlint.SelectOption("Research", "Research"), cardlint.SelectOption("Something else", "other"))
        fields = (
            cardlint.GateField("Company", "text"),
            cardlint.GateField("Use", "select", options),
            cardlint.GateField("Odd", "textt"),
        )
        form = cardlint.GateForm("Voices", None, "Please", fields, "Ask", True)
        self.assertEqual(gate_form(card), form)
        self.assertIsNone(gate_form(GOOD))
        self.assertIsNone(gate_form("# Voices\n"))
        for broken in ("---\na: [\n---\n", "---\n- a\n---\n", "a\0"):
            with self.assertRaises(CardlintError):
                gate_form(broken)

    def test_a_string_that_is_not_a_card(self):
        for text in ("a\0", "\ud800", "x" * (16 * 1024 * 1024 + 1)):
            with self.assertRaises(CardlintError):
                lint(text)
        with self.assertRaises(CardlintError):
            fix("a\0")
        reports = list(lint_many([GOOD, "a\0", Card(None, "b/README.md"), Card(GOOD, repo_type="papers"), WRONG]))
        self.assertEqual([report.status for report in reports], [0, 2, 2, 2, 1])
        self.assertIn("NUL byte", reports[1].error)
        self.assertEqual(reports[2].path, "b/README.md")
        self.assertFalse(reports[2].ok)
        for wrong in (None, b"", 3):
            with self.assertRaises(TypeError):
                list(lint_many([wrong]))

    def test_options(self):
        self.assertEqual(Linter(ignore=["license"]).lint(WRONG).diagnostics, ())
        self.assertEqual(Linter(warnings_as_errors=True).lint(WARNED).status, 1)
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder, "cardlint.toml")
            config.write_text('[rules]\nunknown-license = "off"\n')
            self.assertEqual(Linter(config=config).lint(WRONG).diagnostics, ())
            extending = pathlib.Path(folder, "more.toml")
            extending.write_text('extend = "cardlint.toml"\n[rules]\nlicense-other-without-name = "error"\n')
            self.assertEqual(Linter(config=extending).lint(WRONG).diagnostics, ())
            self.assertEqual(Linter(config=extending).lint(WARNED).errors, 1)
            before = os.getcwd()
            try:
                os.chdir(folder)
                self.assertEqual(Linter(config="cardlint.toml").lint(WRONG).diagnostics, ())
                # Only a configuration that is given counts.
                self.assertEqual(Linter().lint(WRONG).status, 1)
            finally:
                os.chdir(before)
        for options, message in (
            (dict(select=["licens"]), "unknown rule or group `licens`"),
            (dict(config="gone.toml"), "gone.toml"),
            (dict(repo_type="papers"), "papers"),
        ):
            with self.assertRaisesRegex(CardlintError, message):
                Linter(**options).lint(GOOD)
            with self.assertRaisesRegex(CardlintError, message):
                list(Linter(**options).lint_many([GOOD] * 3))


class Streams(unittest.TestCase):
    def test_many_cards_in_order(self):
        given = list(cards(600))
        reports = list(lint_many(iter(given)))
        self.assertEqual(len(reports), 600)
        for card, report in zip(given, reports):
            self.assertEqual(report.path, card.path if isinstance(card, Card) else "README.md")
            self.assertEqual(report.status, int((card.text if isinstance(card, Card) else card).startswith(WRONG)))
        self.assertEqual(list(lint_many([])), [])

    def test_it_is_lazy(self):
        taken = []
        endless = (taken.append(number) or GOOD for number in iter(int, 1))
        reports = lint_many(endless)
        for _ in range(600):
            next(reports)
        self.assertLess(len(taken), 8000)
        reports.close()
        self.assertEqual(status(WRONG), 1)

    def test_a_slow_iterable_is_answered_soon(self):
        def slow():
            for _ in range(6):
                yield WRONG
                time.sleep(0.1)
                seen.append(len(reports))

        reports, seen = [], []
        for report in lint_many(slow()):
            reports.append(report)
        self.assertGreaterEqual(seen[-1], 3, seen)

    def test_an_iterable_that_fails(self):
        def failing():
            yield WRONG
            raise KeyError("x")

        with self.assertRaises(KeyError):
            list(lint_many(failing()))
        self.assertEqual(status(WRONG), 1)

    def test_streams_within_streams(self):
        pairs = zip(lint_many(cards(300)), fix_many(cards(300)))
        for number, (report, fixed) in enumerate(pairs):
            self.assertEqual(report.status, int(number % 3 == 1))
            self.assertTrue(fixed.report.ok)


class Processes(unittest.TestCase):
    def test_threads_share_a_program(self):
        linter = Linter()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            texts = [(GOOD, WRONG)[number % 2] for number in range(200)]
            self.assertEqual([report.status for report in pool.map(linter.lint, texts)], [0, 1] * 100)
            process = engine(linter)
            many = [pool.submit(lambda: [report.status for report in linter.lint_many(texts)]) for _ in range(4)]
            for done in many:
                self.assertEqual(done.result(), [0, 1] * 100)
        self.assertIs(engine(linter), process)

    def test_pickles(self):
        linter = Linter(ignore=["license"])
        linter.lint(WRONG)
        self.assertEqual(pickle.loads(pickle.dumps(linter)).lint(WRONG).diagnostics, ())
        report = lint(WRONG)
        self.assertEqual(pickle.loads(pickle.dumps(report)), report)
        self.assertEqual(len({report, lint(WRONG)}), 1)
        card = Card(WRONG, files=("a",))
        self.assertEqual(pickle.loads(pickle.dumps(card)), card)

    def test_pools(self):
        self.assertEqual(status(WRONG), 1)
        for method in multiprocessing.get_all_start_methods():
            with self.subTest(method), multiprocessing.get_context(method).Pool(2) as pool:
                self.assertEqual(pool.map(status, [GOOD, WRONG] * 20), [0, 1] * 20)
                self.assertEqual([report.ok for report in pool.map(Linter().lint, [GOOD, WRONG])], [True, False])

    @unittest.skipUnless(hasattr(os, "fork"), "this system does not fork")
    def test_a_fork_while_threads_use_it(self):
        stop = threading.Event()

        def busy():
            while not stop.is_set():
                self.assertEqual(status(WRONG), 1)

        threads = [threading.Thread(target=busy) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(8):
                child = os.fork()
                if child == 0:
                    os._exit(0 if [report.status for report in lint_many([GOOD, WRONG])] == [0, 1] else 1)
                self.assertEqual(os.waitpid(child, 0)[1], 0)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertEqual(status(GOOD), 0)

    @unittest.skipUnless(hasattr(os, "fork"), "this system does not fork")
    def test_a_fork_in_the_middle_of_a_stream(self):
        reports = lint_many(cards(1500))
        self.assertEqual(next(reports).status, 0)
        child = os.fork()
        if child == 0:
            os._exit(0 if status(WRONG) == 1 else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(sum(1 for _ in reports), 1499)

    def test_a_program_that_was_ended_is_started_again(self):
        linter = Linter()
        linter.lint(GOOD)
        for _ in range(3):
            engine(linter)._process.kill()
            self.assertEqual(linter.lint(WRONG).status, 1)
        reports = linter.lint_many(cards(3000))
        seen = []
        for report in reports:
            if len(seen) in (100, 1000):
                engine(linter)._process.kill()
            seen.append(report.status)
        self.assertEqual(seen, [0, 1, 0] * 1000)

    @unittest.skipUnless(os.name == "posix", "signals")
    def test_an_interrupt_does_not_mix_up_answers(self):
        class Interrupt(BaseException):
            pass

        def interrupt(*_):
            raise Interrupt

        linter = Linter()
        before = signal.signal(signal.SIGALRM, interrupt)
        interrupted = 0
        with warnings.catch_warnings():
            # An interrupt may come after the program was started and before anybody knows it.
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                for number in range(12):
                    signal.setitimer(signal.ITIMER_REAL, 0.003 * (number + 1))
                    try:
                        for report, card in zip(linter.lint_many(cards(2000)), cards(2000)):
                            self.assertEqual(report.path, card.path if isinstance(card, Card) else "README.md")
                    except Interrupt:
                        interrupted += 1
                    signal.setitimer(signal.ITIMER_REAL, 0)
                    self.assertEqual([linter.lint(WRONG).status, linter.lint(GOOD).status], [1, 0])
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)
            del linter
            gc.collect()
        self.assertGreater(interrupted, 6)

    def test_no_program_is_left_behind(self):
        linter = Linter()
        linter.lint(GOOD)
        process = engine(linter)._process
        del linter
        gc.collect()
        self.assertEqual(process.wait(10), 0)
        with Linter() as linter:
            linter.lint(GOOD)
            process = engine(linter)._process
        self.assertEqual(process.wait(10), 0)
        self.assertEqual(linter.lint(WRONG).status, 1)
        linter.close()
        linter.close()
        code = "import cardlint, sys\ncardlint.lint('')\nprint(sys.modules['cardlint.linter']._default._kept._engine._process.pid)"
        ran = subprocess.run([sys.executable, "-X", "dev", "-W", "error", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual((ran.returncode, ran.stderr), (0, b""))
        with self.assertRaises(ProcessLookupError):
            os.kill(int(ran.stdout), 0)

    def test_without_the_program(self):
        before = os.environ["CARDLINT"]
        os.environ["CARDLINT"] = "/gone/cardlint"
        try:
            with self.assertRaisesRegex(CardlintError, "/gone/cardlint"):
                Linter().lint(GOOD)
        finally:
            os.environ["CARDLINT"] = before


if __name__ == "__main__":
    unittest.main()
