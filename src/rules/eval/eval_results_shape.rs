use crate::card::Card;
use crate::rule::diagnostic::{Consumer, Diagnostic};
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Node, Style, Value};

rule! {
    /// A file in `.eval_results/` does not list results as the Hub reads them.
    ///
    /// The Hub accepts the commit, but none of the file's results appear: neither on the page of the model nor on the leaderboard
    /// of the benchmark. Each result has a `dataset` with `id` and `task_id`, and a number as `value`. A `date` is a string: without
    /// quotes, YAML reads a date. A `source` has a `url`. huggingface_hub raises an error where a key is missing; before the version
    /// of September 2026, one broken file hid all results of the model.
    "eval-results-shape", Error, predicts: [Hub, HuggingfaceHub], outcome: Lost,
    evidence: "hub-docs eval_results.yaml of 2026-08-22; huggingface_hub 2.4.0, run; huggingface_hub#4924 quotes the Hub", since: "0.1.0",
    Check::SchemaWith(advise), document: ".eval_results/hle.yaml"
}

fn advise(card: &Card, Located { node, entry, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    let around =
        card.metadata.items().iter().find(|item| item.span.start <= node.span.start && node.span.end <= item.span.end);
    let raises = match (around, &card.metadata.value) {
        (Some(result), _) => !is_read(result),
        (None, Value::Mapping(entries)) => !entries.is_empty(),
        (None, Value::String(text)) => !text.is_empty(),
        (None, _) => true,
    };
    if !raises {
        diagnostic.predicts.retain(|consumer| *consumer != Consumer::HuggingfaceHub);
    }
    if entry.is_some_and(|entry| entry.key.as_str() == Some("value")) {
        number(node, diagnostic);
    } else if node.span == card.metadata.span && card.get("dataset").is_some() {
        list(card, diagnostic);
    }
}

/// Whether `huggingface_hub` reads a result.
fn is_read(result: &Node) -> bool {
    let (Some(dataset), Some(_)) = (result.get("dataset"), result.get("value")) else { return false };
    let has_ids = dataset.get("id").is_some() && dataset.get("task_id").is_some();
    let source = result.get("source").is_none_or(|source| match &source.value {
        Value::Mapping(_) => {
            let is_set = |key: &str| source.get(key).is_some_and(|value| value.value != Value::Null);
            is_set("url") || !["name", "user", "org"].into_iter().any(is_set)
        }
        Value::Sequence(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Null | Value::Bool(false) | Value::Int(0) => true,
        Value::Float(number) => *number == 0.0,
        _ => false,
    });
    has_ids && source
}

/// A score in quotes, or with a percent sign, is the number in it.
fn number(node: &Node, diagnostic: &mut Diagnostic) {
    let Some(text) = node.as_str() else { return };
    let number = text.trim().trim_end_matches('%').trim_end();
    if number.parse::<f64>().is_ok_and(f64::is_finite) {
        let title = format!("write `{number}`");
        let edits = vec![Edit::replace(node.span, number)];
        let fix = if number == text { Fix::safe(&*title, edits) } else { Fix::suggested(&*title, edits) };
        diagnostic.help(title).fix(fix);
    }
}

/// One result without its dash is the only item of the list.
fn list(card: &Card, diagnostic: &mut Diagnostic) {
    let (Style::Block, Some(first)) = (card.metadata.style, card.metadata.entries().first()) else { return };
    let mut edits = vec![Edit::insert(first.key.span.start, "- ")];
    let mut line = card.source.line_at(first.key.span.start);
    loop {
        let next = card.source.after_line(line.end);
        if next >= card.metadata.span.end || next == line.end {
            break;
        }
        line = card.source.line_at(next);
        if !card.source.slice(line).trim().is_empty() {
            edits.push(Edit::replace(Span::new(line.start, line.start), "  "));
        }
    }
    diagnostic.help("begin the result with `- `").fix(Fix::safe("make it an item of a list", edits));
}
