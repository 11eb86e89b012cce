use crate::rule::{Check, rule};

rule! {
    /// `base_model_relation` is not one of `adapter`, `merge`, `quantized` and `finetune`.
    ///
    /// The model tree of the base model places this one by that word.
    "unknown-base-model-relation", Warning, predicts: [Reader], evidence: "hub-docs model-cards.md", since: "0.1.0",
    Check::Schema
}
