//! `cardlint hook run`.

use std::io::{Read, Write};
use std::path::Path;

use super::super::check_session::{BaselineArgs, CardReport, LintArgs, Session};
use super::super::output::Output;
use super::super::{Failure, RunResult, Status};
use super::push::{Pushed, Refusals};
use crate::card::is_misnamed;
use crate::git::hooks::Hook;
use crate::git::{RefUpdate, Repository};
use crate::lint::push_refusal;
use crate::walk;

/// Run as a git hook, called by git or a hook manager
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The hook
    hook: Hook,

    /// The arguments that git passes to the hook: for pre-push, the name and URL of the remote
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(super) fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let repository = Repository::discover(Path::new("."))?;
    match args.hook {
        Hook::PreCommit | Hook::PreMergeCommit => commit(&repository, out, err),
        Hook::PrePush => {
            let remote = args.arguments.first().map_or("", String::as_str);
            let mut pushed = Pushed::default();
            for update in RefUpdate::pushed(&stdin()?)? {
                pushed.add(repository.pushed_cards(remote, &update)?, &update);
            }
            push(&repository, pushed, out, err)
        }
        Hook::PreReceive => {
            let mut pushed = Pushed::default();
            for update in RefUpdate::received(&stdin()?)? {
                pushed.add(repository.received_cards(&update)?, &update);
            }
            receive(&repository, pushed, err)
        }
    }
}

fn stdin() -> Result<Vec<u8>, Failure> {
    let mut lines = Vec::new();
    std::io::stdin().read_to_end(&mut lines)?;
    Ok(lines)
}

fn commit(repository: &Repository, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let linter = BaselineArgs::default().apply(LintArgs::default().linter(&Output::default())?)?.within(repository);
    let mut said = HookOutput::default();
    let mut session = Session::begin(&linter, &mut said.text, err)?;
    walk::ordered(
        repository.staged_cards()?.into_iter(),
        |card| linter.report_git(card, "staged"),
        |report| {
            said.any |= says_something(&report);
            session.add(report)
        },
    )?;
    let status = session.end()?;
    said.end(status, "commit blocked: fix and `git add` the cards, or use `--no-verify`", &[], out);
    Ok(status)
}

fn push(repository: &Repository, pushed: Pushed, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let linter = BaselineArgs::default().apply(LintArgs::default().linter(&Output::default())?)?.within(repository);
    let mut said = HookOutput::default();
    let mut refusals = Refusals::new(repository);
    let mut session = Session::begin(&linter, &mut said.text, err)?;
    pushed.lint(&linter, |place, checked| {
        let report = match checked {
            Ok(None) => CardReport::Skipped,
            Ok(Some(mut checked)) => {
                refusals.add(place, &checked);
                checked.source.name = format!("{} ({})", checked.source.name, place.branch);
                linter.report(&checked)
            }
            Err(unreadable) => CardReport::Failed(unreadable),
        };
        said.any |= says_something(&report);
        session.add(report)
    })?;
    let status = session.end()?;
    let ending = "push blocked: fix and commit the cards, or use `--no-verify`";
    said.end(status, ending, &refusals.places, out);
    Ok(status)
}

/// Rejects the push as the Hub does, and says where. The Hub knows one card per repo; others are named by their path.
fn receive(repository: &Repository, pushed: Pushed, err: &mut dyn Write) -> RunResult {
    let linter = BaselineArgs::default().apply(LintArgs::default().linter(&Output::default())?)?.within(repository);
    let mut refusals = Refusals::new(repository);
    let mut status = Status::Clean;
    pushed.lint(&linter, |place, checked| -> Result<(), Failure> {
        match checked {
            // The Hub does not look at a card that is called otherwise.
            Ok(Some(checked)) if !is_misnamed(Path::new(checked.source.path())) => refusals.add(place, &checked),
            Ok(_) => {}
            Err(unreadable) => {
                status = Status::Incomplete;
                refusals.add_unreadable(place, &unreadable);
            }
        }
        Ok(())
    })?;
    if refusals.places.is_empty() {
        return Ok(Status::Clean);
    }
    let places = refusals.places.iter().map(|place| format!("{place}\n")).collect::<String>();
    let _ = write!(err, "{}cardlint: errors in the pushed cards:\n{places}", push_refusal(&refusals.reasons))
        .and_then(|()| err.flush());
    if let Err(problem) = repository.log(&refusals.places) {
        let _ = writeln!(err, "warning: {problem}");
    }
    Ok(if status == Status::Clean { Status::Problems } else { status })
}

fn says_something(report: &CardReport) -> bool {
    matches!(report, CardReport::Checked { text, .. } if !text.is_empty())
}

/// What a hook prints: nothing if nothing is wrong. A reader that stops reading does not change the result.
#[derive(Default)]
struct HookOutput {
    text: Vec<u8>,
    any: bool,
}

impl HookOutput {
    fn end(mut self, status: Status, ending: &str, places: &[String], out: &mut dyn Write) {
        if !self.any {
            self.text.clear();
        }
        if status != Status::Clean {
            let lines = places.iter().map(|place| format!("  {place}\n")).collect::<String>();
            self.text.extend_from_slice(format!("{ending}\n{lines}").as_bytes());
        }
        let _ = out.write_all(&self.text).and_then(|()| out.flush());
    }
}
