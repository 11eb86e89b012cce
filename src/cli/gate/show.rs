//! `cardlint gate show`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::ArgPredicate;
use serde_json::json;

use super::{ConfigArgs, stream};
use crate::card::Card;
use crate::cli::dashed::as_given;
use crate::cli::json_lines::Input;
use crate::cli::output::Output;
use crate::cli::{Failure, RunResult, Status, say};
use crate::gate::GateForm;
use crate::lint::form_file;
use crate::printable;
use crate::walk::{self, FoundCard};

/// Print the gate form of a card, or of many
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Cards, files with a gate form, or directories in which the form of each README.md is printed
    #[arg(default_value = "README.md", default_value_if("input", ArgPredicate::IsPresent, "-"))]
    paths: Vec<PathBuf>,

    /// What the files and standard input are, if not cards
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with_all = ["format", "config", "no_config"])]
    input: Option<Input>,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// The form as `gate apply` writes it; of several cards, a document for each
    #[default]
    Yaml,
    /// The form with the keys of the card; of several cards, one object with `path` and `gate` per line
    Json,
}

const AFTER_HELP: &str = "\
Examples:
  cardlint gate show README.md > gate.yaml        the form of a card, for `gate apply`
  cardlint gate show --format json datasets/      the forms of all cards, one per line
  cardlint gate show --input json-lines < cards   the form of each card of a stream, in order

A card without a form has the form `{}`.
Exit status: 0 all forms are printed, 2 a card cannot be read.";

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let paths: Vec<PathBuf> = args.paths.into_iter().map(as_given).collect();
    if args.input.is_some() {
        return stream::run(&paths, out, err);
    }
    if let [path] = &paths[..]
        && !path.is_dir()
    {
        let form = super::read(path)?;
        match args.format {
            Format::Yaml => out.write_all(form.to_yaml().as_bytes())?,
            Format::Json => writeln!(out, "{}", printable::json_text(&format!("{:#}", form.to_json())))?,
        }
        return Ok(Status::Clean);
    }
    let linter = args.config.lint_args().linter(&Output::default())?;
    let (mut failed, mut found) = (false, 0);
    let work = |card: Result<FoundCard, _>| {
        let card = card?;
        form(&card, linter.excludes(&card.path)).map(|form| form.map(|form| (card.path, form)))
    };
    walk::ordered(walk::cards(&paths, linter.skips()), work, |form: miette::Result<_>| -> Result<(), Failure> {
        match form {
            Ok(None) => {}
            Ok(Some((path, form))) => {
                let path = path.display().to_string();
                let between = if found == 0 { "" } else { "---\n" };
                found += 1;
                match args.format {
                    Format::Yaml => {
                        write!(out, "{between}# {}\n{}", printable::line(&path), form.to_yaml())?;
                    }
                    Format::Json => {
                        writeln!(out, "{}", printable::json(&json!({ "path": path, "gate": form.to_json() })))?;
                    }
                }
            }
            Err(error) => {
                failed = true;
                say(err, error.as_ref())?;
            }
        }
        Ok(())
    })?;
    if found == 0 && !failed {
        return Err(super::no_cards(&paths).into());
    }
    Ok(if failed { Status::Incomplete } else { Status::Clean })
}

/// The form of a file; `None` if it need not be a card.
fn form(found: &FoundCard, is_excluded: bool) -> miette::Result<Option<GateForm>> {
    if !found.named && (is_excluded || walk::is_not_a_card(&found.path)) {
        return Ok(None);
    }
    if found.named && !form_file::is_card(Path::new(&found.path)) {
        return super::read(&found.path).map(Some);
    }
    let card = Card::read(walk::read(&found.path)?, None);
    super::form_of(&card).map(Some)
}
