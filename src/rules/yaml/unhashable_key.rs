use crate::rule::{Check, rule};

rule! {
    /// A list or a map is used as a key.
    ///
    /// Python refuses it: found unhashable key. The usual cause is a template variable, `{{ name }}`, that nobody filled in
    /// or quoted.
    "unhashable-key", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
