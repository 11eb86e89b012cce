"""Cards of models, as the libraries that train and save models write them."""

import importlib.util
import itertools
import sys
import tempfile
import types
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

from huggingface_hub import EvalResult, ModelCard, ModelCardData, ModelHubMixin, SpaceCard, SpaceCardData

BASES = ["Qwen/Qwen3-0.6B", "google-bert/bert-base-uncased", None]
LICENSES = ["apache-2.0", "mit", None]
LANGUAGES = ["en", ["en", "pt"], None]


def huggingface_hub():
    results = [
        EvalResult("text-classification", "stanfordnlp/imdb", "IMDb", "accuracy", value, dataset_split="test", dataset_config="plain_text")
        for value in (0.93, 1, 1e-05)
    ]
    for number, (license, language) in enumerate(itertools.product(LICENSES, LANGUAGES)):
        data = ModelCardData(
            license=license, language=language, library_name="transformers", base_model=BASES[number % 3], datasets=["stanfordnlp/imdb"],
            metrics=["accuracy"], tags=["text", "no", "2024-01-01"], pipeline_tag="text-classification",
            **({"model_name": f"model {number}", "eval_results": results[number % 3]} if number > 2 else {}),
        )  # fmt: skip
        yield "model", ModelCard.from_template(data, model_id=f"ana/model-{number}", model_summary="A model.", developers="Ana")
    yield "model", ModelCard.from_template(ModelCardData())
    for number, sdk in enumerate(["gradio", "docker", "static", "streamlit"]):
        data = SpaceCardData(title=f"Space {number}", sdk=sdk, sdk_version="5.49.1" if sdk in ("gradio", "streamlit") else None, app_file="app.py" if number % 2 == 0 else None, license="mit")
        yield "space", SpaceCard.from_template(data)
        yield "space", f"---\n{data}\n---\n"
    for tags in (None, ["pytorch_model_hub_mixin", "vision"]):
        mixed = type("Mixed", (ModelHubMixin,), {}, library_name="my-library", tags=tags, license="mit", repo_url="https://example.com", pipeline_tag="image-classification", language=["en"])
        yield "model", mixed.__new__(mixed).generate_model_card()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "README.md")
        path.write_text("---\nlicense: mit\ntags:\n- a\n---\n# A model\n")
        card = ModelCard.load(path)
        for change in ({"language": "en"}, {"base_model": ["a/b", "c/d"]}, {"co2_eq_emissions": {"emissions": 0.1, "source": "codecarbon"}}):
            for key, value in change.items():
                card.data[key] = value
            card.save(path)
            yield "model", path.read_text("utf-8")


