use crate::rule::{Check, rule};

rule! {
    /// `model-index` does not have the shape that the Hub and huggingface_hub read.
    ///
    /// The Hub refuses a wrong type and a missing key; huggingface_hub raises when it loads a card with a result that lacks
    /// its dataset, which the Hub lets pass. Optional keys must be left away, not be empty.
    "model-index-shape", Error, predicts: [Hub, HuggingfaceHub], evidence: "huggingface_hub repocard_data.py; MDEL#34", since: "0.1.0",
    Check::Schema
}
