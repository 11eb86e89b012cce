use crate::rule::{Check, rule};

rule! {
    /// A comment suppresses a rule that reports nothing there.
    ///
    /// What it suppressed was fixed or moved. If the comment stays, it hides the next mistake.
    "unused-suppression", Warning, predicts: [], evidence: "cardlint itself", since: "0.1.0",
    Check::Lint
}
