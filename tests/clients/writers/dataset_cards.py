"""Cards of datasets, as the libraries that make datasets write them."""

import itertools
from unittest.mock import MagicMock

from huggingface_hub import DatasetCard, DatasetCardData, HfApi


def pushed(push, *args, **kwargs) -> str:
    """The last card that a call sends to the Hub, which may refuse it."""
    sent = []

    def validate(self, content, **kwargs):
        sent.append(content)
        return validate_yaml(self, content, **kwargs)

    validate_yaml, HfApi._validate_yaml = HfApi._validate_yaml, validate
    try:
        push(*args, **kwargs)
    except ValueError as error:
        if "metadata" not in str(error):
            raise
    finally:
        HfApi._validate_yaml = validate_yaml
    return sent[-1]


def huggingface_hub():
    for license, language, size in itertools.product(["mit", ["mit", "cc-by-4.0"], None], ["en", ["en", "no"]], ["n<1K", None]):
        data = DatasetCardData(license=license, language=language, size_categories=size, task_categories=["text-classification"], pretty_name="A dataset: mine", annotations_creators="found")
        yield "dataset", DatasetCard.from_template(data, dataset_summary="It is a dataset.")
    yield "dataset", DatasetCard.from_template(DatasetCardData())


def datasets():
    from datasets import Array2D, ClassLabel, Dataset, DatasetDict, Features, Image, List, Sequence, Translation, Value
    from PIL import Image as Picture

    plain = Dataset.from_dict({"a": [1, 2, 3], "b": ["x", "y", "z"]})
    columns = [
        ({"label": [0, 1, 0]}, Features({"label": ClassLabel(names=["no", "yes"])})),
        ({"label": [0, 1, 0]}, Features({"label": ClassLabel(names=["1", "2", "1e3"])})),
        ({"q": [{"a": [1], "t": {"b": "x"}}]}, Features({"q": {"a": List(Value("int32")), "t": {"b": Value("string")}}})),
        ({"s": [{"text": ["x"], "at": [1]}]}, Features({"s": Sequence({"text": Value("string"), "at": Value("int32")})})),
        ({"m": [[[1.0, 2.0], [3.0, 4.0]]]}, Features({"m": Array2D(shape=(2, 2), dtype="float32")})),
        ({"translation": [{"en": "yes", "no": "ja"}]}, Features({"translation": Translation(languages=["en", "no"])})),
        ({"t": [1]}, Features({"t": Value("timestamp[us, tz=UTC]")})),
        ({"yes": [1], "1e3": [2], "12:30": [3], "null": [4]}, None),
        ({"image": [Picture.new("RGB", (2, 2))]}, Features({"image": Image()})),
        ({"ü: #": ["x"], "- a": ["y"], "{b}": ["z"]}, None),
    ]
    pushes = [
        lambda repo: plain.push_to_hub(repo),
        lambda repo: plain.push_to_hub(repo, split="validation"),
        lambda repo: DatasetDict(train=plain, test=plain).push_to_hub(repo),
        lambda repo: DatasetDict(train=plain, test=plain).push_to_hub(repo, "en"),
        lambda repo: [plain.push_to_hub(repo, name) for name in ("en", "fr")],
        lambda repo: plain.push_to_hub(repo, "en", set_default=True),
        lambda repo: [plain.push_to_hub(repo), plain.push_to_hub(repo, "fr")],
        *(lambda repo, name=name: plain.push_to_hub(repo, name) for name in ("no", "2024", "1e5", "1e-3", "0o14", "null", "a b")),
        *(lambda repo, name=name: plain.push_to_hub(repo, split=name) for name in ("train.clean.100", "2020", "1e5", "no")),
        lambda repo: plain.push_to_hub(repo, "en", data_dir="data/en"),
        lambda repo: plain.push_to_hub(repo, num_shards=2),
        lambda repo: [plain.push_to_hub(repo), plain.push_to_hub(repo)],
        lambda repo: [plain.push_to_hub(repo), plain.push_to_hub(repo, split="test")],
        lambda repo: plain.select([]).push_to_hub(repo),
        *(Dataset.from_dict(data, features=features).push_to_hub for data, features in columns),
    ]
    for number, push in enumerate(pushes):
        yield "dataset", pushed(push, f"ana/pushed-{number}")
    authors = "---\nlicense: mit\nconfigs:\n- config_name: en\n  data_files: en.csv\n  default: true\n  sep: ;\n---\n# Mine\n"
    api = HfApi()
    api.create_repo("ana/authors", repo_type="dataset")
    for name, content in (("en.csv", b"a;b\n1;2\n"), ("README.md", authors.encode())):
        api.upload_file(path_or_fileobj=content, path_in_repo=name, repo_id="ana/authors", repo_type="dataset")
    yield "dataset", pushed(plain.push_to_hub, "ana/authors", "fr")


def argilla():
    import argilla as rg
    from argilla.datasets._io.card import ArgillaDatasetCard, size_categories_parser

    rg.Argilla._default_client = MagicMock()
    questions = [rg.LabelQuestion("label", labels=["yes", "no"]), rg.RatingQuestion("rating", values=[1, 2]), rg.TextQuestion("why"), rg.RankingQuestion("rank", values=["a", "b"])]
    for number, size in enumerate([0, 5_000, 50_000, 5_000_000, 10**13]):
        # With the words of Dataset.to_hub, which asks a server for the records.
        settings = rg.Settings(guidelines=[None, "Read: it\n---\nall"][number % 2], fields=[rg.TextField("text", title="A text: long"), rg.ImageField("image")], questions=questions[: number % 4 + 1], metadata=[rg.TermsMetadataProperty("source")], vectors=[rg.VectorField("v", dimensions=2)])
        record = rg.Record(fields={"text": "x"}, suggestions=[rg.Suggestion("label", "yes")])
        yield "dataset", ArgillaDatasetCard.from_template(
            card_data=DatasetCardData(size_categories=size_categories_parser(size), tags=["rlfh", "argilla", "human-feedback"]), repo_id="ana/feedback",
            argilla_fields=settings.fields, argilla_questions=settings.questions, argilla_guidelines=settings.guidelines or None, argilla_vectors_settings=settings.vectors or None,
            argilla_metadata_properties=settings.metadata, argilla_record=record.to_dict(), huggingface_record={"text": "x"},
        )  # fmt: skip


def distilabel():
    from datasets import Dataset, DatasetDict
    from distilabel.distiset import Distiset

    for number, names in enumerate([["default"], ["default", "leaf_1"], ["text_generation_0", "no"]]):
        rows = Dataset.from_dict({"instruction": ["a: b", "- c"] * (number + 1), "generation": ["---", "ok"] * (number + 1)})
        sets = Distiset({name: DatasetDict(train=rows) if number % 2 else rows for name in names})
        yield "dataset", sets._get_card(f"ana/distilled-{number}")
        yield "dataset", pushed(sets.push_to_hub, f"ana/distilled-{number}", token="hf_ana")


def mteb():
    import mteb

    tasks = sorted(mteb.get_tasks(), key=lambda task: task.metadata.name)
    # What is adapted from a task of another name cannot be looked up.
    for task in [task for task in tasks if task.metadata.adapted_from is None][:: len(tasks) // 60]:
        yield "dataset", task.metadata.generate_dataset_card()
    for benchmark in list(mteb.get_benchmarks())[::10][:5]:
        yield "dataset", benchmark._generate_benchmark_card()
