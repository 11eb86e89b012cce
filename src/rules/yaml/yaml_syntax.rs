use crate::rule::{Check, rule};

rule! {
    /// The metadata is not YAML.
    ///
    /// The Hub refuses the card with `Invalid YAML in README.md`, and the Python clients raise. Every entry is judged by
    /// itself, so all broken ones are told at once.
    "yaml-syntax", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
