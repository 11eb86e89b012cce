use crate::rule::{Check, rule};

rule! {
    /// A solver or scorer that `inspect-ai` does not know.
    ///
    /// The Hub accepts the file, but `inspect eval hf/…` raises an error: of its solvers and scorers it runs only some from an
    /// `eval.yaml`, and none of one's own.
    "unknown-solver-or-scorer", Warning, predicts: [Reader], evidence: "inspect_ai 0.3.285, run", since: "0.1.0",
    Check::Schema, document: "eval.yaml"
}
