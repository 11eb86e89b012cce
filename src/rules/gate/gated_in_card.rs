use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Value;

rule! {
    /// The card sets `gated`, but only the repo's settings can gate a repo.
    ///
    /// Without the setting, everyone can read the files, whatever the card says.
    "gated-in-card", Info, predicts: [Reader], evidence: "huggingface_hub update_repo_settings; hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(entry) = card.metadata.entry("gated") else { return };
    if matches!(&entry.value.value, Value::Bool(true)) || matches!(entry.value.as_str(), Some("auto" | "manual")) {
        findings
            .report(entry.key.span, "`gated` in a card does not gate the repo")
            .help("enable access requests in the repo's settings; the key can stay as a note");
    }
}
