//! `cardlint hook run`.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::path::Path;

use super::super::check_session::{CardReport, CheckedCard, LintArgs, Session};
use super::super::output::Output;
use super::super::{Failure, Outcome, Status};
use crate::git::hooks::Hook;
use crate::git::{GitCard, RefUpdate, Repository};
use crate::lint::diagnostic::Severity;
use crate::lint::{hub_verdict, push_refusal};
use crate::walk;

/// Run as a git hook: git, or a program that manages hooks, calls this
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The hook
    hook: Hook,

    /// What git gives the hook: for pre-push, the name and the address of the remote
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(super) fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    let repository = Repository::discover(Path::new("."))?;
    match args.hook {
        Hook::PreCommit | Hook::PreMergeCommit => {
            let cards = repository.staged_cards()?.into_iter().map(|card| (card, "staged".to_owned())).collect();
            check(
                &repository,
                cards,
                "the commit is stopped: mend and `git add` the cards, or commit with --no-verify",
                out,
                err,
            )
        }
        Hook::PrePush => {
            let remote = args.arguments.first().map_or("", String::as_str);
            let mut cards = Cards::default();
            for update in RefUpdate::pushed(&stdin()?)? {
                cards.add(repository.pushed_cards(remote, &update)?, &update);
            }
            let ending = "the push is stopped: mend the cards and commit them, or push with --no-verify";
            check(&repository, cards.found, ending, out, err)
        }
        Hook::PreReceive => {
            let mut cards = Cards::default();
            for update in RefUpdate::received(&stdin()?)? {
                cards.add(repository.received_cards(&update)?, &update);
            }
            Ok(receive(cards, err)?)
        }
    }
}

fn stdin() -> Result<Vec<u8>, Failure> {
    let mut lines = Vec::new();
    std::io::stdin().read_to_end(&mut lines)?;
    Ok(lines)
}

/// The cards of several refs, each content once, with the ref it comes to first.
#[derive(Default)]
struct Cards {
    seen: HashSet<(Vec<u8>, Vec<u8>)>,
    found: Vec<(GitCard, String)>,
}

impl Cards {
    fn add(&mut self, cards: Vec<GitCard>, update: &RefUpdate) {
        for card in cards {
            if self.seen.insert((card.path.to_vec(), card.content.clone())) {
                self.found.push((card, update.short_name()));
            }
        }
    }
}

/// Says what is wrong, and nothing where nothing is. A reader that stops reading changes no verdict.
fn check(
    repository: &Repository,
    cards: Vec<(GitCard, String)>,
    ending: &str,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Outcome {
    let linter = LintArgs::default().linter(&Output::default())?.within(repository);
    let (mut text, mut found) = (Vec::new(), false);
    let mut session = Session::begin(&linter, &mut text, err)?;
    walk::ordered(
        cards.into_iter(),
        |(card, label)| linter.report_git(card, &label),
        |report| {
            found |= matches!(&report, CardReport::Checked { text, .. } if !text.is_empty());
            session.take(report)
        },
    )?;
    let status = session.end()?;
    if !found {
        text.clear();
    }
    if status != Status::Clean {
        text.extend_from_slice(format!("{ending}\n").as_bytes());
    }
    let _ = out.write_all(&text).and_then(|()| out.flush());
    Ok(status)
}

/// Refuses as the Hub does. The Hub knows one card in a repo; others are told by their path.
fn receive(cards: Cards, err: &mut dyn Write) -> miette::Result<Status> {
    let linter = LintArgs::default().linter(&Output::default())?;
    let mut errors = Vec::new();
    // The Hub does not look at a card that is called otherwise.
    let cards = cards.found.into_iter().filter(|(card, _)| card.path.ends_with(walk::CARD_NAME.as_bytes()));
    for (card, _) in cards {
        let path = card.display_path();
        let place = if path == walk::CARD_NAME { String::new() } else { format!("{path}: ") };
        let reasons = match linter.check_git(card, path) {
            Ok(checked) => checked.map(|checked| refusals(&checked)).unwrap_or_default(),
            Err(unreadable) => vec![unreadable.problem],
        };
        errors.extend(reasons.into_iter().map(|reason| format!("{place}{reason}")));
    }
    if errors.is_empty() {
        return Ok(Status::Clean);
    }
    let _ = err.write_all(push_refusal(&errors).as_bytes());
    Ok(Status::Problems)
}

/// Why a card is refused: in the Hub's words where it would refuse it, in ours where a client would.
fn refusals(checked: &CheckedCard) -> Vec<String> {
    let hub = hub_verdict(&checked.diagnostics).errors.into_iter().map(|error| error.message);
    let ours = checked.diagnostics.iter().filter(|found| found.severity == Severity::Error && found.hub.is_none());
    let ours = ours.map(|found| format!("{} (line {})", found.message, checked.source.position(found.at.start).line));
    hub.chain(ours).collect()
}
