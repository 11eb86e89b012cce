//! `cardlint hook`.

use std::io::Write;
use std::path::Path;

use clap::Subcommand;

use super::{Outcome, Status, say};
use crate::git::Repository;
use crate::git::hooks::{Done, Hook, HooksFolder, State};
use crate::printable::Messages;

mod push;
mod run;

/// Guards a git repository: no broken card gets committed, pushed or received
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    /// Install the hooks in this repository; hooks that are there are kept and run first
    ///
    /// pre-commit guards commits, pre-merge-commit the merges for which git does not run pre-commit.
    Install(Which),
    /// Take the hooks away and put back what was there before
    Uninstall,
    /// Say which hooks are installed; exit status 1 if none is
    Status,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// Check before each push, too: all cards that the pushed commits change
    #[arg(long)]
    pre_push: bool,

    /// On a server: refuse pushes with broken cards, as the Hub does
    #[arg(long)]
    pre_receive: bool,
}

pub(super) fn run(args: Args, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    match args.command {
        Command::Run(args) => run::run(&args, out, err),
        Command::Install(which) => install(&which, &mut Messages::to(out)),
        Command::Uninstall => uninstall(&mut Messages::to(out), err),
        Command::Status => status(&mut Messages::to(out)),
    }
}

fn install(which: &Which, out: &mut dyn Write) -> Outcome {
    let repository = Repository::discover(Path::new("."))?;
    let folder = HooksFolder::of(&repository)?;
    if let Some(manager) = folder.owner() {
        return Err(miette::miette!(
            help = manager.advice(),
            "{} writes the hooks of this repository (`{}`) anew at each of its installations",
            manager.name(),
            folder.path.display()
        )
        .into());
    }
    let hooks = which.hooks(&repository);
    if hooks.is_empty() {
        return Err(miette::miette!(
            help = "install the hook of a server with `cardlint hook install --pre-receive`",
            "no commits are made in a bare repository"
        )
        .into());
    }
    let program = std::env::current_exe()?;
    writeln!(out, "{}", folder.path.display())?;
    if folder.is_shared(&repository) {
        writeln!(out, "  (`core.hooksPath` leads there: the hooks work in every repository that uses this folder)")?;
    }
    for hook in hooks {
        let before = folder.state(hook)?;
        let done = match folder.install(hook, &program)? {
            Done::Nothing => "was installed already",
            Done::Chained => "installed; the hook that was there runs first",
            _ => "installed",
        };
        writeln!(out, "  {:<17} {done}", hook.name())?;
        if let State::Other(Some(manager)) = before {
            writeln!(out, "  {:<17} {} may write it anew; better {}", "", manager.name(), manager.advice())?;
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

fn uninstall(out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    let folder = HooksFolder::of(&Repository::discover(Path::new("."))?)?;
    writeln!(out, "{}", folder.path.display())?;
    let mut ended = Status::Clean;
    for hook in Hook::ALL {
        match folder.uninstall(hook) {
            Ok(Done::Removed) => writeln!(out, "  {:<17} removed", hook.name())?,
            Ok(Done::Restored) => writeln!(out, "  {:<17} removed; what was there before is back", hook.name())?,
            Ok(_) => {}
            Err(report) => {
                ended = Status::Incomplete;
                say(err, report.as_ref())?;
            }
        }
    }
    Ok(ended)
}

fn status(out: &mut dyn Write) -> Outcome {
    let folder = HooksFolder::of(&Repository::discover(Path::new("."))?)?;
    writeln!(out, "{}", folder.path.display())?;
    let mut installed = false;
    for hook in Hook::ALL {
        let state = folder.state(hook)?;
        installed |= matches!(state, State::Installed { .. });
        let what = match state {
            State::Absent => "not installed".to_owned(),
            State::Installed { kept: false } => "installed".to_owned(),
            State::Installed { kept: true } => "installed; the hook that was there runs first".to_owned(),
            State::Changed => "installed, but changed since or from another version".to_owned(),
            State::Other(None) => "another hook".to_owned(),
            State::Other(Some(manager)) => format!("run by {}: {}", manager.name(), manager.advice()),
        };
        writeln!(out, "  {:<17} {what}", hook.name())?;
    }
    Ok(if installed { Status::Clean } else { Status::Problems })
}
