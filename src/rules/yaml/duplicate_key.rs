use crate::rule::{Check, Wording, rule};
use crate::source::Span;

rule! {
    /// A key that appears twice in the same mapping.
    ///
    /// The Hub rejects the card with `duplicated mapping key`. PyYAML silently keeps the last value.
    "duplicate-key", Error, predicts: [Hub],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run; the Hub's answer captured in 2026",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(key: &str, first: Span) -> Wording {
    Wording::new(format!("duplicate key `{key}`"))
        .effect("the Hub rejects the card, PyYAML keeps the last value")
        .label(first, "first here")
        .help("keep one of the two")
}
