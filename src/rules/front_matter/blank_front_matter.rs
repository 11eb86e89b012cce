use crate::rule::{Check, Wording, rule};

rule! {
    /// Front matter that contains only blank lines or comments.
    ///
    /// The Hub rejects the card with `The YAML metadata of your README.md is invalid`. Python reads an empty card.
    "blank-front-matter", Error, predicts: [Hub],
    evidence: "the Hub's answer captured in 2026",
    since: "0.1.0", Check::Read
}

pub(crate) fn words() -> Wording {
    Wording::new("the front matter contains no metadata")
        .effect("the Hub rejects the card")
        .help("add at least one key, such as `license: mit`, or remove the block")
}
