"""What cardlint says of evaluation files, and what their readers do with them."""

import json
import os
import random
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import yaml
from huggingface_hub import EvalResultEntry, HfApi, eval_result_entries_to_yaml, parse_eval_result_entries
from inspect_ai._eval.task.hf import HFTask

NODE = Path(sys.argv[1])
CARDLINT = os.environ["CARDLINT"]
COUNT = int(os.environ.get("EVALS_COUNT", "1500"))
chance = random.Random(int(os.environ.get("EVALS_SEED", "20260115")))

passed = failed = 0


def step(name, ok, said=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print(f"{'ok     ' if ok else 'FAILED '} {name}" + ("" if ok else f"\n{said}"))


def check(folder):
    """The diagnostics of every file below a folder, by path."""
    words = [CARDLINT, "check", "--no-config", "--exit-zero", "--allow-empty", "--format", "json-lines", "."]
    ran = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    found = {}
    for line in ran.stdout.splitlines():
        each = json.loads(line)
        found.setdefault(each["path"], []).append(each)
    return found


def pick(*values):
    return chance.choice(values)


def scalar():
    return pick(None, 0, 1, 20.9, True, False, "", "x", "20.9", [], ["a"], {}, {"a": 1}, "2026-01-15")


def spoiled(value, deep=0.12):
    """A value with, here and there, another in its place or without a key."""
    if chance.random() < deep:
        return scalar()
    if isinstance(value, dict):
        kept = {key: spoiled(each, deep / 2) for key, each in value.items() if chance.random() > 0.05}
        return kept | ({pick("extra", "Value", "task-id"): 1} if chance.random() < 0.05 else {})
    if isinstance(value, list):
        return [spoiled(each, deep / 2) for each in value]
    return value


def result():
    """A result as the Hub's documentation describes it."""
    entry = {"dataset": {"id": pick("cais/hle", "TIGER-Lab/MMLU-Pro", "gsm8k"), "task_id": pick("hle", "default")}, "value": pick(0, 1, 20.9, -0.5)}
    if chance.random() < 0.3:
        entry["dataset"]["revision"] = "5503434ddd753f426f4b38109466949a1217c2bb"
    if chance.random() < 0.3:
        entry["date"] = pick("2026-01-15", "2026-01-15T10:30:00Z", "2026-01-15T10:30:00.123+01:00")
    if chance.random() < 0.4:
        entry["source"] = {"url": "https://huggingface.co/spaces/ana/traces"}
        entry["source"] |= pick({}, {"name": "Traces"}, {"user": "ana"}, {"org": "lab", "name": "Traces"})
    return entry | pick({}, {"notes": "no tools"}, {"verifyToken": "eyJhbGciOi"})


def task():
    """A task that inspect-ai runs."""
    made = {"id": "street", "field_spec": {"input": "question", "target": "answer"}}
    made |= {"solvers": [{"name": pick("generate", "multiple_choice")}], "scorers": [{"name": pick("exact", "match")}]}
    return made | pick({}, {"config": "default", "split": "test"})


def reads(text):
    try:
        data = yaml.safe_load(text)
        parse_eval_result_entries(data)
        return True
    except Exception:  # whatever it is that the parser raises
        return False


def runs(tasks):
    try:
        for each in tasks:
            HFTask(**each)
        return True
    except Exception:
        return False


def results(folder):
    """What huggingface_hub's parser refuses has an error that names it, and what it takes has none."""
    texts = {}
    (folder / ".eval_results").mkdir()
    for index in range(COUNT):
        good = [result() for _ in range(chance.randint(1, 3))]
        value = good if index % 5 == 0 else spoiled(good, 0.02) if index % 5 == 1 else spoiled(good)
        text = yaml.safe_dump(value, sort_keys=False)
        path = folder / ".eval_results" / f"{index:05}.yaml"
        path.write_text(text)
        texts[f".eval_results/{path.name}"] = (index % 5 == 0, text)
    found = check(folder)
    wrong, refused, spared = [], 0, 0
    for path, (good, text) in texts.items():
        errors = [each for each in found.get(path, []) if each["severity"] == "error"]
        named = [each for each in errors if "huggingface_hub" in each["predicts"]]
        taken = reads(text)
        refused, spared = refused + (not taken), spared + taken
        if taken == bool(named) or (good and found.get(path)):
            wrong.append(f"{path}: the parser {'takes' if taken else 'refuses'} it, cardlint says {[each['message'] for each in errors]}\n{text}")
    step(f"results: {refused} that the parser refuses and {spared} that it takes", not wrong and refused > 99 and spared > 99, "\n".join(wrong[:5]))


def benchmarks(folder):
    """inspect-ai runs what cardlint has nothing to say about, and nothing of what it says an error about."""
    made = {}
    for index in range(COUNT // 3):
        tasks = [task()] if index % 3 == 0 else spoiled([task()])
        if isinstance(tasks, list) and tasks and isinstance(tasks[0], dict):
            # Of numbers, pydantic takes strings and booleans, too: right ones only.
            tasks[0] |= pick({}, {"epochs": 2, "epoch_reducer": pick("mean", "pass_at_2", "best")})
        text = yaml.safe_dump({"name": "Street", "description": "Voices", "evaluation_framework": "inspect-ai", "tasks": tasks}, sort_keys=False)
        (folder / f"{index:05}").mkdir()
        (folder / f"{index:05}/eval.yaml").write_text(text)
        made[f"{index:05}/eval.yaml"] = (index % 3 == 0 and "best" not in text, tasks, text)
    found = check(folder)
    wrong, refused = [], 0
    for path, (good, tasks, text) in made.items():
        said = found.get(path, [])
        ran = runs(tasks)
        refused += not ran
        # An id is required by the Hub, and an empty list of tasks runs.
        only_hub = all("`id`" in each["message"] or ".id`" in each["message"] or each["message"].startswith(("`tasks`", "`tasks[0].config", "`tasks[0].split")) for each in said)
        if (good and said) or (ran and said and not only_hub) or not (ran or said):
            wrong.append(f"{path}: {'runs' if ran else 'does not run'}, and cardlint says {[each['message'] for each in said]}\n{text}")
    step(f"benchmarks: {refused} of {len(made)} that inspect-ai does not run", not wrong and refused > 50, "\n".join(wrong[:5]))


def frameworks(folder):
    """The frameworks are those of the package, each accepted and its misspelling not."""
    script = 'const t = await import("@huggingface/tasks"); console.log(JSON.stringify(Object.keys(t.EVALUATION_FRAMEWORKS)))'
    ran = subprocess.run(["node", "--input-type=module", "-e", script], cwd=NODE, capture_output=True, text=True, check=True)
    known = json.loads(ran.stdout)
    listed = subprocess.run([CARDLINT, "rules", "--vocabularies", "evaluation_frameworks"], capture_output=True, text=True).stdout
    step("frameworks are those of @huggingface/tasks", [line.split()[0] for line in listed.splitlines()] == known, listed)
    for name in known:
        for word in (name, name + "x"):
            (folder / word).mkdir()
            tasks = [task()] if name == "inspect-ai" else [{"id": "street"}]
            value = {"name": "Street", "description": "Voices", "evaluation_framework": word, "tasks": tasks}
            (folder / word / "eval.yaml").write_text(yaml.safe_dump(value))
    found = check(folder)
    step("each is accepted", not [name for name in known if f"{name}/eval.yaml" in found], found)
    step("and none that is not there", all(f"{name}x/eval.yaml" in found for name in known), found)


def served(folder):
    """What huggingface_hub writes is without a remark, and comes back from a mock Hub as it was."""
    entries = [
        EvalResultEntry(dataset_id="cais/hle", task_id="hle", value=20.9, date="2026-01-15", source_url="https://example.org/x", source_org="lab"),
        EvalResultEntry(dataset_id="Idavidrein/gpqa", task_id="gpqa_diamond", value=0.412, notes="tools"),
    ]
    text = yaml.dump(eval_result_entries_to_yaml(entries))
    (folder / ".eval_results").mkdir()
    (folder / ".eval_results/written.yaml").write_text(text)
    step("what huggingface_hub writes is right", not check(folder), check(folder))
    (folder / "hub.yaml").write_text("users: [{name: ana, tokens: [{token: hf_ana}]}]\nrepos: [{id: ana/voices, type: model}]\n")
    serve = [CARDLINT, "serve", "--exit-with-parent", "--seed", "hub.yaml"]
    hub = subprocess.Popen(serve, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = hub.stdout.readline().strip()
        api = HfApi(endpoint=address, token="hf_ana")
        for name, content in (("hle", text), ("broken", "- dataset: {id: a/b}\n  value: 1\n")):
            api.upload_file(path_or_fileobj=content.encode(), path_in_repo=f".eval_results/{name}.yaml", repo_id="ana/voices")
        info = api.model_info("ana/voices", expand=["evalResults"])
        step("a mock Hub serves them, without the broken file", info.eval_results == entries, info.eval_results)
    finally:
        hub.terminate()
        hub.wait()


for part in (results, benchmarks, frameworks, served):
    with tempfile.TemporaryDirectory() as name:
        try:
            part(Path(name))
        except Exception:
            step(part.__name__, False, traceback.format_exc())

print(f"evals: {passed} passed, {failed} failed")
sys.exit(failed != 0)
