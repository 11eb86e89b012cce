use crate::rule::{Check, rule};

rule! {
    /// A name (`&name`) is given to two values.
    ///
    /// PyYAML refuses the card: found duplicate anchor. The Hub takes the last one.
    "reused-anchor", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
