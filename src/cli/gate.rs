//! `cardlint gate`.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::check_session::LintArgs;
use super::dashed::as_given;
use super::{RunResult, Status};
use crate::card::{Card, CardProblem};
use crate::diff::Diff;
use crate::gate::GateForm;
use crate::lint::{Options, form_file, lint_card};
use crate::printable;
use crate::rule::diagnostic::{Consumer, Severity};
use crate::source::SourceFile;
use crate::walk;
use crate::words::list;

mod apply;
mod show;
mod stream;

/// Print gate forms, compare them, or write the same form into many cards
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: GateCommand,
}

#[derive(Debug, clap::Subcommand)]
enum GateCommand {
    Show(show::Args),
    Diff(DiffArgs),
    Apply(apply::Args),
}

/// Compare two gate forms, and exit 1 if they differ
#[derive(Debug, clap::Args)]
#[command(after_help = DIFF_HELP)]
struct DiffArgs {
    /// A card, or a file with a gate form in YAML or JSON
    a: PathBuf,

    /// The other one
    b: PathBuf,
}

const DIFF_HELP: &str = "\
Forms are compared by what a reader sees: quotes, comments and the order of the keys make no difference.

Exit status: 0 the forms are the same, 1 they differ, 2 one of them cannot be read.";

/// The configuration, which says where cards are.
#[derive(Clone, Debug, clap::Args)]
struct ConfigArgs {
    /// Read this configuration [default: the one that `check` reads here]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Ignore configuration files
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

impl ConfigArgs {
    fn lint_args(&self) -> LintArgs {
        LintArgs::from_config(None, self.config.clone(), self.no_config)
    }
}

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    match args.command {
        GateCommand::Show(args) => show::run(args, out, err),
        GateCommand::Diff(args) => diff(args, out),
        GateCommand::Apply(args) => apply::run(args, out, err),
    }
}

fn diff(args: DiffArgs, out: &mut dyn Write) -> RunResult {
    let (a, b) = (as_given(args.a), as_given(args.b));
    let (before, after) = (read(&a)?.to_yaml(), read(&b)?.to_yaml());
    if before == after {
        return Ok(Status::Clean);
    }
    let name = |path: &Path| printable::line(&path.display().to_string()).into_owned();
    write!(out, "{}", Diff::new(&before, &after).unified(&name(&a), &name(&b), usize::MAX))?;
    Ok(Status::Problems)
}

/// The form of a card, or of a file with a form; a card may have none.
fn read(path: &Path) -> miette::Result<GateForm> {
    if !form_file::is_card(path) {
        return Ok(form_file::load(path)?);
    }
    let card = Card::read(walk::read(path)?, None);
    form_of(&card)
}

/// The form of a card that the Hub can read.
fn form_of(card: &Card) -> miette::Result<GateForm> {
    match broken(card) {
        Some(error) => Err(error),
        None => Ok(card.gate_form()),
    }
}

/// Why the Hub reads no form, or another one, from a card: the first error of its front matter.
fn broken(card: &Card) -> Option<miette::Report> {
    use CardProblem::{BlankFrontMatter, EmptyFrontMatter, MissingFrontMatter};
    let is_empty = |kind: &CardProblem| matches!(kind, BlankFrontMatter | EmptyFrontMatter | MissingFrontMatter);
    let mut problems = card.problems.iter().filter(|problem| !is_empty(&problem.kind));
    if card.is_whole && !problems.any(|problem| card.hub_error(problem).is_some()) {
        return None;
    }
    let diagnostics = lint_card(card, &Options::default());
    let first =
        diagnostics.iter().find(|each| each.severity == Severity::Error && each.predicts.contains(&Consumer::Hub))?;
    Some(miette::miette!(
        help = "`cardlint check` shows what is wrong with it",
        "{}: the front matter cannot be read: {}",
        place(&card.source, first.at.start),
        first.message
    ))
}

/// The error for paths without cards: in CI, a mistyped path must not pass.
fn no_cards(paths: &[PathBuf]) -> miette::Report {
    let paths = list(paths.iter().map(|path| format!("`{}`", printable::line(&path.display().to_string()))));
    miette::miette!(help = "name a card, or a directory with a README.md that has front matter", "no cards in {paths}")
}

/// `README.md:3:1`
fn place(source: &SourceFile, at: usize) -> String {
    let position = source.position(at);
    format!("{}:{}:{}", printable::line(&source.name), position.line, position.column)
}
