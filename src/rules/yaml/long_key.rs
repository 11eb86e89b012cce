use crate::rule::{Check, Wording, rule};

rule! {
    /// A key longer than the 1024 characters that PyYAML accepts.
    ///
    /// This happens when a consent text is used as the label of a gate field. The Hub reads it, but `load_dataset` raises.
    "long-key", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(length: usize, limit: usize) -> Wording {
    Wording::new(format!("this key has {length} characters, more than {limit}"))
        .effect("PyYAML rejects the card")
        .help("shorten it, or write `? ` before it and its `: ` on the next line")
}
