use crate::rule::{Check, rule};

rule! {
    /// A character that nobody sees stands before the front matter.
    ///
    /// A byte order mark hides the metadata from Python but not from the Hub, a NEL character from the Hub but not from
    /// Python, a zero-width space from both. `load_dataset` then ignores `configs` without a word.
    "invisible-before-front-matter", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}
