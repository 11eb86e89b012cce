//! `cardlint rules`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{RunResult, Status};
use crate::printable;
use crate::rule::Rule;
use crate::rules;
use crate::vocabulary::{self, Dated};

/// List the rules, or the Hub's vocabularies with their dates
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// List the Hub's vocabularies with their dates instead
    #[arg(long)]
    vocabularies: bool,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// One line per rule
    #[default]
    Text,
    /// A JSON array with everything about each rule
    Json,
}

pub(super) fn run(args: Args, out: &mut dyn Write, _err: &mut dyn Write) -> RunResult {
    let lists = args.vocabularies.then(vocabulary::dates);
    match (args.format, lists) {
        (Format::Text, None) => list(&rules::all().collect::<Vec<_>>(), out)?,
        (Format::Text, Some(lists)) => {
            let width = lists.iter().map(|list| list.name.len()).max().unwrap_or_default();
            for list in lists {
                let Dated { name, source, version, date, count } = list;
                writeln!(out, "{date}  {name:<width$}  {count:>5} values, {source} {version}")?;
            }
        }
        (Format::Json, None) => json(&rules::all().map(object).collect(), out)?,
        (Format::Json, Some(lists)) => json(&json!(lists), out)?,
    }
    Ok(Status::Clean)
}

/// Writes JSON on several lines. The example cards of some rules contain control characters.
fn json(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", printable::json_text(&format!("{value:#}")))
}

/// Writes one line per rule.
pub(super) fn list(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    rules.iter().try_for_each(|rule| writeln!(out, "{:<7} {:<width$}  {}", rule.severity, rule.id, rule.summary()))
}

fn object(rule: &'static Rule) -> Value {
    json!({
        "id": rule.id, "group": rules::group_of(rule).map(|group| group.name), "severity": rule.severity, "predicts": rule.predicts, "outcome": rule.outcome, "summary": rule.summary(),
        "docs": rule.markdown(), "evidence": rule.evidence, "since": rule.since, "bad": rule.bad, "good": rule.good,
    })
}
