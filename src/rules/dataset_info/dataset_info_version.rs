use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix};
use crate::yaml::Value;

rule! {
    /// The version of `dataset_info` is not three numbers separated by dots.
    ///
    /// `1.0` is a number in YAML, and not a version to `datasets`, which raises an error.
    "dataset-info-version", Error, predicts: [Datasets], evidence: "datasets 5.2.0 Version", since: "0.1.0",
    Check::SchemaWith(advise)
}

fn advise(card: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    diagnostic.fix = None;
    diagnostic.help("write three numbers, such as `1.0.0`");
    let written = match node.value {
        Value::Int(_) | Value::Float(_) => card.source.slice(node.span),
        Value::String(ref text) => text.strip_prefix('v').unwrap_or(text),
        _ => return,
    };
    let mut numbers: Vec<_> = written.split('.').collect();
    if numbers.len() <= 3
        && numbers.iter().all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    {
        numbers.resize(3, "0");
        let version = numbers.join(".");
        diagnostic.help(format!("write `{version}`"));
        diagnostic.fix(Fix::suggested(format!("write `{version}`"), vec![Edit::replace(node.span, version)]));
    }
}
