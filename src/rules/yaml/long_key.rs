use crate::rule::{Check, rule};

rule! {
    /// A key is longer than the 1024 characters that PyYAML takes.
    ///
    /// It happens with consent texts that are the label of a gate field. The Hub reads them, `load_dataset` raises.
    "long-key", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
