use crate::lint::rule::{Check, rule};

rule! {
    /// Marker lines of a merge conflict are left in the card.
    ///
    /// Within the metadata they are no YAML, before it they hide it.
    "merge-conflict", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "YAML: the marker lines are no entries of a map",
    since: "0.1.0", Check::Read
}
