"""The list of paths in `tests/integration/data/client-paths.tsv` has every one that huggingface_hub calls."""

import pathlib
import re

import huggingface_hub

LIST = pathlib.Path(__file__).resolve().parents[2] / "integration/data/client-paths.tsv"
# Services at addresses of their own, which no endpoint redirects.
ELSEWHERE = ("DATASETS_SERVER", "INFERENCE_", "SANDBOX")
# Pages that are printed for people, and paths that are put together from several parts.
PRINTED = {"/KIND/*/discussions/*", "/collections/*", "/*/discussions/*", "/jobs/*/*", "/*", "/**", "/buckets/*"}


def shape(path):
    """A path with `*` for each part that a caller fills."""
    path = re.sub(r"\{[^{}]*\}", "*", path)
    return re.sub(r"/\*s/", "/KIND/", re.sub(r"/(models|datasets|spaces)/", "/KIND/", path)).replace("/*s/", "/KIND/")


def called():
    """The paths that the source builds upon an endpoint."""
    root = pathlib.Path(huggingface_hub.__file__).parent
    template = re.compile(r'f"\{([^{}"]*(?:endpoint|ENDPOINT)[^{}"]*)\}(/[^"]*)"')
    for file in sorted(root.rglob("*.py")):
        for base, path in template.findall(file.read_text()):
            if not any(word in base or word in path for word in ELSEWHERE):
                yield shape(path), file.name


def test_every_path_is_in_the_list():
    lines = [line.split("\t") for line in LIST.read_text().splitlines() if not line.startswith("#")]
    known = {shape(re.sub(r"\{(repo|model|space)\}", "*", path)) for _, _, path, _ in lines}

    def listed(path):
        return path in PRINTED or any(re.fullmatch(re.escape(path).replace(r"\*", "[^?]*"), each.replace("*", "x")) for each in known)

    missing = sorted({f"{path} ({file})" for path, file in called() if not listed(path)})
    assert not missing, missing
