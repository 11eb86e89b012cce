use crate::rule::{Check, Wording, rule};

rule! {
    /// A README.md that is a Git LFS pointer.
    ///
    /// The Hub does not resolve it: the repo has no metadata and no text. This happens when `.gitattributes` tracks `*.md`.
    "lfs-pointer", Error, predicts: [Hub, Reader], outcome: Lost,
    evidence: "espnet_model_zoo PR 95: cardData is null",
    since: "0.1.0", Check::Read
}

pub(crate) fn words() -> Wording {
    Wording::new("this README.md is a Git LFS pointer")
        .effect("the Hub reads no metadata and shows no text")
        .help("remove `*.md filter=lfs` from .gitattributes, and add the file again")
}
