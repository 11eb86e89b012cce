use crate::rule::{Check, Wording, rule};

rule! {
    /// A card without metadata.
    ///
    /// The Hub warns with `empty or missing yaml metadata in repo card`. Without metadata, a repo has no license, no tags
    /// and no place in the Hub's filters. In a directory walk, a README.md without front matter is skipped: it may not
    /// belong to a Hub repo.
    "missing-front-matter", Warning, predicts: [Hub, HuggingfaceHub],
    evidence: "the Hub's answer to a card without a block, captured 2024 to 2026",
    since: "0.1.0", Check::Read
}

pub(crate) fn words() -> Wording {
    Wording::new("missing front matter")
        .effect("the card has no metadata")
        .help("begin the file with a block such as `---`, `license: mit`, `---`")
}
