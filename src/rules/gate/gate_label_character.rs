use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// A label of the gate form contains a `.`, or starts with `$`.
    ///
    /// The label is the key of the stored answer, and these two characters often have a special meaning in keys. A form
    /// that rejected a checked box was reported once; it worked after the label was changed.
    "gate-label-character", Info, predicts: [Reader], evidence: "reported once, in SakugaDataset#5, cause unknown", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for field in super::fields(card) {
        let label = field.key.key_text();
        let inside = label.trim().trim_end_matches('.');
        let character = match (inside.contains('.'), inside.starts_with('$')) {
            (true, _) => '.',
            (_, true) => '$',
            _ => continue,
        };
        findings
            .report(field.key.span, format!("the label, which is the key of the stored answer, contains `{character}`"))
            .help("if the form misbehaves, reword the label without it");
    }
}
