use crate::rule::{Check, rule};

rule! {
    /// A tab stands between keys, values or brackets.
    ///
    /// PyYAML refuses the card: found character that cannot start any token. The Hub reads it, unless the tab indents a line.
    "tab-between-tokens", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
