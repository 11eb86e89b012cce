"""`python -m cardlint`: runs the program."""

import os
import subprocess
import sys

from cardlint import find_binary


def main() -> int:
    command = [find_binary(), *sys.argv[1:]]
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
