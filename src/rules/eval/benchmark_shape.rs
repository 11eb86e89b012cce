use crate::rule::{Check, rule};

rule! {
    /// `eval.yaml` does not have the shape of a benchmark.
    ///
    /// The Hub validates the file when it is pushed. It names the benchmark, what it measures, the framework that runs it, and its
    /// tasks, each with an `id`. Benchmarks without a framework are on the Hub, so that is a warning. A task of `inspect-ai`
    /// also has `field_spec`, `solvers` and `scorers`: without them, `inspect eval hf/…` raises an error.
    "benchmark-shape", Error, predicts: [Hub],
    evidence: "hub-docs eval-results.md of 2026-08-22; inspect_ai 0.3.285, run; discussion 9 of LocalLLaMA/typed-decisions", since: "0.1.0",
    Check::Schema, document: "eval.yaml"
}
