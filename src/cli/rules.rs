//! `cardlint rules`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Failure, RunResult, Status};
use crate::printable;
use crate::rule::Rule;
use crate::rule::nearest::nearest;
use crate::rules;
use crate::vocabulary::{self, Dated};
use crate::words::list as and;

/// List the rules, or the values that the Hub knows for a key
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// List the Hub's vocabularies with their dates instead; with a name, such as `licenses`, its values
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = ALL)]
    vocabularies: Option<String>,
}

/// The value of `--vocabularies` without a name.
const ALL: &str = "all";

/// The keys of a card whose values a vocabulary lists under another name.
const KEYS: [(&str, &str); 7] = [
    ("license", "licenses"),
    ("language", "languages"),
    ("tasks", "task_categories"),
    ("pipeline_tag", "task_categories"),
    ("library_name", "model_libraries"),
    ("libraries", "model_libraries"),
    ("evaluation_framework", "evaluation_frameworks"),
];

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// One line per rule
    #[default]
    Text,
    /// A JSON array with everything about each rule
    Json,
}

pub(super) fn run(args: Args, out: &mut dyn Write, _err: &mut dyn Write) -> RunResult {
    match (args.vocabularies.as_deref(), args.format) {
        (None, Format::Text) => list(&rules::all().collect::<Vec<_>>(), out)?,
        (None, Format::Json) => json(&rules::all().map(object).collect(), out)?,
        (Some(ALL), Format::Text) => {
            let lists = vocabulary::dates();
            let width = lists.iter().map(|list| list.name.len()).max().unwrap_or_default();
            for list in lists {
                let Dated { name, source, version, date, count } = list;
                writeln!(out, "{date}  {name:<width$}  {count:>5} values, {source} {version}")?;
            }
        }
        (Some(ALL), Format::Json) => json(&json!(vocabulary::dates()), out)?,
        (Some(name), format) => values(name, format, out)?,
    }
    Ok(Status::Clean)
}

/// Writes the values of a list: one per line with what it is called.
fn values(name: &str, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let list = KEYS.iter().find(|(key, _)| *key == name).map_or(name, |(_, list)| list);
    let words = vocabulary::words(list);
    if words.is_empty() {
        let names = || vocabulary::dates().into_iter().map(|list| list.name);
        let near = nearest(name, names().chain(KEYS.iter().map(|(key, _)| *key)));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the vocabularies are {}", and(names().map(|name| format!("`{name}`")))),
        };
        return Err(miette::miette!(help = help, "unknown vocabulary `{}`", printable::line(name)).into());
    }
    match format {
        Format::Text => {
            let width = words.iter().map(|(word, _)| word.chars().count()).max().unwrap_or_default();
            words
                .iter()
                .try_for_each(|(word, name)| writeln!(out, "{}", format!("{word:<width$}  {name}").trim_end()))?;
        }
        Format::Json => {
            json(&words.iter().map(|(value, name)| json!({ "value": value, "name": name })).collect(), out)?;
        }
    }
    Ok(())
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
