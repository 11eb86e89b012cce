use crate::rule::{Check, rule};

rule! {
    /// Metadata stands in the text without any fence.
    ///
    /// Keys of a card, a gate form among them, are plain text where no `---` encloses them at the head of the file.
    "unfenced-metadata", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}
