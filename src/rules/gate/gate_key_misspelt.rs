use crate::card::Card;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix};
use crate::yaml::Value;

rule! {
    /// A key is a misspelling of one of the gate form's keys.
    ///
    /// The Hub silently ignores unknown keys, so the form lacks what the key was meant to add. The keys of the form are
    /// written with underscores and start with `extra_gated_`.
    "gate-key-misspelt", Warning, predicts: [Reader], evidence: "hub-docs datasets-gated.md; the Hub's answers captured in 2026 accept unknown keys", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        let Some(meant) = meant(key) else { continue };
        if meant.is_empty() {
            let diagnostic = findings
                .report(entry.key.span, format!("unknown key `{key}` (it does not group the keys of the gate form)"));
            diagnostic.help("write each key at the left margin under its full name, such as `extra_gated_prompt`");
            continue;
        }
        let diagnostic = findings.report(entry.key.span, format!("unknown key `{key}` (it is ignored)"));
        diagnostic.help(format!("did you mean `{meant}`?"));
        if card.get(meant).is_none() {
            let edits = vec![Edit::replace(entry.key.span, meant)];
            let title = edit::rename_title(&entry.key, meant);
            let certain = snake(key) == meant && !matches!(entry.value.value, Value::Null);
            diagnostic.fix(if certain { Fix::safe(title, edits) } else { Fix::suggested(title, edits) });
        }
    }
}

/// The key of the gate form that `key` was meant to be; empty for one meant to group them all. `None` for a key that
/// is correct, or unrelated to the form.
pub(crate) fn meant(key: &str) -> Option<&'static str> {
    if super::FORM_KEYS.contains(&key) || (Card::is_known_key(key) && !key.contains("gate")) {
        return None;
    }
    let snake = snake(key);
    if let Some(known) = super::FORM_KEYS.into_iter().find(|known| *known == snake) {
        return Some(known);
    }
    if ["extra_gated", "extra_gate", "gate", "gating"].contains(&snake.as_str()) {
        return Some("");
    }
    let prefixes = ["extra_gated_", "extra_gate_", "extra_gating_", "extragated_", "gated_", "gate_", "extra_"];
    let rest = prefixes.iter().find_map(|prefix| snake.strip_prefix(prefix));
    let named = match rest {
        Some("field" | "questions" | "form" | "inputs") => Some("extra_gated_fields"),
        Some("title" | "header" | "headings") => Some("extra_gated_heading"),
        Some("button" | "button_text" | "button_label" | "button_contents") => Some("extra_gated_button_content"),
        Some("text" | "terms" | "message" | "prompts") => Some("extra_gated_prompt"),
        Some("descriptions" | "desc") => Some("extra_gated_description"),
        Some("eu" | "eu_disallow" | "disallow_eu" | "eu_blocked") => Some("extra_gated_eu_disallowed"),
        _ => None,
    };
    named.filter(|_| !snake.starts_with("extra_") || snake.starts_with("extra_gat")).or_else(|| match rest {
        Some(rest) if !snake.starts_with("extra_") || snake.starts_with("extra_gat") => {
            nearest(&format!("extra_gated_{rest}"), super::FORM_KEYS)
        }
        _ => nearest(&snake, super::FORM_KEYS),
    })
}

fn snake(key: &str) -> String {
    key.trim().to_lowercase().replace(['-', ' '], "_")
}
