use crate::rule::{Check, rule};

rule! {
    /// A key that takes a repo id has something else: a path, a URL, or prose.
    ///
    /// The Hub rejects the whole commit, often after long training, because a trainer wrote a local path into the card.
    "malformed-repo-id", Error, predicts: [Hub], evidence: "the Hub's answers quoted in autotrain-advanced#648; transformers#25961; espnet_model_zoo#102", since: "0.1.0",
    Check::Schema
}
