use crate::rule::{Check, Wording, rule};
use crate::source::Repair;

rule! {
    /// An unquoted value that looks like a date, but is not a valid one.
    ///
    /// PyYAML raises `ValueError`. The Hub counts on into the next month.
    "impossible-date", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3 and js-yaml 4.3.2, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(text: &str, repair: Option<&Repair>) -> Wording {
    Wording::new(format!("`{text}` is not a valid date"))
        .effect("PyYAML rejects the card")
        .help(super::yaml_reserved_value::quote(repair))
}
