use crate::rule::{Check, rule};

rule! {
    /// A key stands twice in the same map.
    ///
    /// The Hub refuses the card: duplicated mapping key. Python silently takes the last value.
    "duplicate-key", Error, predicts: [Hub],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run; the Hub's answer captured in 2026",
    since: "0.1.0", Check::Read
}
