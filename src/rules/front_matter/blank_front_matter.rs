use crate::rule::{Check, rule};

rule! {
    /// Front matter with nothing but blank lines or comments.
    ///
    /// The Hub refuses it: the YAML metadata of your README.md is invalid. Python reads an empty card.
    "blank-front-matter", Error, predicts: [Hub],
    evidence: "the Hub's answer captured in 2026",
    since: "0.1.0", Check::Read
}
