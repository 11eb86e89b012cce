use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Value;

rule! {
    /// The card says that the repo is gated, which a card cannot decide.
    ///
    /// Gating is a setting of the repo: `gated` in the card switches nothing on. Without the setting everybody reads the
    /// files, whatever the card says.
    "gated-in-card", Info, predicts: [Reader], evidence: "huggingface_hub update_repo_settings; hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(entry) = card.metadata.entry("gated") else { return };
    if matches!(&entry.value.value, Value::Bool(true)) || matches!(entry.value.as_str(), Some("auto" | "manual")) {
        findings
            .report(entry.key.span, "`gated` in a card does not gate the repo")
            .help("enable access requests in the repo's settings; the key may stay as a note");
    }
}
