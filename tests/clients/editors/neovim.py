"""A real Neovim in a terminal of its own: keys go in as a person types them, and the screen is there to be read."""

import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import pexpect
import pyte

PATIENCE = 30
ROOT = Path(__file__).resolve().parents[3]


def block(heading: str) -> str:
    """The first block of code below a heading of docs/editors.md: what is tried is what is documented."""
    text = (ROOT / "docs/editors.md").read_text()
    section = text.split(f"\n## {heading}\n", 1)[1]
    return re.search(r"```\w+\n(.*?)```", section, re.S).group(1)


class Neovim:
    def __init__(self, nvim: str, cardlint: str, folder: Path, rows: int = 18, columns: int = 80) -> None:
        self.home = tempfile.TemporaryDirectory()
        home = Path(self.home.name)
        init = home / "init.lua"
        look = "vim.o.number = true vim.o.swapfile = false vim.o.winborder = 'rounded' vim.o.completeopt = 'menuone,noinsert'\n"
        shown = "vim.diagnostic.config({ virtual_text = true, signs = false })\n"
        init.write_text(block("Neovim") + look + shown)
        self.socket = home / "nvim.sock"
        (home / "bin").mkdir()
        (home / "bin/cardlint").symlink_to(Path(cardlint).resolve())
        environment = {
            **os.environ,
            "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
        }
        self.nvim = nvim
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            nvim,
            ["-u", str(init), "--listen", str(self.socket)],
            cwd=str(folder),
            env=environment,
            dimensions=(rows, columns),
        )
        self.until(lambda: self.socket.exists(), "a socket")

    def type(self, keys: str, pause: float = 0.05) -> None:
        """Types keys one after another."""
        self.child.send(keys)
        self.read(pause)

    def read(self, seconds: float) -> None:
        """Takes what the terminal is sent within a time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self.stream.feed(self.child.read_nonblocking(65536, timeout=left))
            except pexpect.TIMEOUT:
                return
            except pexpect.EOF:
                raise AssertionError("Neovim has ended") from None

    def lua(self, expression: str):
        """The value of an expression in Lua."""
        quoted = expression.replace("'", "''")
        words = [self.nvim, "--server", str(self.socket), "--remote-expr", f"luaeval('vim.json.encode({quoted})')"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{expression}: {done.stderr}{done.stdout}")
        return json.loads(done.stdout or done.stderr)

    def until(self, holds, what: str):
        """Waits for what holds, and gives it back."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := holds():
                return found
            self.read(0.1)
        raise AssertionError(f"no {what} after {PATIENCE} s; the screen:\n" + "\n".join(self.screen.display))

    def diagnostics(self) -> list:
        return self.lua("vim.diagnostic.get(0)")

    def text(self) -> str:
        return "\n".join(self.lua("vim.api.nvim_buf_get_lines(0, 0, -1, true)")) + "\n"

    def sees(self, text: str) -> bool:
        self.read(0.1)
        return any(text in line for line in self.screen.display)

    def close(self) -> None:
        self.child.close(force=True)
        self.home.cleanup()
