use crate::rule::{Check, rule};

rule! {
    /// `base_model_relation` is not one of `adapter`, `merge`, `quantized` and `finetune`.
    ///
    /// It decides where the model appears in the model tree of its base model.
    "unknown-base-model-relation", Warning, predicts: [Reader], evidence: "hub-docs model-cards.md", since: "0.1.0",
    Check::Schema
}
