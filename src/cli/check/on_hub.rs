//! `check hf://…`: the cards of repos on a Hub, and pull requests that fix them.

use std::io::{self, Write};

use super::diff::Diff;
use super::{Args, is_on_hub};
use crate::cli::check_session::{CardRepo, CardReport, CheckedCard, Linter, Session};
use crate::cli::{Failure, RunResult, Status, say};
use crate::remote::{self, CardOnHub, Cards, Client, Endpoint, PullRequest, RepoOnHub, Target};
use crate::rule::RepoFiles;
use crate::source::SourceFile;
use crate::walk::{self, Unreadable};
use crate::words::count;

/// A card that was checked: as it is on the Hub, and after its fixes.
struct Done {
    repo: RepoOnHub,
    before: SourceFile,
    checked: CheckedCard,
}

pub(super) fn run(args: &Args, linter: &Linter, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let targets = targets(args)?;
    let quiet = args.output.quiet;
    let listener = move |text: &str| {
        let _ = if quiet { Ok(()) } else { writeln!(io::stderr(), "note: {text}") };
    };
    let client = Client::new(Endpoint::from_environment()?, listener);
    let words: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let cards = Cards::find(&client, &targets, &words, args.overdue_days)?;
    if cards.known > 0 && !quiet {
        writeln!(err, "note: an earlier run ended early: {} of it need not be read again", count(cards.known, "card"))?;
    }
    if cards.total == cards.without_card {
        return no_cards(args, &cards, err);
    }
    if args.dry_run || args.diff {
        show_diffs(args, linter, cards, out, err)
    } else {
        check(args, linter, &client, cards, out, err)
    }
}

fn targets(args: &Args) -> miette::Result<Vec<Target>> {
    let Some(other) = args.paths.iter().find(|path| !is_on_hub(path)) else {
        let fixes = args.fix || args.unsafe_fixes;
        if args.input.is_some() {
            return Err(miette::miette!(help = "remove `--input`", "repos of a Hub are not a stream of cards"));
        }
        if fixes && !args.create_pr {
            let help =
                "add `--create-pr` to open a pull request in each repo, and `--dry-run` to see what it would change";
            return Err(miette::miette!(help = help, "`--fix` cannot write to a Hub"));
        }
        if args.create_pr && !fixes {
            return Err(miette::miette!(help = "add `--fix`", "`--create-pr` opens pull requests with what was fixed"));
        }
        let targets = args.paths.iter().map(|path| Target::parse(&path.display().to_string()));
        let targets = targets.collect::<miette::Result<Vec<_>>>()?;
        if args.create_pr && targets.iter().any(|target| target.revision.is_some()) {
            return Err(miette::miette!(help = "remove `@…`", "pull requests are opened for the default branch"));
        }
        return Ok(targets);
    };
    let other = crate::printable::line(&other.display().to_string()).into_owned();
    if args.paths.iter().any(|path| is_on_hub(path)) {
        let help = "run cardlint separately for the files";
        return Err(miette::miette!(help = help, "`{other}` cannot be checked together with `hf://…`"));
    }
    let help = "name repos of a Hub, such as `hf://datasets/acme`";
    Err(miette::miette!(help = help, "`--create-pr` is for repos of a Hub, not for `{other}`"))
}

fn no_cards(args: &Args, cards: &Cards<'_>, err: &mut dyn Write) -> RunResult {
    let paths: Vec<String> = args.paths.iter().map(|path| format!("`{}`", path.display())).collect();
    let found = match cards.total {
        0 => "no repos that this token may see".to_owned(),
        total => format!("{}, none of which has a card", count(total, "repo")),
    };
    let error = miette::miette!(help = "`--allow-empty` accepts this", "{}: {found}", paths.join(", "));
    if args.allow_empty {
        return Ok(Status::Clean);
    }
    say(err, error.as_ref())?;
    Ok(Status::Incomplete)
}

fn check(
    args: &Args,
    linter: &Linter,
    client: &Client,
    cards: Cards<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> RunResult {
    let mut session = Session::begin(linter, out, err)?;
    let read = cards.each(|piece| {
        walk::ordered(
            piece.into_iter(),
            |card| checked(card, args, linter),
            |done| -> io::Result<()> {
                match done {
                    Err(unreadable) => session.add(CardReport::Failed(unreadable)),
                    Ok(done) => {
                        session.add(linter.report(&done.checked))?;
                        if done.checked.fixes.is_empty() { Ok(()) } else { propose(client, &done, &mut session) }
                    }
                }
            },
        )
    })?;
    match read {
        Ok(()) => session.end_over_all(),
        Err(error) => session.end_without(&error),
    }
}

/// Opens a pull request with the fixed card.
fn propose(client: &Client, done: &Done, session: &mut Session<'_>) -> io::Result<()> {
    let fixes = done.checked.fixes.iter().map(|fix| format!("- `{}`: {}\n", fix.rule, fix.title));
    let description = format!("Fixes problems that `cardlint check` reports:\n\n{}", fixes.collect::<String>());
    match remote::open(client, &done.repo, &done.checked.source.text, &description) {
        Ok(PullRequest::Opened(url)) => session.note(&format!("{}: opened {url}", done.before.name)),
        Ok(PullRequest::Open(url)) => session.note(&format!("{}: {url} is open already", done.before.name)),
        Err(problem) => session.add(CardReport::Failed(problem)),
    }
}

fn checked(card: CardOnHub, args: &Args, linter: &Linter) -> Result<Done, Unreadable> {
    let name = card.repo.card_name();
    let help = Some("run the same command later: only what is missing is read again".into());
    let bytes = card.text.map_err(|error| Unreadable { name: name.clone(), problem: error.to_string(), help })?;
    let before = walk::decode(name, bytes)?;
    let files = card.repo.files.clone();
    let known = CardRepo {
        repo_type: Some(card.repo.kind()),
        files: Some(RepoFiles::new(move || Some(files.clone()))),
        hub: Some(card.hub),
    };
    let checked = if args.create_pr || args.diff {
        linter.fix(&before, known, args.unsafe_fixes)
    } else {
        linter.check(before.clone(), known)
    };
    Ok(Done { repo: card.repo, before, checked })
}

fn show_diffs(args: &Args, linter: &Linter, cards: Cards<'_>, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let (mut fixed, mut changed, mut failed) = (0, 0, 0);
    cards.each(|piece| {
        walk::ordered(
            piece.into_iter(),
            |card| checked(card, args, linter),
            |done| -> Result<(), Failure> {
                match done {
                    Ok(done) => {
                        changed += usize::from(!done.checked.fixes.is_empty());
                        fixed += done.checked.fixes.len();
                        Diff::of(&done.before, &done.checked.source).print(out, err)?;
                    }
                    Err(unreadable) => {
                        failed += 1;
                        say(err, &unreadable)?;
                    }
                }
                Ok(())
            },
        )
    })??;
    out.flush()?;
    if !args.output.quiet {
        match fixed {
            0 => writeln!(err, "nothing to fix")?,
            fixed => writeln!(err, "would fix {} in {}", count(fixed, "problem"), count(changed, "card"))?,
        }
    }
    Ok(match (failed, fixed) {
        (0, 0) => Status::Clean,
        (0, _) => Status::Problems,
        _ => Status::Incomplete,
    })
}
