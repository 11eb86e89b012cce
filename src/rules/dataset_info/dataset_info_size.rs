use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix};
use crate::yaml::{Entry, Node, Value};

rule! {
    /// A size in `dataset_info` is not a number, or a number of rows is not whole.
    ///
    /// When the data is read, `datasets` compares its rows with `num_examples` and raises an error if they differ: the
    /// string `"1,000"` does not equal any number. The other sizes are only added up when data is pushed again, which
    /// then fails.
    "dataset-info-size", Error, predicts: [Datasets], evidence: "datasets 5.2.0 verify_splits and push_to_hub", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for info in super::infos(card) {
        for key in ["download_size", "dataset_size", "size_in_bytes"] {
            whole(card, info.entry(key), Severity::Warning, findings);
        }
        for split in info.get("splits").map(splits).unwrap_or_default() {
            whole(card, split.entry("num_bytes"), Severity::Warning, findings);
            whole(card, split.entry("num_examples"), Severity::Error, findings);
        }
    }
}

/// The splits of a list or of a map.
fn splits(node: &Node) -> Vec<&Node> {
    node.items().iter().chain(node.entries().iter().map(|entry| &entry.value)).collect()
}

fn whole(card: &Card, size: Option<&Entry>, severity: Severity, findings: &mut Findings<'_>) {
    let Some(Entry { key, value }) = size else { return };
    let name = key.key_text();
    let number = match value.python().unwrap_or(&value.value) {
        Value::Int(_) => return,
        // Only rows are compared. The library itself estimates bytes to fractions, and does not add up what is not known.
        Value::Float(number) if severity == Severity::Warning || number.fract() == 0.0 => return,
        Value::Null if severity == Severity::Warning => return,
        Value::Null => {
            let diagnostic =
                findings.report(key.span, format!("`{name}` has no value, so it matches no number of rows"));
            diagnostic.help("write the number of rows in the split");
            return;
        }
        Value::String(text) => text.replace([',', '_', ' '], "").parse::<u64>().ok(),
        _ => None,
    };
    let written = match &value.value {
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a mapping".to_owned(),
        _ => format!("`{}`", card.source.slice(value.span)),
    };
    let what = if severity == Severity::Warning { "number" } else { "whole number" };
    let diagnostic = findings.report(value.span, format!("`{name}`: expected a {what}, found {written}"));
    diagnostic.severity(severity);
    if let Some(number) = number {
        diagnostic.help(format!("write `{number}`"));
        diagnostic
            .fix(Fix::suggested(format!("write `{number}`"), vec![Edit::replace(value.span, number.to_string())]));
    } else {
        diagnostic.help("write only the number, such as `1000`");
    }
}
