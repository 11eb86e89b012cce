use crate::rule::{Check, rule};

rule! {
    /// A line `---` inside a text value ends the front matter.
    ///
    /// Everything below it is lost without a word: the rest of the text, and the keys that follow.
    "front-matter-cut-short", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}
