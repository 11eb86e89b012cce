use indexmap::IndexMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::source::Span;
use crate::yaml::{Node, Value};

rule! {
    /// More than one config is the default.
    ///
    /// A config is the default if it has `default: true`, or the name `default`. With two of them, `datasets` does not
    /// load any.
    "several-default-configs", Error, predicts: [Datasets], evidence: "datasets 5.2.0 MetadataConfigs.get_default_config_name", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    // As in a Python dict: a repeated name keeps its place and takes the later config.
    let named = super::configs(card).iter().filter_map(|config| Some((config.get("config_name")?.as_str()?, config)));
    let configs: IndexMap<&str, &Node> = named.collect();
    let mut first: Option<(&str, Span)> = None;
    for (name, config) in configs {
        let mark = config.get("default").filter(|node| truthy(node));
        let Some(at) = mark.or_else(|| config.get("config_name").filter(|_| name == "default")) else { continue };
        match first {
            None => first = Some((name, at.span)),
            Some((other, place)) => {
                findings
                    .report(at.span, format!("`{name}` and `{other}` are both the default config"))
                    .label(place, "the other default")
                    .help("keep one `default: true`; a config named `default` is the default without it");
            }
        }
    }
}

/// Whether a value is true in Python.
pub(in crate::rules) fn truthy(node: &Node) -> bool {
    match node.python().unwrap_or(&node.value) {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Int(value) => *value != 0,
        Value::Float(value) => *value != 0.0,
        Value::Timestamp(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Sequence(items) => !items.is_empty(),
        Value::Mapping(entries) => !entries.is_empty(),
    }
}
