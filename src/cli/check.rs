//! `cardlint check`.

use std::io::{BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::output::Output;
use super::{Failure, Outcome, Status};
use crate::card::RepoType;
use crate::lint::{Options, lint};
use crate::report::{Report, Tally};
use crate::source::SourceFile;
use crate::walk::{self, Found, LARGEST_CARD, Unreadable};

/// Checks cards: says what the Hub, its clients and its readers will trip over
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Cards, folders in which every README.md is checked, or `-` for standard input
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,

    /// What the card from standard input is called
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<String>,

    /// The kind of repo the cards belong to; else it is told from each card
    #[arg(long, value_name = "TYPE")]
    repo_type: Option<RepoType>,

    /// Let warnings fail the run, too
    #[arg(long)]
    warnings_as_errors: bool,

    /// End with exit status 0 whatever is found
    #[arg(long)]
    exit_zero: bool,

    #[command(flatten)]
    output: Output,
}

/// What became of one path.
enum Piece {
    Checked {
        text: String,
        tally: Tally,
    },
    Failed(Unreadable),
    /// A README.md that is no card.
    PassedOver,
}

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    let options = Options { repo_type: args.repo_type, ..Options::default() };
    let live = std::io::stdout().is_terminal();
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    let mut report = Report::begin(args.output.format, &mut out)?;
    let mut total = Tally::default();
    let mut failed = false;
    walk::ordered(
        walk::cards(&args.paths),
        |found| args.check(found, &options),
        |piece| -> Result<(), Failure> {
            match piece {
                Piece::Checked { text, tally } => {
                    report.card(&text)?;
                    if live {
                        report.flush()?;
                    }
                    total.add(&tally);
                }
                Piece::Failed(unreadable) => {
                    failed = true;
                    say(err, &unreadable)?;
                }
                Piece::PassedOver => {}
            }
            Ok(())
        },
    )?;
    report.end(&total, !failed)?;
    if args.output.format.for_people() {
        writeln!(out, "{total}")?;
    }
    out.flush()?;
    let wrong = total.errors > 0 || args.warnings_as_errors && total.warnings > 0;
    Ok(match (failed, wrong && !args.exit_zero) {
        (true, _) => Status::Incomplete,
        (false, true) => Status::Problems,
        (false, false) => Status::Clean,
    })
}

impl Args {
    fn check(&self, found: Result<Found, Unreadable>, options: &Options) -> Piece {
        let read = found.and_then(|found| Ok((self.read(&found.path)?, found.named)));
        let (source, named) = match read {
            Ok(read) => read,
            Err(unreadable) => return Piece::Failed(unreadable),
        };
        let diagnostics = lint(&source, options);
        if !named && diagnostics.iter().any(|diagnostic| diagnostic.rule.id == "missing-front-matter") {
            return Piece::PassedOver;
        }
        let text = self.output.format.render(&source, &diagnostics, self.output.style());
        Piece::Checked { text, tally: Tally::of(&diagnostics) }
    }

    fn read(&self, path: &Path) -> Result<SourceFile, Unreadable> {
        if path != Path::new("-") {
            return walk::read(path);
        }
        let name = self.stdin_filename.clone().unwrap_or_else(|| "<stdin>".to_owned());
        let mut bytes = Vec::new();
        match std::io::stdin().take(LARGEST_CARD + 1).read_to_end(&mut bytes) {
            Ok(_) => walk::decode(name, bytes),
            Err(error) => Err(Unreadable { name, problem: error.to_string(), help: None }),
        }
    }
}

fn say(err: &mut dyn Write, unreadable: &Unreadable) -> std::io::Result<()> {
    writeln!(err, "error: {unreadable}")?;
    if let Some(help) = unreadable.help {
        writeln!(err, "  help: {help}")?;
    }
    Ok(())
}
