use crate::rule::{Check, Wording, rule};
use crate::source::Span;

rule! {
    /// A second block of metadata after the first.
    ///
    /// The Hub and the Python clients read only the first block. The second is shown as text.
    "second-front-matter", Warning, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(first: Span) -> Wording {
    Wording::new("second block of metadata")
        .effect("only the first one is read")
        .label(first, "first block")
        .help("move its keys into the first block")
}
