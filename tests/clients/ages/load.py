"""datasets, in words that every version of it knows."""

import datasets
from cells import cell, raises

ROWS = [{"speaker": "ana", "text": "bom dia"}, {"speaker": "bo", "text": "boa noite"}]


# Before somebody fills the cache, which a client falls back to.


@cell
def no_access():
    raises(lambda: datasets.load_dataset("ana/gated", split="train", token="hf_bo"))


@cell
def gated_is_named():
    raises(lambda: datasets.load_dataset("ana/gated", split="train", token="hf_bo"), "is a gated dataset")


@cell
def load():
    assert list(datasets.load_dataset("ana/open", split="train")) == ROWS


@cell
def load_gated():
    assert list(datasets.load_dataset("ana/gated", split="train", token="hf_cy")) == ROWS


@cell
def stream():
    assert list(datasets.load_dataset("ana/gated", split="train", token="hf_cy", streaming=True)) == ROWS


@cell
def push():
    datasets.Dataset.from_list(ROWS).push_to_hub("ana/pushed", token="hf_ana")
    assert list(datasets.load_dataset("ana/pushed", split="train", token="hf_ana")) == ROWS
