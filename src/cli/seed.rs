//! `cardlint seed`, and how what is wrong with a seed is shown.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{RunResult, Status};
use crate::hub::Seed;
use crate::hub::seed::SeedError;
use crate::printable;
use crate::words::count;

/// The longest line that is drawn, in bytes.
const MAX_LINE_BYTES: usize = 500;

/// Check seeds of the mock Hub
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check seeds as `serve --seed` reads them, without serving anything
    #[command(after_help = "Exit status: 0 every seed is valid, 1 one is not, 2 one cannot be read.")]
    Validate {
        /// YAML files, state dumps, or directories; `-` is stdin
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
}

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let Command::Validate { paths } = args.command;
    let mut status = Status::Clean;
    for path in paths {
        let name = path.display().to_string();
        let name = printable::line(&name);
        match read(&path) {
            Ok(seed) => {
                let hub = &seed.hub;
                let counts = [
                    count(hub.users.len(), "user"),
                    count(hub.organizations.len(), "organization"),
                    count(hub.repos.len(), "repo"),
                    count(hub.collections.len(), "collection"),
                ];
                writeln!(out, "{name}: {}", counts.join(", "))?;
                for warning in &seed.warnings {
                    writeln!(err, "warning: {}", printable::line(warning))?;
                }
            }
            Err(error) => {
                let unreadable = error.source.text.is_empty();
                err.write_all(drawn(error).as_bytes())?;
                // What cannot be read outweighs what is wrong.
                if unreadable || status == Status::Incomplete {
                    status = Status::Incomplete;
                } else {
                    status = Status::Problems;
                }
            }
        }
    }
    Ok(status)
}

/// The seed at a path; `-` is standard input.
pub(super) fn read(path: &Path) -> Result<Seed, SeedError> {
    if path == Path::new("-") { Seed::from_reader("standard input", io::stdin()) } else { Seed::read(path) }
}

/// How long the line is at which something is wrong.
fn line_length(error: &SeedError) -> usize {
    let (text, at) = (error.source.text.as_str(), error.at.start);
    let start = text[..at].rfind('\n').map_or(0, |start| start + 1);
    text[at..].find('\n').map_or(text.len(), |end| at + end) - start
}

/// Reports a seed that cannot be served.
// fidelity: exit-status
pub(super) fn rejected(error: SeedError, err: &mut dyn Write) -> RunResult {
    err.write_all(drawn(error).as_bytes())?;
    Ok(Status::Incomplete)
}

/// What is wrong with a seed, as for a card: at its place. Of a long line, such as a state dump's, there is the place alone.
fn drawn(error: SeedError) -> String {
    if error.source.text.is_empty() || line_length(&error) > MAX_LINE_BYTES {
        let help = error.help.as_ref().map(|help| format!("  help: {help}\n")).unwrap_or_default();
        return format!("error: {error}\n{help}");
    }
    let mut diagnostic =
        miette::MietteDiagnostic::new(error.message).with_label(miette::LabeledSpan::underline(error.at));
    diagnostic.help = error.help;
    let source = miette::NamedSource::new(
        printable::line(&error.source.name),
        printable::snippet(&error.source.text).into_owned(),
    );
    let report = miette::Report::new(diagnostic).with_source_code(source);
    let mut drawn = String::from("error: the seed is rejected\n");
    let drawing =
        miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor()).with_links(false);
    // Writing to a string does not fail.
    let _ = drawing.render_report(&mut drawn, report.as_ref());
    drawn
}
