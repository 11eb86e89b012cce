use crate::rule::{Check, rule};

rule! {
    /// A comment for cardlint names a rule that does not exist, or is not understood.
    ///
    /// The rule was misspelt, or renamed, or something else than `ignore[…]` and `ignore-file[…]` stands behind
    /// `cardlint:`; so the comment does nothing.
    "unknown-suppression", Warning, predicts: [], evidence: "cardlint itself", since: "0.1.0",
    Check::Lint
}
