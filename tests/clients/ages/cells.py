"""Runs cells: a line for each, `ok NAME` or `failed NAME: why`."""

import os

ENDPOINT = os.environ["HF_ENDPOINT"]


def cell(run):
    """Runs one cell at once, as a decorator."""
    try:
        run()
        print("ok", run.__name__, flush=True)
    except Exception as error:
        print(f"failed {run.__name__}: {type(error).__name__} {' '.join(str(error).split())[:300]}", flush=True)
    return run


def raises(run, *words):
    """The error that a call ends with, which says all of these words."""
    try:
        run()
    except Exception as error:
        said = f"{type(error).__name__} {error}"
        missing = [word for word in words if word.lower() not in said.lower()]
        assert not missing, f"{said[:200]} lacks {missing}"
        return
    raise AssertionError("did not fail")
