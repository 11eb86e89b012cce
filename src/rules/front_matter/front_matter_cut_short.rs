use crate::rule::{Check, Wording, rule};
use crate::source::Span;

rule! {
    /// A `---` line inside a multi-line string, which ends the front matter.
    ///
    /// Everything below it is silently lost: the rest of the string, and the keys that follow.
    "front-matter-cut-short", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(lost: Span) -> Wording {
    Wording::new("this line ends the front matter inside a string")
        .effect("the keys below it are ignored")
        .label(lost, "no longer metadata")
        .help("indent the line like the rest of the string, or write `***` for a rule")
        .fix("indent the line")
}
