use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::yaml::{Entry, Value};

rule! {
    /// The `splits` of `dataset_info` are not mappings of the known keys, or lack what the data is compared with.
    ///
    /// `datasets` raises an error for a split with an unknown key, and for one that is not a mapping. After reading the
    /// data, it raises an error if names or row counts differ from those of the card, as they do for a split without
    /// `name` or `num_examples`.
    "dataset-info-splits", Error, predicts: [Datasets], evidence: "datasets 5.2.0 SplitDict and SplitInfo", since: "0.1.0",
    Check::SchemaWith(advise)
}

/// Shows the split that a name, or a name and a number of rows, should be.
fn advise(_card: &Card, Located { node, entry, holder }: &Located<'_>, diagnostic: &mut Diagnostic) {
    let is = |entry: Option<&Entry>, key| entry.is_some_and(|entry| entry.key.as_str() == Some(key));
    match (&node.value, entry) {
        (Value::Int(rows), Some(split)) if is(*holder, "splits") => {
            let name = split.key.key_text();
            diagnostic.help(format!("write `- name: {name}`, and below it `num_bytes` and `num_examples: {rows}`"));
        }
        (Value::String(name), None) => {
            diagnostic.help(format!("write `- name: {name}`, and below it `num_bytes` and `num_examples`"));
        }
        _ => {}
    }
}
