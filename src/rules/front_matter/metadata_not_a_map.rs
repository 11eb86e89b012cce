use crate::rule::{Check, rule};

rule! {
    /// The metadata is a list or a single value, not keys with values.
    ///
    /// The Hub refuses the card, and `RepoCard` raises `ValueError: repo card metadata block should be a dict`.
    "metadata-not-a-map", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "huggingface_hub repocard.py; the Hub's answer captured in 2026",
    since: "0.1.0", Check::Read
}
