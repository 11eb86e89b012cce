//! `cardlint gate apply`.

use std::io::Write;
use std::path::{Path, PathBuf};

use miette::miette;

use super::ConfigArgs;
use crate::card::Card;
use crate::cli::check_session::Linter;
use crate::cli::dashed::as_given;
use crate::cli::output::Output;
use crate::cli::{Failure, RunResult, Status, say};
use crate::gate::GateForm;
use crate::lint::edits::apply_one;
use crate::printable;
use crate::source::{Edit, Fix};
use crate::walk::{self, FoundCard, Leftovers};
use crate::words::{count, list};

/// Write the same gate form into many cards; every other byte stays
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The form: a file with its `extra_gated_*` keys in YAML or JSON, or a card
    form: PathBuf,

    /// Cards, or directories in which each README.md with front matter gets the form
    #[arg(required = true)]
    paths: Vec<PathBuf>,

    /// Write nothing: print the cards whose form differs, and exit 1 if there are any
    #[arg(long)]
    check: bool,

    /// Skip files without front matter, even when named explicitly (for hook managers)
    #[arg(long)]
    cards_only: bool,

    /// Print only errors, and with `--check` the cards whose form differs
    #[arg(long, short)]
    quiet: bool,

    #[command(flatten)]
    config: ConfigArgs,
}

const AFTER_HELP: &str = "\
Examples:
  cardlint gate show voices/README.md > gate.yaml
  cardlint gate apply gate.yaml datasets/             write the form into every card of a directory
  cardlint gate apply gate.yaml new/README.md         a card that is named gets front matter if it has none
  cardlint gate apply --check gate.yaml datasets/     report the cards that differ, for CI

Keys that are the same are left as they are written; those that the form does not have are removed.
Exit status: 0 every card has the form, 1 with --check cards differ, 2 a card cannot be read or written.";

/// What became of a card.
enum Applied {
    /// A README.md that need not be a card.
    Skipped,
    /// It has the form already.
    Same,
    /// It differs in these keys.
    Differs(PathBuf, Vec<&'static str>),
}

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let form = super::read(&args.form)?;
    if form.shows_the_same(&GateForm::default()) {
        let help = "add the form's keys to it, such as `extra_gated_fields:`";
        return Err(miette!(help = help, "{}: no gate form in this card", args.form.display()).into());
    }
    let linter = args.config.lint_args().linter(&Output::default())?;
    let paths: Vec<PathBuf> = args.paths.iter().cloned().map(as_given).collect();
    let (mut same, mut differs, mut skipped, mut failed) = (0, 0, 0, 0);
    let leftovers = Leftovers::default();
    walk::ordered(
        walk::cards(&paths, linter.skips()),
        |found: Result<FoundCard, _>| args.apply(&form, &linter, &leftovers, &found?),
        |applied: miette::Result<Applied>| -> Result<(), Failure> {
            match applied {
                Ok(Applied::Same) => same += 1,
                Ok(Applied::Skipped) => skipped += 1,
                Ok(Applied::Differs(path, keys)) => {
                    differs += 1;
                    if args.check {
                        let keys = list(keys.iter().map(|key| format!("`{key}`")));
                        writeln!(out, "{}: differs in {keys}", printable::line(&path.display().to_string()))?;
                    }
                }
                Err(error) => {
                    failed += 1;
                    say(err, error.as_ref())?;
                }
            }
            Ok(())
        },
    )?;
    out.flush()?;
    if (same, differs, failed) == (0, 0, 0) && !args.cards_only {
        return Err(super::no_cards(&paths).into());
    }
    if !args.quiet {
        let done = if args.check { "would be changed" } else { "changed" };
        writeln!(err, "{} {done}, {same} already had the form", count(differs, "card"))?;
        if skipped > 0 && !args.cards_only {
            let files = if skipped == 1 { "1 README.md" } else { &format!("{skipped} README.md files") };
            writeln!(err, "skipped {files} without front matter: name a file to add it")?;
        }
    }
    Ok(match (failed > 0, args.check && differs > 0) {
        (true, _) => Status::Incomplete,
        (false, true) => Status::Problems,
        (false, false) => Status::Clean,
    })
}

impl Args {
    fn apply(
        &self,
        form: &GateForm,
        linter: &Linter,
        leftovers: &Leftovers,
        found: &FoundCard,
    ) -> miette::Result<Applied> {
        let path = &found.path;
        let is_picky = self.cards_only || !found.named;
        let is_wanted = linter.requires_front_matter_at(path);
        if is_picky && linter.excludes(path) {
            return Ok(Applied::Skipped);
        }
        let source = match walk::read(path) {
            Err(_) if is_picky && walk::is_not_a_card(path) => return Ok(Applied::Skipped),
            read => read?,
        };
        let card = Card::read(source, linter.repo_type());
        if card.front_matter.is_none() && card.metadata.entries().is_empty() && is_picky && !is_wanted {
            return Ok(Applied::Skipped);
        }
        let edits = card.edits_to_show(form).ok_or_else(|| cannot(&card))?;
        if edits.is_empty() {
            return Ok(Applied::Same);
        }
        let keys = card.gate_form().differences(form).collect();
        if !self.check {
            leftovers.remove_beside(path);
            write(path, &card, edits)?;
        }
        Ok(Applied::Differs(path.clone(), keys))
    }
}

fn write(path: &Path, card: &Card, edits: Vec<Edit>) -> miette::Result<()> {
    let before = &card.source.text;
    let after = apply_one(before, &Fix::suggested("write the form", edits)).ok_or_else(|| cannot(card))?;
    Ok(walk::write(path, before, &after)?)
}

/// Why a card cannot be given a form.
fn cannot(card: &Card) -> miette::Report {
    super::broken(card).unwrap_or_else(|| {
        let name = printable::line(&card.source.name);
        let help = "write the keys of the form in lines of their own, without anchors that other keys use";
        miette!(help = help, "{name}: the form cannot be changed without changing something else")
    })
}
