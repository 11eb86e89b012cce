use crate::rule::{Check, rule};

rule! {
    /// A key of an evaluation file that is not read.
    ///
    /// The Hub and `huggingface_hub` ignore keys of `.eval_results/*.yaml` and `eval.yaml` that they do not know: what
    /// a misspelled key holds is lost. `inspect-ai` raises an error for an unknown key of a task.
    "unknown-eval-key", Warning, predicts: [Reader], outcome: Lost,
    evidence: "huggingface_hub 2.4.0 and inspect_ai 0.3.285, run", since: "0.1.0",
    Check::Schema, document: ".eval_results/hle.yaml"
}
