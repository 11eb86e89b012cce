//! `cardlint hook`.

use std::io::Write;
use std::path::Path;

use clap::Subcommand;

use super::{RunResult, Status, say};
use crate::git::Repository;
use crate::git::hooks::{Done, Hook, HooksFolder, State};
use crate::printable::Messages;

mod push;
mod run;

/// Guard a git repository: block commits and pushes of cards with errors
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    /// Install the hooks in this repository; existing hooks are kept and run first
    ///
    /// pre-commit guards commits; pre-merge-commit guards merges, for which git does not run pre-commit.
    Install(Which),
    /// Uninstall the hooks and restore the previous ones
    Uninstall,
    /// Show which hooks are installed; exit 1 if there are none
    Status,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// Also check before each push: every card that the pushed commits change
    #[arg(long)]
    pre_push: bool,

    /// On a server: reject pushes of cards with errors, as the Hub does
    #[arg(long)]
    pre_receive: bool,
}

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    match args.command {
        Command::Run(args) => run::run(&args, out, err),
        Command::Install(which) => install(&which, &mut Messages::to(out)),
        Command::Uninstall => uninstall(&mut Messages::to(out), err),
        Command::Status => status(&mut Messages::to(out)),
    }
}

fn install(which: &Which, out: &mut dyn Write) -> RunResult {
    let repository = Repository::discover(Path::new("."))?;
    let folder = HooksFolder::of(&repository)?;
    if let Some(manager) = folder.owner() {
        return Err(miette::miette!(
            help = manager.advice(),
            "the hooks of this repository (`{1}`) are managed by {0}, which would overwrite cardlint's",
            manager.name(),
            folder.path.display()
        )
        .into());
    }
    let hooks = which.hooks(&repository);
    if hooks.is_empty() {
        return Err(miette::miette!(
            help = "install the server hook with `cardlint hook install --pre-receive`",
            "this is a bare repository, in which no commits are made"
        )
        .into());
    }
    let program = std::env::current_exe()?;
    writeln!(out, "{}", folder.path.display())?;
    if folder.is_shared(&repository) {
        writeln!(out, "  (set by `core.hooksPath`: the hooks run in every repository that uses this directory)")?;
    }
    for hook in hooks {
        let before = folder.state(hook)?;
        let done = match folder.install(hook, &program)? {
            Done::Nothing => "already installed",
            Done::Chained => "installed; the existing hook runs first",
            _ => "installed",
        };
        writeln!(out, "  {:<17} {done}", hook.name())?;
        if let State::Other(Some(manager)) = before {
            writeln!(out, "  {:<17} {} may overwrite it; instead, {}", "", manager.name(), manager.advice())?;
        }
    }
    Ok(Status::Clean)
}

impl Which {
    fn hooks(&self, repository: &Repository) -> Vec<Hook> {
        let commits = repository.work_tree().is_some();
        let wanted = |hook: &Hook| match hook {
            Hook::PreCommit | Hook::PreMergeCommit => commits,
            Hook::PrePush => self.pre_push,
            Hook::PreReceive => self.pre_receive,
        };
        Hook::ALL.into_iter().filter(wanted).collect()
    }
}

fn uninstall(out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let folder = HooksFolder::of(&Repository::discover(Path::new("."))?)?;
    writeln!(out, "{}", folder.path.display())?;
    let mut ended = Status::Clean;
    for hook in Hook::ALL {
        match folder.uninstall(hook) {
            Ok(Done::Removed) => writeln!(out, "  {:<17} removed", hook.name())?,
            Ok(Done::Restored) => writeln!(out, "  {:<17} removed; the previous hook is restored", hook.name())?,
            Ok(_) => {}
            Err(report) => {
                ended = Status::Incomplete;
                say(err, report.as_ref())?;
            }
        }
    }
    Ok(ended)
}

fn status(out: &mut dyn Write) -> RunResult {
    let folder = HooksFolder::of(&Repository::discover(Path::new("."))?)?;
    writeln!(out, "{}", folder.path.display())?;
    let mut installed = false;
    for hook in Hook::ALL {
        let state = folder.state(hook)?;
        installed |= matches!(state, State::Installed { .. });
        let what = match state {
            State::Absent => "not installed".to_owned(),
            State::Installed { kept: false } => "installed".to_owned(),
            State::Installed { kept: true } => "installed; the existing hook runs first".to_owned(),
            State::Changed => "installed, but modified or from another version".to_owned(),
            State::Other(None) => "another hook".to_owned(),
            State::Other(Some(manager)) => format!("run by {}: {}", manager.name(), manager.advice()),
        };
        writeln!(out, "  {:<17} {what}", hook.name())?;
    }
    Ok(if installed { Status::Clean } else { Status::Problems })
}
