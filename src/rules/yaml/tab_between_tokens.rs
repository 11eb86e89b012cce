use crate::rule::{Check, Wording, rule};

rule! {
    /// A tab between tokens.
    ///
    /// PyYAML rejects the card with `found character that cannot start any token`. The Hub reads it, unless the tab indents
    /// a line.
    "tab-between-tokens", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(trailing: bool) -> Wording {
    Wording::new("unexpected tab").effect("PyYAML rejects the card").help(if trailing {
        "remove the tab"
    } else {
        "replace the tab with a space"
    })
}
