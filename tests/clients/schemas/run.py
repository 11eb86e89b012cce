"""Each printed schema in each tool that people give it to."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CACHE = Path(sys.argv[1])
CARDLINT = os.environ["CARDLINT"]
BIN = CACHE / "node/node_modules/.bin"
VENV = CACHE / "venv/bin"

# By schema: what fits it, and what does not with a word of the value that is wrong.
YAML = {
    "dataset": ({"license": "mit", "language": ["en"]}, {"license": "mitt", "language": ["en"]}),
    "model": ({"license": "mit", "pipeline_tag": "text-generation"}, {"license": "mit", "datasets": "a b"}),
    "space": ({"title": "Voices", "sdk": "gradio"}, {"title": "Voices", "sdk": "gradioo"}),
    "eval-results": ([{"dataset": {"id": "cais/hle", "task_id": "hle"}, "value": 20.9}], [{"dataset": {"id": "cais/hle"}, "value": 20.9}]),
    "eval": (
        {"name": "Street", "description": "Voices", "evaluation_framework": "mteb", "tasks": [{"id": "street"}]},
        {"name": "Street", "description": "Voices", "evaluation_framework": "mtep", "tasks": [{"id": "street"}]},
    ),
    "hub-seed": ({"users": [{"name": "ana"}]}, {"users": [{"nam": "ana"}]}),
}
TOML = {"config": ('repo-type = "dataset"\n[rules]\nnull-value = "off"\n', 'repo-type = "datasett"\n')}

passed = failed = 0


def step(name, ok, said=""):
    global passed, failed
    if ok:
        passed += 1
        print(f"ok      {name}")
    else:
        failed += 1
        print(f"FAILED  {name}\n{said}")


def run(*words, cwd=None):
    ran = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True, timeout=60)
    return ran.returncode, ran.stdout + ran.stderr


def tries(tool, name, good, bad):
    """One file that the tool has to accept, and one that it has to reject for its content, not for the schema."""
    (code, said), (bad_code, bad_said) = good, bad
    step(f"{tool}: {name}: accepts", code == 0, said)
    broken = "unable to resolve" in bad_said.lower() or "unknown keyword" in bad_said.lower()
    step(f"{tool}: {name}: rejects", bad_code != 0 and not broken, bad_said)


def language_server(folder, files):
    """The diagnostics of yaml-language-server, by file."""
    server = subprocess.Popen(
        ["node", BIN / "yaml-language-server", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
    )

    def send(method, params, id=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params} | ({} if id is None else {"id": id})
        body = json.dumps(message).encode()
        server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        server.stdin.flush()

    def receive():
        length = 0
        while (line := server.stdout.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(server.stdout.read(length))

    send("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": {}}, 1)
    found = {}
    while len(found) < len(files):
        message = receive()
        if message.get("id") == 1 and "result" in message:
            send("initialized", {})
            for path in files:
                document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text()}
                send("textDocument/didOpen", {"textDocument": document})
        elif message.get("method") == "textDocument/publishDiagnostics":
            found[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            wanted = len(message["params"].get("items", [])) if message["method"] == "workspace/configuration" else 0
            body = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": [None] * wanted or None}).encode()
            server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            server.stdin.flush()
    server.kill()
    return {path: found[path.as_uri()] for path in files}


with tempfile.TemporaryDirectory() as name:
    folder = Path(name).resolve()
    opened = {}
    for name, files in (YAML | TOML).items():
        code, text = run(CARDLINT, "schema", name)
        schema = folder / f"{name}.schema.json"
        schema.write_text(text)
        step(f"{name} is a schema", run(VENV / "check-jsonschema", "--check-metaschema", schema)[0] == 0)
        if name in TOML:
            texts = [folder / f"{name}-{kind}.toml" for kind in ("good", "bad")]
            for path, text in zip(texts, files):
                path.write_text(text)
            check = [run(VENV / "check-jsonschema", "--schemafile", schema, path) for path in texts]
            tries("check-jsonschema", name, *check)
            tries("taplo", name, *[run(BIN / "taplo", "check", "--schema", schema.as_uri(), path) for path in texts])
            for path, text in zip(texts, files):
                path.write_text(f"#:schema ./{schema.name}\n{text}")
            lint = [VENV / "tombi", "lint", "--offline", "--error-on-warnings"]
            tries("tombi", name, *[run(*lint, path, cwd=folder) for path in texts])
            continue
        data = [folder / f"{name}-{kind}.json" for kind in ("good", "bad")]
        texts = [path.with_suffix(".yaml") for path in data]
        for path, text, value in zip(data, texts, files):
            path.write_text(json.dumps(value))
            text.write_text(f"# yaml-language-server: $schema={schema.as_uri()}\n{json.dumps(value, indent=1)}\n")
        tries("check-jsonschema", name, *[run(VENV / "check-jsonschema", "--schemafile", schema, path) for path in texts])
        tries("ajv", name, *[run("node", CACHE / "node/ajv.cjs", schema, path) for path in data])
        opened[name] = texts
    said = language_server(folder, [path for texts in opened.values() for path in texts])
    for name, (good, bad) in opened.items():
        tries("yaml-language-server", name, *[(len(said[path]), json.dumps(said[path])) for path in (good, bad)])

print(f"schemas: {passed} passed, {failed} failed")
sys.exit(failed != 0)
