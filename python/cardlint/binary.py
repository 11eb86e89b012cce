"""Where the `cardlint` program is."""

import os
import shutil
import sys
import sysconfig


def find_binary() -> str:
    """The path of the `cardlint` program: `CARDLINT` if it is set, else the one installed with this package, else one on PATH.

    Raises FileNotFoundError where there is none.
    """
    given = os.environ.get("CARDLINT")
    if given:
        found = shutil.which(given)
        if found:
            return found
        raise FileNotFoundError(f"the environment variable CARDLINT is set to {given}, which is not a program")
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
    on_path = shutil.which(name)
    if on_path:
        return on_path
    raise FileNotFoundError(
        f"cannot find the program {name} in {', '.join(folders)} or on PATH: reinstall this package, or set CARDLINT to its path"
    )
