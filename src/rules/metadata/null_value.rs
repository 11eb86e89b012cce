use crate::rule::{Check, rule};

rule! {
    /// A key has no value.
    ///
    /// The Hub rejects a card in which a key that it knows is empty. The Python client does not notice: it drops empty
    /// keys when it loads a card, so the card seems fine until someone edits it on the Hub.
    "null-value", Error, predicts: [Hub], evidence: "espnet_model_zoo#102; huggingface_hub repocard_data.py", since: "0.1.0",
    Check::Schema
}
