"""Writes what bench/compare measured as a page of the documentation: a table, and bars as an SVG picture."""

import html
import os
import pathlib
import platform
import subprocess

DOCS = pathlib.Path(__file__).resolve().parent.parent / "docs"


def write(races, promised, runs) -> None:
    """`races` maps a title to what each program took: wall and CPU seconds, and peak MiB."""
    page = f"""# Performance

Written by `bench/compare --page`, which runs the programs in turns, {runs} times each, and takes the medians. {machine()}
CPU time is user and system time together: a machine that is busy with other things changes it least. [bench/README.md](../bench/README.md) says what
wall time was on an idle one.

![CPU seconds, each beside cardlint](performance.svg)
"""
    for title, taken in races.items():
        ours = next(iter(taken.values()))
        page += f"\n## {title[0].upper()}{title[1:]}\n\n| | CPU ms | of cardlint's | peak MiB |\n|---|--:|--:|--:|\n"
        for name, (_, cpu, peak) in taken.items():
            page += f"| `{name}` | {cpu * 1000:,.1f} | {cpu / ours[1]:.2f} | {peak:.0f} |\n"
    page += "\n## What is to be reached\n\n| | measured | goal |\n|---|--:|---|\n"
    for what, ratio, sign, bound in promised:
        if "wall" in what:
            continue
        page += f"| {what} | {ratio:.2f} | {'at most' if sign == '<=' else 'at least'} {bound} |\n"
    page += """
`floor` is the least that any linter of cards must do: walk, read, parse the YAML, and apply a JSON Schema (`bench/floor`).
`DatasetCard(text)` is what a Python script does that only loads one card. `ryl` lints the YAML of Markdown files, and knows nothing of
cards. What else is measured, and how, is in [bench/README.md](../bench/README.md).
"""
    (DOCS / "performance.md").write_text(page, encoding="utf-8")
    (DOCS / "performance.svg").write_text(chart(races), encoding="utf-8")


def machine() -> str:
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor() or "an unknown processor"
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    rust = subprocess.run(["rustc", "-V"], capture_output=True, text=True, check=True).stdout.split()[1]
    return (f"The machine: {os.cpu_count()} cores of {model}, {platform.system()} {platform.release().split('-')[0]}, Rust {rust},"
            f" Python {platform.python_version()}; its load was {busy:.1f} at the end.")


def chart(races) -> str:
    """For each race a bar for each program, as long as the logarithm of its CPU time says."""
    import math

    rows, y = [], 34
    smallest = min(cpu for taken in races.values() for _, cpu, _ in taken.values())
    largest = max(cpu for taken in races.values() for _, cpu, _ in taken.values())
    scale = 420 / max(math.log10(largest / smallest) + 0.3, 0.5)
    for title, taken in races.items():
        rows.append(f'<text class="title" x="12" y="{y}">{html.escape(title)}</text>')
        y += 10
        ours = next(iter(taken.values()))[1]
        for number, (name, (_, cpu, _)) in enumerate(taken.items()):
            width = (math.log10(cpu / smallest) + 0.3) * scale
            rows.append(f'<rect class="{"ours" if number == 0 else "other"}" x="250" y="{y}" width="{width:.0f}" height="14"/>')
            rows.append(f'<text x="242" y="{y + 11}" text-anchor="end">{html.escape(name)}</text>')
            times = "" if number == 0 else f" ({cpu / ours:.1f}×)"
            rows.append(f'<text x="{250 + width + 6:.0f}" y="{y + 11}">{seconds(cpu)}{times}</text>')
            y += 20
        y += 22
    style = (".title{font-weight:600}text{font:12px system-ui,sans-serif;fill:#1b1f24}.ours{fill:#3b35c4}.other{fill:#b9bec7}"
             "@media (prefers-color-scheme:dark){text{fill:#e6e8eb}.ours{fill:#8d88ff}.other{fill:#565d68}}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="780" height="{y}" viewBox="0 0 780 {y}" role="img" '
            f'aria-label="CPU time of cardlint and others, on a logarithmic scale"><style>{style}</style>'
            '<text x="12" y="14">CPU time, on a logarithmic scale; in brackets, how many times that of cardlint</text>'
            f'{"".join(rows)}</svg>\n')


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"
