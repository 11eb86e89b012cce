use crate::lint::rule::{Check, rule};

rule! {
    /// A comment silences a rule that does not exist.
    ///
    /// It was misspelt, or renamed; so the comment does nothing.
    "unknown-suppression", Warning, predicts: [], evidence: "cardlint itself", since: "0.1.0",
    Check::Lint
}
