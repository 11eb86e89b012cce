use crate::rule::{Check, rule};

rule! {
    /// A second block of metadata follows the first.
    ///
    /// The Hub and the Python clients read the first block only; the second is shown as text.
    "second-front-matter", Warning, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}
