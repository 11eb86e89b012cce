use crate::rule::{Check, Wording, rule};

rule! {
    /// Values nested deeper than the Hub reads.
    ///
    /// The Hub's parser stops at 100 levels, PyYAML at some hundreds.
    "yaml-nesting", Error, predicts: [Hub],
    evidence: "js-yaml 4.3.2, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(limit: usize) -> Wording {
    Wording::new(format!("this value is nested deeper than {limit} levels"))
        .effect("the Hub rejects the card")
        .help("flatten the value")
}
