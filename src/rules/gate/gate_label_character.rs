use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// A label of the gate form holds a `.` within it, or begins with `$`.
    ///
    /// The label is the key of the stored answer, and in keys these two characters often mean something. A form that
    /// refused a ticked box was once reported; it took the answer after the label had changed.
    "gate-label-character", Info, predicts: [Reader], evidence: "reported once, cause unknown", since: "0.1.0",
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
            .report(field.key.span, format!("the label holds a `{character}`, and it is the key of the stored answer"))
            .help("if the form misbehaves, say it without");
    }
}
