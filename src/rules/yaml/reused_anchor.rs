use crate::rule::{Check, Wording, rule};
use crate::source::Span;

rule! {
    /// An anchor (`&name`) that is defined twice.
    ///
    /// PyYAML rejects the card with `found duplicate anchor`. The Hub uses the last one.
    "reused-anchor", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(name: &str, first: Span) -> Wording {
    Wording::new(format!("duplicate anchor `&{name}`"))
        .effect("PyYAML rejects the card")
        .label(first, "first here")
        .help("give the second value another anchor")
}
