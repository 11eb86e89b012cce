use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::edit;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix};
use crate::yaml::{Style, Value};

rule! {
    /// An option of a `select` is neither a string nor a mapping with `label` and `value`.
    ///
    /// Numbers, dates, `true` and `false` are not strings in YAML: quote them. A mapping sets what is shown (`label`)
    /// and what is stored (`value`), both strings.
    "gate-select-option", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi", since: "0.1.0",
    Check::SchemaWith(advise)
}

fn advise(_: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    if matches!(node.value, Value::Null | Value::Sequence(_)) {
        diagnostic.help("write a string, or a mapping with `label` and `value`");
    }
    let [entry] = node.entries() else { return };
    let Some(text) = entry.value.as_str().filter(|_| node.style == Style::Block) else { return };
    let key = entry.key.key_text();
    if key != "label" && key != "value" {
        let map = format!("{{label: {}, value: {}}}", flow(text), flow(&key));
        let title = format!("write `{map}`");
        diagnostic.help(&*title).fix(Fix::suggested(title, vec![Edit::replace(node.span, map)]));
    }
}

/// A string within `{…}`, where a comma would end it.
fn flow(text: &str) -> String {
    if text.contains(',') { serde_json::Value::from(text).to_string() } else { edit::scalar(text) }
}
