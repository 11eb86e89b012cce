"""Checks Hugging Face cards, guards them in git, and mocks the Hub. The program is `cardlint`; see `cardlint --help`."""

import os
import shutil
import sys
import sysconfig

__all__ = ["find_binary"]


def find_binary() -> str:
    """The path of the `cardlint` program: `$CARDLINT` if set, the one installed with this package, or one on PATH."""
    if given := os.environ.get("CARDLINT"):
        if found := shutil.which(given):
            return found
        raise FileNotFoundError(f"the variable CARDLINT says {given}, and there is no program")
    name = "cardlint" + (sysconfig.get_config_var("EXE") or "")
    user_scheme = sysconfig.get_preferred_scheme("user") if sys.version_info >= (3, 10) else f"{os.name}_user"
    folders = [
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", scheme=user_scheme),
        # pip install --target
        os.path.join(os.path.dirname(os.path.dirname(__file__)), "bin"),
    ]
    for folder in folders:
        candidate = os.path.join(folder, name)
        if os.path.isfile(candidate):
            return candidate
    if on_path := shutil.which(name):
        return on_path
    raise FileNotFoundError(
        f"no program `{name}` in {', '.join(folders)} or on PATH: install this package again, or let CARDLINT name the program"
    )
