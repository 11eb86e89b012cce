"""Writes the cards of every writer into FOLDER/WRITER/NUMBER.md, and what kind of repo each belongs to into FOLDER/WRITER/MANIFEST.tsv.

    write.py FOLDER [WRITER]...
"""

import inspect
import os
import subprocess
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

SEED = """
users: [{ name: ana, tokens: [{ token: hf_ana, role: write }] }]
repos: [{ id: ana/empty-model, type: model }]
"""

# Whatever a writer asks of the Hub is asked of a mock.
seed = tempfile.TemporaryDirectory()
Path(seed.name, "hub.yaml").write_text(SEED, "utf-8")
hub = subprocess.Popen([os.environ["CARDLINT"], "serve", "--seed", seed.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
os.environ |= {"HF_ENDPOINT": hub.stdout.readline().strip(), "HF_HOME": str(Path(seed.name, "home")), "HF_TOKEN": "hf_ana"}
os.environ |= {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1", "TQDM_DISABLE": "1"}
os.environ.pop("HF_HUB_OFFLINE", None)
warnings.simplefilter("ignore")

import torch_stand_in  # noqa: E402

torch_stand_in.install()

import dataset_cards  # noqa: E402
import model_cards  # noqa: E402


def writers():
    for module in (model_cards, dataset_cards):
        for name, function in vars(module).items():
            if inspect.isgeneratorfunction(function):
                yield name, function


def main() -> int:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    failed = 0
    for name, write in writers():
        if wanted and name not in wanted:
            continue
        into = folder / f"{name}-{write.__module__.split('_')[0]}s"
        into.mkdir(parents=True)
        kinds = []
        try:
            for number, (kind, card) in enumerate(write()):
                (into / f"{number:02}.md").write_bytes(str(card).encode())
                kinds.append(f"{number:02}.md\t{kind}\n")
        except Exception:
            failed += 1
            print(f"{name} stopped after {len(kinds)} cards:")
            traceback.print_exc(limit=-5, file=sys.stdout)
        (into / "MANIFEST.tsv").write_text("file\tkind\n" + "".join(kinds), "utf-8")
        print(f"{into.name}: {len(kinds)} cards", flush=True)
    return failed


try:
    status = main()
finally:
    hub.terminate()
    hub.wait()
    seed.cleanup()
sys.exit(bool(status))
