"""Small random repositories of datasets: a card, and files that it describes more or less rightly."""

import io
import json
import random
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet
import yaml
from PIL import Image

ROWS = [{"a": number, "b": f"word {number}"} for number in range(3)]
TABLE_FEATURES = [{"name": "a", "dtype": "int64"}, {"name": "b", "dtype": "string"}]
FEATURES = {
    "txt": [{"name": "text", "dtype": "string"}],
    "png": [{"name": "image", "dtype": "image"}],
    "xml": [{"name": "xml", "dtype": "string"}],
    "conll": [{"name": "tokens", "list": "string"}],
    "tar": [{"name": "txt", "dtype": "string"}, {"name": "__key__", "dtype": "string"}, {"name": "__url__", "dtype": "string"}],
    "fasta": [{"name": "id", "dtype": "string"}, {"name": "description", "dtype": "string"}, {"name": "sequence", "dtype": "string"}],
}
SPLITS = ["train", "test", "validation", "dev", "extra"]


def content(kind: str) -> bytes:
    """A well-formed file of three rows."""
    buffer = io.BytesIO()
    table = pa.table({"a": [row["a"] for row in ROWS], "b": [row["b"] for row in ROWS]})
    match kind:
        case "csv":
            return b"a,b\n" + b"".join(f"{row['a']},{row['b']}\n".encode() for row in ROWS)
        case "tsv":
            return b"a\tb\n" + b"".join(f"{row['a']}\t{row['b']}\n".encode() for row in ROWS)
        case "jsonl" | "ndjson":
            return b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)
        case "json":
            return json.dumps(ROWS).encode()
        case "parquet":
            pa.parquet.write_table(table, buffer)
        case "arrow":
            with pa.ipc.new_stream(buffer, table.schema) as writer:
                writer.write_table(table)
        case "png" | "jpg":
            Image.new("RGB", (2, 2)).save(buffer, "PNG" if kind == "png" else "JPEG")
        case "conll":
            return b"A B\nC D\n\nE F\n"
        case "tar":
            with tarfile.open(fileobj=buffer, mode="w") as archive:
                for number in range(3):
                    member = tarfile.TarInfo(f"{number}.txt")
                    member.size = 2
                    archive.addfile(member, io.BytesIO(b"x\n"))
        case "zip":
            with zipfile.ZipFile(buffer, "w") as archive:
                archive.writestr("inside.csv", content("csv"))
        case "toml":
            return b'name = "x"\n'
        case "fasta":
            return b">one\nACGT\n>two\nACGT\n>three\nACGT\n"
        case _:
            return b"one\ntwo\nthree\n"
    return buffer.getvalue()


def write(root: Path, files: dict[str, bytes], card: str) -> None:
    # The linter knows the files of a card at the top of a git repository.
    (root / ".git").mkdir(parents=True)
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (root / "README.md").write_text(card, "utf-8")


