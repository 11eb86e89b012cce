//! The command line: one file per subcommand.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::printable::Messages;

mod check;
mod check_session;
mod completions;
mod dashed;
mod explain;
mod gate;
#[cfg(test)]
mod growth;
#[cfg(feature = "hub")]
mod health;
#[cfg(feature = "git")]
mod hook;
mod init;
mod json_lines;
#[cfg(feature = "lsp")]
mod lsp;
mod output;
#[cfg(feature = "hub")]
mod preview;
mod rules;
mod schema;
#[cfg(feature = "hub")]
mod seed;
#[cfg(feature = "hub")]
mod serve;
mod suggest;
mod watch;

/// Lint the cards of Hugging Face repos offline, guard them in git, and mock the Hub's gate
#[derive(Debug, Parser)]
#[command(name = "cardlint", version, after_help = EXAMPLES, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  cardlint check README.md            check one card
  cardlint check --fix datasets/      fix every card below a directory
  cardlint explain unknown-license    what a rule means, with a bad and a good card
  cardlint explain exit-codes         what each exit status means

Exit status: 0 no errors, 1 errors found, 2 cardlint could not do its work.";

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Init(init::Args),
    Explain(explain::Args),
    Rules(rules::Args),
    Schema(schema::Args),
    Gate(gate::Args),
    #[cfg(feature = "git")]
    Hook(hook::Args),
    #[cfg(feature = "hub")]
    Serve(serve::Args),
    #[cfg(feature = "hub")]
    Seed(seed::Args),
    #[cfg(feature = "hub")]
    #[command(hide = true)]
    Health(health::Args),
    #[cfg(feature = "hub")]
    Preview(preview::Args),
    #[cfg(feature = "lsp")]
    Lsp(lsp::Args),
    Completions(completions::Args),
}

/// How a run ended, where cardlint could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing is wrong: exit 0.
    Clean,
    /// There are problems: exit 1.
    Problems,
    /// Part of the work could not be done, and the run has reported which: exit 2.
    Incomplete,
}

/// Why cardlint could not do its work: exit 2.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The output cannot be written.
    Output(io::Error),
    /// What is wrong, where, and what to do.
    Report(miette::Report),
}

/// What a subcommand ends with.
pub(crate) type RunResult = Result<Status, Failure>;

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

impl From<miette::Report> for Failure {
    fn from(report: miette::Report) -> Self {
        Failure::Report(report)
    }
}

/// Runs cardlint with the arguments after the program's name. Standard input and the current directory are the process's.
///
/// ```
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let exit = cardlint::cli::run(["rules".into()], &mut out, &mut err);
/// assert_eq!(exit, std::process::ExitCode::SUCCESS);
/// ```
pub fn run(args: impl IntoIterator<Item = OsString>, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
    let args = dashed::as_paths(std::iter::once(OsString::from("cardlint")).chain(args).collect());
    let parsed = command().try_get_matches_from(&args).and_then(|matches| Cli::from_arg_matches(&matches));
    let err = &mut Messages::to(err);
    let outcome = match parsed {
        Ok(cli) => cli.command.run(out, err),
        Err(mut error) => {
            suggest::command(&mut error, args.get(2..).unwrap_or_default());
            usage(&error, out, err)
        }
    };
    match outcome.and_then(|status| Ok(out.flush().map(|()| status)?)) {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Problems) => ExitCode::from(1),
        Ok(Status::Incomplete) => ExitCode::from(2),
        // A reader such as `head` has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => {
            let _ = writeln!(err, "error: cannot write the output: {error}");
            ExitCode::from(2)
        }
        Err(Failure::Report(report)) => {
            let _ = say(err, report.as_ref());
            ExitCode::from(2)
        }
    }
}

/// The command line as a value, for completions and documentation.
pub fn command() -> clap::Command {
    Cli::command()
}

impl Command {
    fn run(self, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
        match self {
            Command::Check(args) => check::run(args, out, err),
            Command::Init(args) => init::run(&args, out, err),
            Command::Explain(args) => explain::run(args, out, err),
            Command::Rules(args) => rules::run(args, out, err),
            Command::Schema(args) => schema::run(args, out, err),
            Command::Gate(args) => gate::run(args, out, err),
            #[cfg(feature = "git")]
            Command::Hook(args) => hook::run(args, out, err),
            #[cfg(feature = "hub")]
            Command::Serve(args) => serve::run(args, out, err),
            #[cfg(feature = "hub")]
            Command::Seed(args) => seed::run(args, out, err),
            #[cfg(feature = "hub")]
            Command::Health(args) => health::run(&args, out),
            #[cfg(feature = "hub")]
            Command::Preview(args) => preview::run(args, out, err),
            #[cfg(feature = "lsp")]
            Command::Lsp(args) => lsp::run(&args),
            Command::Completions(args) => completions::run(args, out, err),
        }
    }
}

/// Help and version go to `out`, errors in the command line to `err`.
fn usage(error: &clap::Error, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    if error.use_stderr() {
        write!(err, "{}", error.render())?;
        return Ok(Status::Incomplete);
    }
    write!(out, "{}", error.render())?;
    Ok(Status::Clean)
}

/// Prints an error: `error: …`, its causes, and what to do.
pub(crate) fn say(err: &mut dyn Write, error: &dyn miette::Diagnostic) -> io::Result<()> {
    write!(err, "error: {error}")?;
    for cause in std::iter::successors(error.source(), |cause| cause.source()) {
        write!(err, ": {cause}")?;
    }
    writeln!(err)?;
    if let Some(help) = error.help() {
        writeln!(err, "  help: {help}")?;
    }
    Ok(())
}
