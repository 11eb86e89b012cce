use crate::rule::{Check, rule};

rule! {
    /// The README.md is a Git LFS pointer.
    ///
    /// The Hub does not follow it: the repo has no metadata and no text. It happens where `.gitattributes` tracks `*.md`.
    "lfs-pointer", Error, predicts: [Hub, Reader], outcome: Lost,
    evidence: "espnet_model_zoo PR 95: cardData is null",
    since: "0.1.0", Check::Read
}
