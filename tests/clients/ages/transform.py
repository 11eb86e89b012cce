"""transformers, without a model: what is read before one is."""

from cells import cell, raises
from transformers import AutoConfig, AutoTokenizer

# Before somebody fills the cache, which a client falls back to.


@cell
def no_access():
    raises(lambda: AutoConfig.from_pretrained("ana/net", token="hf_bo"), "gated repo")


@cell
def not_logged_in():
    raises(lambda: AutoConfig.from_pretrained("ana/net", token=False), "gated repo")


@cell
def config():
    assert AutoConfig.from_pretrained("ana/net", token="hf_cy").hidden_size == 8


@cell
def tokenizer():
    assert AutoTokenizer.from_pretrained("ana/net", token="hf_cy")("bom dia")["input_ids"] == [0, 1]


@cell
def push():
    AutoConfig.from_pretrained("ana/net", token="hf_cy").push_to_hub("ana/pushed", token="hf_ana")
    assert AutoConfig.from_pretrained("ana/pushed", token="hf_ana").hidden_size == 8
