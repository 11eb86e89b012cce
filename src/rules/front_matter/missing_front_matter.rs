use crate::rule::{Check, rule};

rule! {
    /// A card has no metadata.
    ///
    /// The Hub then warns: empty or missing yaml metadata in repo card. Without metadata a repo has no licence, no tags
    /// and no place in the Hub's filters. In a walk over folders a README.md without front matter is passed over, for it
    /// may belong to something else than a repo of the Hub.
    "missing-front-matter", Warning, predicts: [Hub, HuggingfaceHub],
    evidence: "the Hub's answer to a card without a block, captured 2024 to 2026",
    since: "0.1.0", Check::Read
}
