use crate::rule::{Check, rule};

rule! {
    /// The front matter has no closing fence before the text begins.
    ///
    /// Without any further line `---` nobody reads the metadata. With a `---` somewhere in the text, everything up to it
    /// is taken for YAML: the Hub refuses the card and the Python clients raise.
    "unclosed-front-matter", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}
