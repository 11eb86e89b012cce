"""Commits and pushes under the real hook managers, formatters and gits; run by run.sh, which installs them.

pre-commit builds cardlint from a copy of this repository, as it would for a user, and takes a wheel of it where a repository
beside the published one says so. What is built is not optimized, with the dependencies that the repository has built already.
Names of flows on the command line run only those.
"""

import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import action
import formatters
import managers
import repositories
from work import Repo, Work


def main():
    with tempfile.TemporaryDirectory(prefix="cardlint-hooks-") as folder:
        work = Work(folder)
        begun = time.monotonic()

        def flow(function, *arguments):
            def attempt():
                words = (each.path.name if isinstance(each, Repo) else str(each) for each in arguments)
                name = " ".join([function.__name__, *words])
                try:
                    function(work, *arguments)
                    print(f"ok      {name} (at {time.monotonic() - begun:.0f} s)", flush=True)
                    return True
                except Exception:
                    print(f"FAILED  {name}\n{traceback.format_exc()}", flush=True)
                    return False
            attempt.__name__ = function.__name__
            return attempt

        def building():
            """What needs a build of cardlint: one after the other, since cargo does one at a time."""
            try:
                mirror = work.mirror()
            except Exception:
                print(f"FAILED  mirror\n{traceback.format_exc()}", flush=True)
                return False
            flows = [flow(managers.checks, "prek", mirror), flow(managers.checks, "pre-commit", mirror)]
            flows += [flow(managers.checks, "pre-commit", work.source), flow(managers.fixes, "prek", mirror)]
            flows += [flow(managers.fixes, "pre-commit", mirror), flow(action.action)]
            return all([each() for each in flows])

        flows = [building]
        flows += [flow(repositories.repositories, version, git) for version, git in sorted(repositories.gits().items())]
        flows += [flow(managers.system, manager, work.source) for manager in ("pre-commit", "prek")]
        flows += [flow(each) for each in (managers.projects, managers.chained, managers.lefthook, managers.husky)]
        flows += [flow(each) for each in (managers.lint_staged, formatters.formatters, formatters.wrong_order)]
        flows += [flow(each) for each in (formatters.mdformat_alone, formatters.line_ends, action.server)]
        wanted = sys.argv[1:]
        flows = [each for each in flows if not wanted or each.__name__ in wanted]
        with ThreadPoolExecutor(3) as pool:
            ended = list(pool.map(lambda each: each(), flows))
    print(f"hooks: {sum(ended)} passed, {len(ended) - sum(ended)} failed")
    return 0 if all(ended) else 1


if __name__ == "__main__":
    sys.exit(main())
