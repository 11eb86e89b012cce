use crate::rule::{Check, rule};

rule! {
    /// Text, a comment or a code fence stands before the front matter.
    ///
    /// Front matter has to come first. Here it is text to everyone, and the metadata is silently lost.
    "text-before-front-matter", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}
