use crate::rule::{Check, rule};

rule! {
    /// A `select` of the gate form has fewer than two options.
    ///
    /// The Hub accepts the card. Without options, nobody can submit the form; with a single one, a `checkbox` asks the
    /// same question more plainly.
    "gate-select-too-few-options", Warning, predicts: [Reader], evidence: "hub-docs datasets-gated.md: every field that is shown must be answered", since: "0.1.0",
    Check::Schema
}