def transformers():
    from transformers.modelcard import TrainingSummary, parse_log_history
    from transformers.utils.hub import create_and_tag_model_card

    log = [
        {"loss": 0.5, "epoch": 1.0, "step": 10},
        {"eval_loss": 0.4, "eval_accuracy": 0.9, "eval_f1": 0.85, "eval_runtime": 1.0, "epoch": 1.0, "step": 10},
        {"train_runtime": 2.0, "train_loss": 0.5, "epoch": 1.0, "step": 10},
        {"eval_loss": 0.4, "eval_accuracy": 0.9, "eval_f1": 0.85, "eval_runtime": 1.0, "epoch": 1.0, "step": 10},
    ]
    _, lines, results = parse_log_history(log)
    data = [
        {"dataset_tags": "emotion", "dataset": "emotion", "dataset_args": "split", "dataset_metadata": [{"config": "split", "split": "validation"}]},
        {"dataset_tags": ["glue"], "dataset": "GLUE MRPC", "dataset_args": ["mrpc"], "dataset_metadata": [{"config": "mrpc", "split": "test"}]},
        {"dataset": "my own data"},
        {},
    ]
    tasks = ["text-classification", "automatic-speech-recognition", "text-generation", None]
    for number, (given, base) in enumerate(itertools.product(data, BASES)):
        summary = TrainingSummary(
            f"model-{number}", language=LANGUAGES[number % 3], license=LICENSES[number // 3 % 3], tags=["generated_from_trainer"], finetuned_from=base,
            tasks=tasks[number % 4], eval_results=results if number % 2 else None, eval_lines=lines, hyperparameters={"learning_rate": 5e-05}, **given,
        )  # fmt: skip
        yield "model", summary.to_model_card()
    for tags in (None, ["peft"], ["a", "b"]):
        yield "model", create_and_tag_model_card("ana/empty-model", tags)


def trl():
    import trl
    from trl.trainer.base_trainer import _BaseTrainer as Base

    trainers = [getattr(trl, name) for name in dir(trl) if name.endswith("Trainer")]
    for number, trainer in enumerate(each for each in trainers if hasattr(each, "_paper")):
        with tempfile.TemporaryDirectory() as folder:
            itself = SimpleNamespace(
                is_world_process_zero=lambda: True, model=SimpleNamespace(config=SimpleNamespace(_name_or_path=BASES[number % 3])), hub_model_id=f"ana/model-{number}",
                args=SimpleNamespace(output_dir=folder), **{name: getattr(trainer, name) for name in ("_name", "_paper", "_template_file", "_tag_names")},
            )  # fmt: skip
            Base.create_model_card(itself, model_name=f"model-{number}", dataset_name=["trl-lib/tldr", None][number % 2], tags=[None, "mine"][number // 2 % 2])
            yield "model", Path(folder, "README.md").read_text("utf-8")


def peft():
    from peft import PeftModel, PeftModelForCausalLM, PeftModelForSequenceClassification

    for number, (kind, base, tags) in enumerate(itertools.product([PeftModelForCausalLM, PeftModelForSequenceClassification], BASES[:2] + ["/home/ana/models/llama"], [None, ["trl", "sft"]])):
        with tempfile.TemporaryDirectory() as folder:
            model = kind.__new__(kind)
            values = {"_name_or_path": base, **({"quantization_config": "x"} if number % 5 == 0 else {})}
            config = type("Config", (), {"to_dict": lambda self, values=values: values})()
            model.__dict__.update(config=config, base_model=SimpleNamespace(model=SimpleNamespace(config=config)), get_base_model=lambda tags=tags: SimpleNamespace(model_tags=tags), _get_peft_specific_model_tags=lambda: ["lora", f"base_model:adapter:{base}"])
            if number % 3 == 2:
                Path(folder, "README.md").write_text("---\nlicense: mit\nlanguage: en\n---\n# Mine\n")
            PeftModel.create_or_update_model_card(model, folder)
            yield "model", Path(folder, "README.md").read_text("utf-8")


def sentence_transformers():
    from sentence_transformers.base.model_card import generate_model_card
    from sentence_transformers.cross_encoder.model_card import CrossEncoderModelCardData
    from sentence_transformers.sentence_transformer.model_card import SentenceTransformerModelCardData
    from sentence_transformers.sparse_encoder.model_card import SparseEncoderModelCardData

    columns = {"size": 2, "columns": ["a", "b"], "stats_table": "", "examples_table": "", "loss": {"fullname": "sentence_transformers.losses.MultipleNegativesRankingLoss"}}
    for number, (data, language) in enumerate(itertools.product([SentenceTransformerModelCardData, SparseEncoderModelCardData, CrossEncoderModelCardData], [*LANGUAGES, "multilingual"])):
        card = data(
            language=language, license=LICENSES[number % 3], model_id="ana/model", model_name=None if number % 2 else f"Model {number}: a test",
            train_datasets=[{"name": "SNLI", "id": "stanfordnlp/snli", **columns}, {"name": "my: data", **columns}], local_files_only=True, generate_widget_examples=False,
        )  # fmt: skip
        model = EmbeddingModel(card)
        card.model = model
        if number % 4 != 3:
            card.base_model = "microsoft/mpnet-base"
            card.widget = [{"source_sentence": "It's: a test", "sentences": ["yes", "12:30", "- no", "# a"]}]
        if number % 3:
            evaluator = SimpleNamespace(name=["sts-dev", "all_nli", ""][number % 3], primary_metric="spearman_cosine", description="Semantic Similarity")
            card.eval_results_dict = {Evaluator(evaluator): {f"{evaluator.name}_pearson_cosine": 0.8, f"{evaluator.name}_spearman_cosine": float("nan") if number == 5 else 1e-05}}
        yield "model", generate_model_card(model)


class Evaluator:
    def __init__(self, values):
        self.__dict__.update(values.__dict__)


class EmbeddingModel(list):
    modalities = ["text"]
    max_seq_length = 512
    similarity_fn_name = "cosine"
    num_labels = 1

    def __init__(self, card):
        super().__init__([SimpleNamespace()])
        self.model_card_data = card

    def get_embedding_dimension(self):
        return 768

    get_sentence_embedding_dimension = get_embedding_dimension


def lerobot():
    # Without every policy, of which one cannot be imported beside transformers 5, and every robot.
    policies = types.ModuleType("lerobot.policies")
    policies.__path__ = [f"{importlib.util.find_spec('lerobot').submodule_search_locations[0]}/policies"]
    sys.modules |= {"lerobot.policies": policies, **{f"lerobot.{name}": MagicMock() for name in ("policies.utils", "configs.policies", "configs.train")}}
    from lerobot.datasets.utils import create_lerobot_dataset_card
    from lerobot.policies.pretrained import PreTrainedPolicy

    for number, kind in enumerate(["act", "diffusion", "smolvla", "pi0", "tdmpc", "vqbet", "sac", "reward_classifier", "mine"]):
        itself = SimpleNamespace()
        yield "model", PreTrainedPolicy.generate_model_card(itself, ["lerobot/pusht", None][number % 2], kind, LICENSES[number % 3], [None, ["so100"]][number % 2])
    info = {"codebase_version": "v3.0", "fps": 30, "features": {"action": {"dtype": "float32", "shape": [6]}}}
    for license, tags, described in itertools.product([None, "apache-2.0"], [None, ["so101", "tutorial"]], [None, info]):
        yield "dataset", create_lerobot_dataset_card(tags=tags, dataset_info=described, repo_id="ana/so101", **({"license": license} if license else {}))


def diffusers():
    from diffusers.utils.hub_utils import load_or_create_model_card, populate_model_card

    widgets = [None, [{"text": "a photo of sks: dog", "output": {"url": "image_0.png"}}]]
    for number, (widget, base, pipeline) in enumerate(itertools.product(widgets, BASES, [True, False])):
        card = load_or_create_model_card(
            "ana/empty-model", from_training=number % 3 > 0, is_pipeline=pipeline, base_model=base, widget=widget, license=["openrail++", "creativeml-openrail-m", "other"][number % 3],
            prompt=["a photo of sks dog", None][number % 2], inference=[True, None][number % 2], model_description="# A model\n",
        )  # fmt: skip
        yield "model", populate_model_card(card, ["text-to-image", "diffusers-training", "lora"])


def setfit():
    from setfit.model_card import SetFitModelCardData, generate_model_card

    for number, language in enumerate([*LANGUAGES, "multilingual"]):
        card = SetFitModelCardData(language=language, license=LICENSES[number % 3], model_name=f"SetFit {number}", dataset_name="SST2")
        if number % 2:
            card.eval_results_dict = {"test_accuracy": 0.8, "test_f1": 1}
        card.model = SimpleNamespace(model_head=SimpleNamespace(), model_body=SimpleNamespace(get_max_seq_length=lambda: 256), has_differentiable_head=False, multi_target_strategy=None, labels=["a", "b"])
        yield "model", generate_model_card(SimpleNamespace(model_card_data=card))


def span_marker():
    from span_marker.model_card import SpanMarkerModelCardData, generate_model_card

    for number, language in enumerate(LANGUAGES):
        card = SpanMarkerModelCardData(language=language, license=LICENSES[number], model_name=f"SpanMarker {number}", dataset_name="CoNLL03")
        card.model = SimpleNamespace(config=SimpleNamespace(to_dict=dict), tokenizer=SimpleNamespace(model_max_length=256))
        if number % 2:
            card.eval_results_dict = {f"test_overall_{name}": 0.5 for name in ("f1", "precision", "recall")}
        yield "model", generate_model_card(SimpleNamespace(model_card_data=card))
