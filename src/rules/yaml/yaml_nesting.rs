use crate::rule::{Check, rule};

rule! {
    /// Values are nested deeper than the Hub reads.
    ///
    /// The Hub's parser stops at 100 levels, Python at some hundreds.
    "yaml-nesting", Error, predicts: [Hub],
    evidence: "js-yaml 4.3.2, run",
    since: "0.1.0", Check::Read
}
