use crate::rule::{Check, rule};

rule! {
    /// A comment silences a rule that reports nothing there.
    ///
    /// What it excused is mended, or stands elsewhere: left behind, the comment would hide the next mistake.
    "unused-suppression", Warning, predicts: [], evidence: "cardlint itself", since: "0.1.0",
    Check::Lint
}
