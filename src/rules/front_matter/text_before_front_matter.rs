use crate::rule::{Check, Wording, rule};
use crate::source::Span;

rule! {
    /// Text, a comment or a code fence before the front matter.
    ///
    /// Front matter must come first. Elsewhere it is ordinary text, and the metadata is silently lost.
    "text-before-front-matter", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(open: Span) -> Wording {
    Wording::new("text before the front matter")
        .effect("the Hub and `huggingface_hub` ignore the metadata")
        .label(open, "the metadata begins here")
        .help("move the metadata to the first line of the file")
}
