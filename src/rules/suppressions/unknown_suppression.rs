use crate::rule::{Check, rule};

rule! {
    /// A `cardlint:` comment names an unknown rule, or cannot be understood.
    ///
    /// The rule was misspelled or renamed, or `cardlint:` is followed by something other than `ignore[…]` or
    /// `ignore-file[…]`. The comment has no effect.
    "unknown-suppression", Warning, predicts: [], evidence: "cardlint itself", since: "0.1.0",
    Check::Lint
}
