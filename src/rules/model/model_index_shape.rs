use crate::card::Card;
use crate::rule::diagnostic::{Consumer, Diagnostic, Severity};
use crate::rule::{Check, Located, rule};
use crate::yaml::{Node, Value};

rule! {
    /// `model-index` does not have the shape that the Hub and huggingface_hub read.
    ///
    /// The Hub rejects a wrong type or a missing key. huggingface_hub takes a number where a string belongs, and raises an error when it loads a card with a
    /// result that lacks `dataset`, which the Hub accepts. Optional keys must be absent, not empty. It loads a card with an empty
    /// `eval_results`, and writes it back with a `model-index` that it cannot load.
    "model-index-shape", Error, predicts: [Hub, HuggingfaceHub], evidence: "huggingface_hub repocard_data.py; MDEL#34", since: "0.1.0",
    Check::SchemaWith(advise)
}

/// What huggingface_hub hands on as it is.
const HANDED_ON: [&str; 6] = ["config", "name", "revision", "split", "type", "url"];

fn advise(card: &Card, Located { node, entry, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    let key = entry.and_then(|entry| entry.key.as_str());
    // It is there, and read.
    if node.value == Value::Null && key == Some("value") {
        diagnostic.severity(Severity::Warning);
    }
    if key == Some("eval_results") && is_empty(node) {
        let loads = if card.get("model_name").is_some() { "" } else { " that it cannot load" };
        diagnostic.message = format!("huggingface_hub writes an empty `eval_results` back as a `model-index`{loads}");
        diagnostic.severity(Severity::Warning).help("remove the key");
    }
    let is_handed_on = key.is_some_and(|key| HANDED_ON.contains(&key));
    if is_handed_on && matches!(node.value, Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::Timestamp(_)) {
        diagnostic.predicts.retain(|consumer| *consumer != Consumer::HuggingfaceHub);
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(entries) => entries.is_empty(),
        _ => false,
    }
}
