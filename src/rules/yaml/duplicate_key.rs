use crate::rule::{Check, Wording, rule};
use crate::source::Span;

rule! {
    /// A key that appears twice in the same mapping.
    ///
    /// The Hub rejects the card with `duplicated mapping key`. PyYAML silently keeps the last value. Where all keys appear again, they
    /// are items of a list that lack their dashes.
    "duplicate-key", Error, predicts: [Hub],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run; the Hub's answer captured in 2026",
    since: "0.1.0", Check::Read
}

/// Items of a list that lack their dashes.
pub(crate) fn items(first: Span, [one, other]: &[String; 2]) -> Wording {
    Wording::new("the items of this list lack their dashes, so that their keys are duplicates")
        .effect("the Hub rejects the card, PyYAML keeps the last item")
        .label(first, "the first item begins here")
        .help(format!("begin each item with `- `, and indent its other keys: `{one}`, `{other}`"))
}

pub(crate) fn words(key: &str, first: Span) -> Wording {
    if key == "[object Object]" {
        return Wording::new("a second placeholder of a template as a key")
            .effect("the Hub reads each of them as `[object Object]` and rejects the card")
            .label(first, "first here")
            .help("write the metadata that belongs here, or remove the line");
    }
    Wording::new(format!("duplicate key `{key}`"))
        .effect("the Hub rejects the card, PyYAML keeps the last value")
        .label(first, "first here")
        .help("keep one of the two")
}
