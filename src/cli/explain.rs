//! `cardlint explain`.

use std::io::{self, Write};

use colorchoice_clap::Color;

use super::output;
use super::{RunResult, Status, rules as rule_list, suggest};
use crate::lint::{example, lint};
use crate::printable;
use crate::report::{Format, effect};
use crate::rule::Rule;
use crate::rule::nearest::nearest;
use crate::rules;
use crate::source::SourceFile;

/// Explain a rule: what it means, why it matters, whom it affects, and a good card
///
/// For a group of rules, such as `gate`, list the rules.
#[derive(Debug, clap::Args)]
#[command(after_help = "Topics: exit-codes, formats, json, streams, suppression, configuration, mock.")]
pub(super) struct Args {
    /// A rule, a group of rules, or a topic
    rule: String,

    #[command(flatten)]
    color: Color,
}

/// What can be explained besides rules: pages of docs/.
const TOPICS: [(&str, &str); 7] = [
    ("exit-codes", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/exit-codes.md"))),
    ("formats", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md"))),
    ("json", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md"))),
    ("streams", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/streams.md"))),
    ("suppression", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/suppression.md"))),
    ("configuration", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/configuration.md"))),
    ("mock", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mock.md"))),
];

pub(super) fn run(args: Args, out: &mut dyn Write, _err: &mut dyn Write) -> RunResult {
    if let Some(rule) = rules::find(&args.rule) {
        explain(rule, args.color, out)?;
        return Ok(Status::Clean);
    }
    if let Some(group) = rules::group(&args.rule) {
        writeln!(out, "{} (a group of rules, for --select, --ignore and the configuration)\n", group.name)?;
        rule_list::list(group.rules, out)?;
        return Ok(Status::Clean);
    }
    if let Some((_, page)) = TOPICS.iter().find(|(topic, _)| *topic == args.rule) {
        out.write_all(page.as_bytes())?;
        return Ok(Status::Clean);
    }
    let known = rules::names().chain(TOPICS.iter().map(|(topic, _)| *topic));
    let help = match nearest(&args.rule, known).or_else(|| reordered(&args.rule)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if suggest::looks_like_path(&args.rule) => {
            format!("to check a card, run `cardlint check {}`", printable::line(&args.rule))
        }
        None if super::command().find_subcommand(&args.rule).is_some() => {
            format!("for a command, run `cardlint {} --help`", args.rule)
        }
        None => "`cardlint rules` lists the rules, `cardlint explain --help` the topics".to_owned(),
    };
    Err(miette::miette!(help = help, "unknown rule, group or topic `{}`", printable::line(&args.rule)).into())
}

/// The rule with the same words in another order: `license-unknown`.
fn reordered(word: &str) -> Option<&'static str> {
    let sorted = |word: &str| {
        let mut words: Vec<_> = word.split(['-', '_', ' ']).map(str::to_lowercase).collect();
        words.sort_unstable();
        words
    };
    let wanted = sorted(word);
    rules::names().find(|name| sorted(name) == wanted)
}

fn explain(rule: &'static Rule, color: Color, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} ({})\n", rule.id, rule.severity)?;
    writeln!(out, "{}\n", rule.markdown())?;
    if let Some(group) = rules::group_of(rule) {
        writeln!(out, "Group: {}.", group.name)?;
    }
    if let Some(effect) = effect(rule) {
        writeln!(out, "Effect: {effect}.")?;
    }
    writeln!(out, "Evidence: {}.\nSince: cardlint {}.\n", rules::evidence(rule), rule.since)?;
    writeln!(out, "Example:\n")?;
    card(out, rule.bad)?;
    let bad = SourceFile::new(rule.bad_name, rule.bad);
    let mut diagnostics = lint(&bad, &example::options(rule));
    diagnostics.retain(|diagnostic| diagnostic.rule.id == rule.id);
    writeln!(out, "{}Use instead:\n", Format::Full.render(&bad, &diagnostics, output::style(color)))?;
    card(out, rule.good)
}

fn card(out: &mut dyn Write, text: &str) -> io::Result<()> {
    printable::block(text).lines().try_for_each(|line| writeln!(out, "{}", format!("    {line}").trim_end()))?;
    writeln!(out)
}
