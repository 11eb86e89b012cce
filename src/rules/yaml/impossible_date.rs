use crate::rule::{Check, rule};

rule! {
    /// An unquoted text has the form of a date that no calendar has.
    ///
    /// PyYAML raises `ValueError`, while the Hub counts on into the next month.
    "impossible-date", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3 and js-yaml 4.3.2, run",
    since: "0.1.0", Check::Read
}
