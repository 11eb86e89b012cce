use crate::rule::{Check, rule};

rule! {
    /// Two fences with nothing between them.
    ///
    /// The Hub takes this for a card without metadata and warns.
    "empty-front-matter", Warning, predicts: [Hub, HuggingfaceHub],
    evidence: "the Hub's front-matter pattern; its answer captured in 2026",
    since: "0.1.0", Check::Read
}
