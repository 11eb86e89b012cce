use crate::rule::{Check, Wording, rule};

rule! {
    /// Nothing between the two fences.
    ///
    /// The Hub treats the card as one without metadata, and warns.
    "empty-front-matter", Warning, predicts: [Hub, HuggingfaceHub],
    evidence: "the Hub's front-matter pattern; its answer captured in 2026",
    since: "0.1.0", Check::Read
}

pub(crate) fn words() -> Wording {
    Wording::new("empty front matter")
        .effect("the card has no metadata")
        .help("add at least one key, such as `license: mit`, or remove the block")
}

/// Where the Hub takes a later line for the closing fence.
pub(crate) fn python() -> Wording {
    Wording::new("empty front matter")
        .effect("`huggingface_hub` reads no metadata, the Hub reads on to the next `---`")
        .help("write the metadata between the first two fences")
}
