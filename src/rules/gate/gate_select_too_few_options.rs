use crate::rule::{Check, rule};

rule! {
    /// A `select` of the gate form offers no choice: it has no option or a single one.
    ///
    /// The Hub takes the card. With no option nobody can send the form; with one, a `checkbox` asks the same question
    /// more plainly.
    "gate-select-too-few-options", Warning, predicts: [Reader], evidence: "every shown field must be answered", since: "0.1.0",
    Check::Schema
}