class Repo:
    """One repository, from one seed."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.files: dict[str, bytes] = {}
        self.kind = self.pick({"csv": 6, "tsv": 1, "jsonl": 5, "json": 3, "parquet": 5, "png": 3, "txt": 2, "arrow": 1, "tar": 1, "conll": 1, "xml": 1, "fasta": 1, "zip": 1, "npy": 1})
        self.names = self.random.sample(["en", "fr", "de", "main", "default", "all data"], 3)
        self.layout()
        self.extras()
        self.card = self.text(self.metadata())

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def pick(self, weights: dict):
        return self.random.choices(list(weights), weights=list(weights.values()))[0]

    def add(self, name: str, kind: str | None = None) -> None:
        self.files[name] = content(kind or name.rsplit(".", 1)[-1])

    # Files

    def layout(self) -> None:
        kind = self.kind
        splits = self.random.sample(SPLITS, self.random.choice([1, 2, 2, 3]))
        match self.pick({"one": 4, "splits": 4, "folder": 3, "sharded": 3, "split folders": 2, "config folders": 5, "named": 3, "none": 1}):
            case "one":
                self.add(f"{self.random.choice(['data', 'corpus', 'train', 'my-file'])}.{kind}")
            case "splits":
                for split in splits:
                    self.add(f"{split}.{kind}")
            case "folder":
                for split in splits:
                    self.add(f"data/{split}.{kind}")
            case "sharded":
                for split in splits:
                    for shard in range(2):
                        self.add(f"data/{split}-{shard:05}-of-00002.{kind}")
            case "split folders":
                for split in splits:
                    for name in ("a", "b"):
                        self.add(f"{split}/{name}.{kind}")
            case "config folders":
                for name in self.names[: self.random.choice([1, 2, 3])]:
                    for split in splits:
                        self.add(f"{name}/{split}.{kind}")
            case "named":
                for name in self.names[:2]:
                    self.add(f"{name}.{kind}")

    def extras(self) -> None:
        """Files that are not the data, or that are in another format."""
        r = self.random
        if self.chance(0.35):
            for name in r.sample(
                [
                    ".gitattributes", "LICENSE", "LICENSE.md", "docs/guide.md", "docs/usage.md", "NOTES.txt", "requirements.txt",
                    "config.json", "dataset_infos.json.bak", "logo.png", "instruction.md", "tasks/one/task.toml", "prepare.sh",
                    "pyproject.toml", "stats.csv", "test.log", "train.log", "scripts/train.sh", ".hidden.csv", "__cache__/x.csv",
                    ".cache/y.jsonl", "a b.txt", "CITATION.cff", "img/photo.jpg", "sub/README.md",
                ],
                r.choice([1, 1, 2, 3]),
            ):  # fmt: skip
                self.files[name] = content(name.removesuffix(".bak").rsplit(".", 1)[-1])
        if self.chance(0.12):
            other = r.choice(["csv", "tsv", "jsonl", "parquet", "txt", "png"])
            self.add(f"{r.choice(['other', 'test', 'data/more', 'en/extra'])}.{other}")
        if self.kind == "png" and self.chance(0.4) and self.files:
            folder = next(iter(self.files)).rpartition("/")[0]
            names = [name for name in self.files if name.rpartition("/")[0] == folder and name.endswith(".png")]
            lines = ["file_name,b", *(f"{name.rpartition('/')[2]},x" for name in names)]
            self.files[f"{folder}/metadata.csv".lstrip("/")] = "\n".join(lines).encode() + b"\n"

    # The card

    def metadata(self) -> dict:
        card = {"license": "mit"}
        if self.chance(0.7):
            configs = self.configs()
            card["configs"] = configs
        else:
            configs = []
        if self.chance(0.5):
            card["dataset_info"] = self.info(configs)
        if self.chance(0.1):
            card["viewer"] = False
        return card

    def pattern(self) -> str:
        """A pattern that matches files, or nearly."""
        r = self.random
        if not self.files:
            return "data.csv"
        name = r.choice(list(self.files))
        folder, _, base = name.rpartition("/")
        ending = base.rsplit(".", 1)[-1]
        beside = f"{folder}/" if folder else ""
        match self.pick({"name": 8, "star": 6, "deep": 3, "folder": 1, "wrong": 1, "wrong star": 1, "dot": 1, "prefix": 3, "any": 2, "case": 0.5, "braces": 0.3, "question": 0.5, "class": 0.5}):
            case "name":
                return name
            case "star":
                return f"{beside}*.{ending}"
            case "deep":
                return r.choice([f"**/*.{ending}", f"{beside}**", "**", f"**/{base}"])
            case "folder":
                return folder or "data"
            case "wrong":
                return f"{beside}nosuch.{ending}"
            case "wrong star":
                return f"nosuch/*.{ending}"
            case "dot":
                return f"./{name}"
            case "prefix":
                return f"{beside}{base.split('.')[0].split('-')[0]}*"
            case "any":
                return f"{beside}*"
            case "case":
                return name.upper()
            case "braces":
                return f"{beside}{{{base.split('.')[0]},x}}.{ending}"
            case "question":
                return f"{beside}?{base[1:]}"
            case "class":
                return f"{beside}[{base[0]}]{base[1:]}"
        return name

    def data_files(self):
        r = self.random
        match self.pick({"string": 4, "list": 2, "splits": 7, "null": 0.3, "empty": 0.3}):
            case "string":
                return self.pattern()
            case "list":
                return [self.pattern() for _ in range(r.choice([1, 2]))]
            case "splits":
                # Most cards name each split as its files are named.
                named = [split for split in SPLITS if any(split in name for name in self.files)]
                if named and self.chance(0.6):
                    return [{"split": split, "path": self.path_of(split)} for split in named]
                names = r.sample([*SPLITS, "a.b", "über"], r.choice([1, 2]))
                if self.chance(0.03):
                    names[0] = r.choice(["my-split", "two words", "all", "2020"])
                return [{"split": split, "path": self.pattern() if self.chance(0.8) else [self.pattern(), self.pattern()]} for split in names]
            case "null":
                return None
        return []

    def path_of(self, split: str):
        names = [name for name in self.files if split in name]
        return self.random.choice([names, names[0], f"**/{split}*", f"**/*{split}*/*" if "/" in names[0] else names[0]])

    def configs(self) -> list:
        r = self.random
        configs = []
        for name in self.names[: r.choice([1, 1, 1, 2, 2, 3])]:
            config = {"config_name": name}
            within = [path for path in self.files if path.startswith(f"{name}/")]
            if within and self.chance(0.5):
                # A folder for each config.
                if self.chance(0.5):
                    config["data_dir"] = name
                else:
                    config["data_files"] = f"{name}/*"
            else:
                if self.chance(0.85):
                    config["data_files"] = self.data_files()
                if self.chance(0.12):
                    folders = sorted({path.rpartition("/")[0] for path in self.files if "/" in path})
                    config["data_dir"] = r.choice([*folders, "nosuch", ".", "./", f"./{r.choice([*folders, 'x'])}", "data", "data/", None])
            if self.chance(0.1):
                config["default"] = r.choice([True, True, False])
            if self.chance(0.05):
                config["features"] = r.choice([self.features(), []])
            if self.chance(0.05):
                config.update(r.choice([{"sep": ","}, {"drop_labels": True}, {"description": "x"}, {"version": "1.0.0"}, {"sep": "\t"}, {"nosuch": 1}]))
            configs.append(config)
        return configs

    def features(self) -> list:
        return FEATURES.get(self.kind, TABLE_FEATURES)

    def info(self, configs: list):
        r = self.random

        def one(name: str | None, config: dict) -> dict:
            info = {} if name is None else {"config_name": name}
            if self.chance(0.6):
                info["features"] = self.features() if self.chance(0.93) else []
            if self.chance(0.6):
                named = [item["split"] for item in config.get("data_files") or [] if isinstance(item, dict)] if not isinstance(config.get("data_files"), str) else ["train"]
                if not named:
                    named = [split for split in ("train", "test") if any(split in path for path in self.files)] or ["train"]
                if self.chance(0.15):
                    named = r.sample([*SPLITS, "my-split"], r.choice([1, 2]))
                info["splits"] = [{"name": split, "num_bytes": 1, "num_examples": 3} for split in dict.fromkeys(named)]
                if self.chance(0.2):
                    info["dataset_size"] = 3
            return info

        named = [(config["config_name"], config) for config in configs]
        if not named:
            match self.pick({"plain": 5, "default": 3, "other": 1, "list": 1}):
                case "plain":
                    return one(None, {})
                case "default":
                    return one("default", {})
                case "other":
                    return one("other", {})
            return [one(name, {}) for name in r.sample(["default", "en", "fr"], r.choice([1, 2]))]
        if len(named) == 1 and self.chance(0.6):
            name, config = named[0]
            return one(None if name == "default" and self.chance(0.5) else name, config)
        if self.chance(0.12):
            named = named[:1] + [("other", {})] if self.chance(0.5) else named[1:] or [("other", {})]
        infos = [one(name, config) for name, config in named]
        return infos[0] if len(infos) == 1 and self.chance(0.5) else infos

    def text(self, metadata: dict) -> str:
        block = yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True)
        return f"---\n{block}---\n# A dataset\n"
