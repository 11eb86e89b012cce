use crate::rule::{Check, Wording, rule};
use crate::source::Repair;
use crate::yaml::Reserved;
use std::borrow::Cow;

rule! {
    /// An unquoted value with an indicator that PyYAML reads differently.
    ///
    /// YAML 1.1 gives `=`, `<<` and a number without digits a meaning that PyYAML's safe loader does not construct. Inside
    /// brackets, a `?` in a string and a `:` at its start mark a key, and an anchor (`&name`) has only ASCII letters,
    /// digits, `-` and `_`. PyYAML raises, or reads another value; the Hub reads a string.
    "yaml-reserved-value", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(reserved: &Reserved, repair: Option<&Repair>) -> Wording {
    const REJECTS: &str = "PyYAML rejects the card";
    let words =
        match reserved {
            Reserved::Word(text) => Wording::new(format!("`{text}` is a reserved value in YAML 1.1")).effect(REJECTS),
            Reserved::Number(text) => Wording::new(format!("`{text}` is a number without digits")).effect(REJECTS),
            Reserved::Question => Wording::new("unquoted string with `?` inside brackets")
                .effect("PyYAML reads the `?` as the mark of a key"),
            Reserved::Colon => Wording::new("unquoted string that begins with `:` inside brackets")
                .effect("PyYAML reads the `:` as the end of a key"),
            Reserved::AnchorName { name, character } => {
                return Wording::new(format!("invalid character `{character}` in the anchor `&{name}`"))
                .effect(REJECTS)
                .help("quote the value if it begins with `&`, or use ASCII letters, digits, `-` and `_` in the anchor");
            }
        };
    words.help(quote(repair))
}

/// What to do where quotes make a string of a value.
pub(super) fn quote(repair: Option<&Repair>) -> Cow<'static, str> {
    match repair.and_then(|repair| repair.edits.first()) {
        Some(edit) => format!("quote it: `{}`", edit.text).into(),
        None => "quote it".into(),
    }
}
