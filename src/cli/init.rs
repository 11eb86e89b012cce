//! `cardlint init`.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use miette::miette;

use super::{RunResult, Status};
use crate::card::{CARD_NAME, RepoType};
use crate::diff::{CONTEXT, Diff};
use crate::source::SourceFile;
use crate::walk;

mod answers;
mod questions;
mod text;

use answers::{Answers, Gate};

/// Write a card, or add metadata and a gate to one; on a terminal, ask if no options are given
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The card, or the directory of its repo
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Print a diff without writing anything
    #[arg(long)]
    diff: bool,

    /// Start a new card from this template, such as an organization's own; `{{ name }}` and `{{ kind }}` are filled in
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,

    #[command(flatten)]
    given: Given,
}

/// What the command line says about the card.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub(super) struct Given {
    /// Repo type of the card (default: dataset)
    #[arg(long, value_name = "TYPE", help_heading = "Card")]
    repo_type: Option<RepoType>,

    /// Display name (default: the name of the directory)
    #[arg(long, help_heading = "Card")]
    name: Option<String>,

    /// Id of the license, such as `mit`; `other` requires the next two options
    #[arg(long, value_name = "ID", help_heading = "Card")]
    license: Option<String>,

    /// Name of a license without an id
    #[arg(long, value_name = "NAME", help_heading = "Card")]
    license_name: Option<String>,

    /// Where to read a license without an id: a file in the repo, or a URL
    #[arg(long, value_name = "LINK", help_heading = "Card")]
    license_link: Option<String>,

    /// Languages, as codes or English names
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',', help_heading = "Card")]
    language: Vec<String>,

    /// Tasks: the categories of a dataset, the pipeline tag of a model
    #[arg(long, value_name = "TASKS", value_delimiter = ',', help_heading = "Card")]
    task: Vec<String>,

    /// Add a gate form
    #[arg(long, help_heading = "Gate")]
    gate: bool,

    /// The text above the form's fields
    #[arg(long, value_name = "TEXT", help_heading = "Gate", requires = "gate")]
    prompt: Option<String>,

    /// The standard fields of the form: affiliation, country, purpose, consent (default: all of them)
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', help_heading = "Gate", requires = "gate")]
    fields: Option<Vec<String>>,

    /// An additional field, such as `Company=text`; repeatable
    #[arg(long, value_name = "LABEL=TYPE", help_heading = "Gate", requires = "gate")]
    field: Vec<String>,
}

const AFTER_HELP: &str = "\
Examples:
  cardlint init                                          answer a few questions
  cardlint init --license cc-by-4.0 --language Portuguese --task automatic-speech-recognition
  cardlint init --gate --field 'Company=text' --diff     show what a gate would add to the card

Existing content stays as it is, byte for byte; a key that is already set is an error.";

pub(super) fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let path = if args.path.is_dir() { args.path.join(CARD_NAME) } else { args.path.clone() };
    let before = path.exists().then(|| walk::read(&path)).transpose().map_err(miette::Report::new)?;
    let asks = args.given == Given::default() && io::stdin().is_terminal() && io::stderr().is_terminal();
    let answers =
        if asks { questions::ask(before.as_ref(), &name_of(&path))? } else { args.given.answers(&name_of(&path))? };
    let after = match &before {
        Some(_) if args.template.is_some() => {
            let help = "remove `--template`, or move the card out of the way";
            return Err(miette!(help = help, "{} already exists: a template is for a new card", path.display()).into());
        }
        Some(card) => text::add(card, &answers)?,
        None => {
            let template = args.template.as_deref().map(walk::read).transpose().map_err(miette::Report::new)?;
            text::new(template.as_ref(), &answers)?
        }
    };
    let old = before.as_ref().map_or("", |card| card.text.as_str());
    if old == after {
        let help = "say what to add, such as `--license mit` or `--gate`";
        return Err(miette!(help = help, "nothing to add to {}", path.display()).into());
    }
    text::check(before.as_ref(), &SourceFile::new(path.display().to_string(), after.as_str()), &answers)?;
    if args.diff {
        let name = path.display().to_string();
        let from = if before.is_some() { name.as_str() } else { "/dev/null" };
        write!(out, "{}", Diff::new(old, &after).unified(from, &name, CONTEXT))?;
        return Ok(Status::Clean);
    }
    match &before {
        Some(card) => walk::write(&path, &card.text, &after).map_err(miette::Report::new)?,
        None => create(&path, &after)?,
    }
    writeln!(err, "{} {}", if before.is_some() { "extended" } else { "wrote" }, path.display())?;
    Ok(Status::Clean)
}

/// A file that appears meanwhile is not overwritten.
fn create(path: &Path, text: &str) -> miette::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| miette!("{} cannot be written: {error}", path.display()))
}

/// The name of the directory that a card is in.
fn name_of(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "card".to_owned())
}

impl Given {
    fn answers(&self, name: &str) -> miette::Result<Answers> {
        let repo_type = self.repo_type.unwrap_or_default();
        if repo_type == RepoType::Space {
            return Err(miette!(
                help = "the Hub writes the card of a Space",
                "`init` writes only cards of datasets and models"
            ));
        }
        let gate =
            self.gate.then(|| Gate::new(self.prompt.clone(), self.fields.as_deref(), &self.field)).transpose()?;
        Ok(Answers {
            repo_type,
            name: self.name.clone(),
            directory: name.to_owned(),
            license: self.license.clone(),
            license_name: self.license_name.clone(),
            license_link: self.license_link.clone(),
            languages: self.language.iter().map(|word| answers::language(word)).collect::<miette::Result<_>>()?,
            tasks: self.task.iter().map(|word| answers::task(word)).collect::<miette::Result<_>>()?,
            gate,
        })
    }
}

/// An error of the terminal, or Ctrl-C; questions hide the cursor, and leave it so.
pub(super) fn asked<T>(answer: dialoguer::Result<T>) -> miette::Result<T> {
    answer.map_err(|dialoguer::Error::IO(error)| {
        let _ = dialoguer::console::Term::stderr().show_cursor();
        if error.kind() == io::ErrorKind::Interrupted {
            miette!("interrupted; nothing was written")
        } else {
            miette!("the terminal cannot be read: {error}")
        }
    })
}
