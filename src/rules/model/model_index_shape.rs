use crate::rule::{Check, rule};

rule! {
    /// `model-index` does not have the shape that the Hub and huggingface_hub read.
    ///
    /// The Hub rejects a wrong type or a missing key. huggingface_hub raises an error when it loads a card with a
    /// result that lacks `dataset`, which the Hub accepts. Optional keys must be absent, not empty.
    "model-index-shape", Error, predicts: [Hub, HuggingfaceHub], evidence: "huggingface_hub repocard_data.py; MDEL#34", since: "0.1.0",
    Check::Schema
}
