"""Cards in parquet: written here, checked by each engine, and compared with one run of the program over the same cards."""

import json
import os
import pathlib
import random
import subprocess
import sys
import time

import pyarrow
import pyarrow.parquet

COUNT = int(os.environ.get("CARDS", "20000"))
KEYS = ("path", "repo_type", "text", "status", "rules")


def card(number: int, draw: random.Random) -> dict:
    lines = ["---", "license: " + draw.choice(["mit", "apache-2.0", "MIT", "apache2", "other"])]
    if draw.random() < 0.5:
        lines.append("language: " + draw.choice(["en", "fr", "english", "no"]))
    if draw.random() < 0.3:
        lines += ["extra_gated_fields:", "  Company: " + draw.choice(["text", "string", "country"])]
    if draw.random() < 0.05:
        lines.append(draw.choice(["tags: [a", "license: mit", "\tx: y", "é: [\U0001f3a4]", "a\0b: c"]))
    lines += ["---", f"# Card {number}", "", "Voices of people. \u2028" * draw.randrange(8)]
    kind = draw.choice(["dataset", "model", "space"])
    return {"path": f"{kind}s/acme/{number}/README.md", "repo_type": kind, "text": "\n".join(lines)}


def rows(folder: pathlib.Path) -> list:
    return sorted((tuple(row[key] for key in KEYS) for row in pyarrow.parquet.read_table(folder).to_pylist()))


def main() -> int:
    examples, run = map(pathlib.Path, sys.argv[1:])
    draw = random.Random(19)
    cards = [card(number, draw) for number in range(COUNT)]
    source = run / "cards"
    source.mkdir()
    for part in range(4):
        table = pyarrow.Table.from_pylist(cards[part::4])
        pyarrow.parquet.write_table(table, source / f"part-{part}.parquet")

    # The single run: the program alone, without Python's API.
    lines = "".join(json.dumps(card) + "\n" for card in cards)
    command = [os.environ["CARDLINT"], "check", "--no-config", "--input", "json-lines"]
    ran = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(answers) == COUNT, ran.stderr.decode()
    expected = sorted(
        (card["path"], card["repo_type"], card["text"], answer["status"],
         " ".join(found["rule"] for found in answer.get("diagnostics", ())))
        for card, answer in zip(cards, answers)
    )  # fmt: skip
    statuses = {status: sum(row[3] == status for row in expected) for status in (0, 1, 2)}
    assert all(statuses.values()), f"the cards are to be of every kind: {statuses}"

    passed = failed = 0
    for engine in os.environ.get("ENGINES", "datasets ray spark").split():
        begin = time.monotonic()
        target = run / f"checked-by-{engine}"
        script = str(examples / f"with_{engine}.py")
        with open(run / f"{engine}.log", "wb") as log:
            try:
                status = subprocess.run([sys.executable, script, str(source), str(target)], stdout=log, stderr=log, timeout=300).returncode
            except subprocess.TimeoutExpired:
                status = "none: it took more than 300 s"
        found = rows(target) if status == 0 else []
        if found == expected:
            passed += 1
            print(f"ok: {engine}, {COUNT} cards ({time.monotonic() - begin:.0f} s)", file=sys.stderr)
            continue
        failed += 1
        different = sum(one != other for one, other in zip(found, expected)) + abs(len(found) - len(expected))
        print(f"FAILED: {engine}: exit status {status}, {different} of {COUNT} rows differ", file=sys.stderr)
        print((run / f"{engine}.log").read_text(errors="replace")[-4000:], file=sys.stderr)
    print(f"scale: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
