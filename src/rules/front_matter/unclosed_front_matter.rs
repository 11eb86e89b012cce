use crate::rule::{Check, Wording, rule};
use crate::source::Span;

rule! {
    /// Front matter without a closing fence.
    ///
    /// Without another `---` line, the metadata is ignored. With one somewhere in the text, everything up to it is read as
    /// YAML: the Hub rejects the card, and the Python clients raise.
    "unclosed-front-matter", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}

const CLOSE: &str = "add a `---` line after the last key";

pub(crate) fn words() -> Wording {
    Wording::new("unclosed front matter").effect("the metadata is ignored").help(CLOSE)
}

/// Where a line of the text below closes it.
pub(crate) fn text(text: Span, close: Span) -> Wording {
    Wording::new("the front matter is not closed before the text begins")
        .label(text, "text, read as YAML")
        .label(close, "read as the closing fence")
        .help(CLOSE)
}
