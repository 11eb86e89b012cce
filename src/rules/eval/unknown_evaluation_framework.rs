use crate::rule::{Check, rule};

rule! {
    /// The framework of a benchmark is not one that the Hub knows.
    ///
    /// The list is closed: a framework is added to `eval.ts` of `@huggingface/tasks`. Until cardlint knows it, it can be listed
    /// under `[additional]` in the configuration.
    "unknown-evaluation-framework", Error, predicts: [Hub],
    evidence: "@huggingface/tasks 0.21.54, EVALUATION_FRAMEWORKS; hub-docs eval-results.md of 2026-08-22", since: "0.1.0",
    Check::Schema, document: "eval.yaml"
}
