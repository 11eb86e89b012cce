//! `cardlint check`.

use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::judge::{Judge, Judging, Piece, Session, repo_files};
use super::output::Output;
use super::{Failure, Outcome, Status, say};
#[cfg(feature = "git")]
use crate::git::Repository;
use crate::lint::RepoFiles;
use crate::report::Tally;
use crate::source::SourceFile;
use crate::walk::{self, Found, LARGEST_CARD, Unreadable};
use crate::words::count;

/// Checks cards: says what the Hub, its clients and their readers will trip over
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Args {
    /// Cards, folders in which each README.md is checked, or `-` for standard input
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,

    /// Check the cards that the next commit adds or changes, as they are staged
    #[cfg(feature = "git")]
    #[arg(long, help_heading = "Git", conflicts_with_all = ["paths", "stdin_filename", "fix", "unsafe_fixes", "diff"])]
    staged: bool,

    /// Check the cards that the commits after REV change, as they are committed
    #[cfg(feature = "git")]
    #[arg(long, help_heading = "Git", value_name = "REV")]
    #[arg(conflicts_with_all = ["paths", "staged", "stdin_filename", "fix", "unsafe_fixes", "diff"])]
    since: Option<String>,

    /// Pass over a file without front matter even where it is named, as hook managers name each README.md
    #[arg(long)]
    cards_only: bool,

    /// Check standard input, as a card of this name
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<String>,

    /// End with exit status 0 whatever is found
    #[arg(long)]
    exit_zero: bool,

    /// Mend what can be mended without asking; from standard input, print the mended card
    #[arg(long, help_heading = "Fixes")]
    fix: bool,

    /// Mend what a person should look at afterwards, too
    #[arg(long, help_heading = "Fixes")]
    unsafe_fixes: bool,

    /// Show what would be mended and change nothing; exit status 1 if anything would
    #[arg(long, help_heading = "Fixes", conflicts_with_all = ["format", "statistics"])]
    diff: bool,

    #[command(flatten)]
    judging: Judging,

    #[command(flatten)]
    output: Output,
}

const AFTER: &str = "\
Examples:
  cardlint check README.md                  one card, whatever its name
  cardlint check .                          each README.md below this folder that is a card
  cardlint check --fix --unsafe-fixes .     mend all that can be mended
  cardlint check --format sarif . > out     for code scanning
  git show HEAD:README.md | cardlint check -

Exit status: 0 no errors (warnings do not fail a run), 1 errors found, or with --diff something to
mend, 2 cardlint could not do its work: `cardlint explain exit-codes`.";

pub(super) fn run(mut args: Args, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    if args.stdin_filename.is_some() && !args.paths.iter().any(|path| is_stdin(path)) {
        if args.paths != [Path::new(".")] {
            let help = "add `-` to the paths, or leave `--stdin-filename` away";
            return Err(
                miette::miette!(help = help, "`--stdin-filename` names standard input, which is not checked").into()
            );
        }
        args.paths = vec![PathBuf::from("-")];
    }
    let judge = args.judging.judge(&args.output)?;
    let status = match (args.paths.iter().any(|path| is_stdin(path)), args.mends()) {
        (true, true) if args.paths.len() > 1 => {
            let help = "mend the files in a run of their own";
            return Err(miette::miette!(help = help, "`-` cannot be mended together with files").into());
        }
        (true, true) => args.mend_stdin(&judge, out, err)?,
        _ => args.check(&judge, out, err)?,
    };
    Ok(if args.exit_zero && status == Status::Problems { Status::Clean } else { status })
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

impl Args {
    fn mends(&self) -> bool {
        !self.diff && (self.fix || self.unsafe_fixes)
    }

    fn check(&self, judge: &Judge, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
        // A person sees each card at once, a program gets few large pieces.
        let capacity = if io::stdout().is_terminal() { 0 } else { 64 * 1024 };
        let mut out = BufWriter::with_capacity(capacity, out);
        if self.diff {
            return self.show_diff(judge, &mut out, err);
        }
        #[cfg(feature = "git")]
        if self.staged || self.since.is_some() {
            let repository = Repository::discover(Path::new("."))?;
            let (cards, label) = match &self.since {
                Some(since) => (repository.cards_since(since)?, "HEAD"),
                None => (repository.staged_cards()?, "staged"),
            };
            let judge = judge.within(&repository);
            let mut session = Session::begin(&judge, &mut out, err)?;
            walk::ordered(cards.into_iter(), |card| judge.git_piece(card, label), |piece| session.take(piece))?;
            return session.end();
        }
        let mut session = Session::begin(judge, &mut out, err)?;
        let work = |found| self.piece(judge, found).unwrap_or_else(Piece::Failed);
        walk::ordered(walk::cards(&self.paths, judge.skips()), work, |piece| session.take(piece))?;
        session.end()
    }

    fn piece(&self, judge: &Judge, found: Result<Found, Unreadable>) -> Result<Piece, Unreadable> {
        let found = found?;
        let picky = self.is_picky(&found);
        let Some(source) = self.source(judge, &found)? else { return Ok(Piece::PassedOver) };
        let files = repo_files_of(&found);
        if !self.mends() {
            let judged = judge.judge(source, files);
            return Ok(if judged.is_no_card && picky { Piece::PassedOver } else { judge.piece(&judged) });
        }
        let judged = judge.fix(&source, files, self.unsafe_fixes);
        if judged.is_no_card && picky {
            return Ok(Piece::PassedOver);
        }
        if judged.fixed > 0 {
            walk::write(&found.path, &judged.source.text)?;
        }
        Ok(judge.piece(&judged))
    }

    /// Whether a file may turn out to be no card: one that was met in a folder, and none that was asked for.
    fn is_picky(&self, found: &Found) -> bool {
        self.cards_only || !found.named
    }

    /// The text of a file; `None` where it is left out, or no card.
    fn source(&self, judge: &Judge, found: &Found) -> Result<Option<SourceFile>, Unreadable> {
        let picky = self.is_picky(found);
        if picky && judge.excludes(&found.path) {
            return Ok(None);
        }
        match self.read(&found.path) {
            Err(_) if picky && walk::is_no_card(&found.path) => Ok(None),
            read => read.map(Some),
        }
    }

    fn read(&self, path: &Path) -> Result<SourceFile, Unreadable> {
        if !is_stdin(path) {
            return walk::read(path);
        }
        let name = self.stdin_filename.clone().unwrap_or_else(|| "<stdin>".to_owned());
        let mut bytes = Vec::new();
        match io::stdin().take(LARGEST_CARD + 1).read_to_end(&mut bytes) {
            Ok(_) => walk::decode(name, bytes),
            Err(error) => Err(Unreadable { name, problem: error.to_string(), help: None }),
        }
    }

    /// The mended card goes to `out`, what is left to say to `err`.
    fn mend_stdin(&self, judge: &Judge, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
        let source = match self.read(Path::new("-")) {
            Ok(source) => source,
            Err(unreadable) => {
                say(err, &unreadable)?;
                return Ok(Status::Incomplete);
            }
        };
        let judged = judge.fix(&source, None, self.unsafe_fixes);
        out.write_all(judged.source.text.as_bytes())?;
        let mut nothing = io::sink();
        let mut session = Session::begin(judge, err, &mut nothing)?;
        session.take(judge.piece(&judged))?;
        session.end()
    }

    /// Prints what the fixes would change, as a unified diff.
    fn show_diff(&self, judge: &Judge, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
        let (mut changed, mut tried, mut failed) = (Tally::default(), 0, 0);
        walk::ordered(
            walk::cards(&self.paths, judge.skips()),
            |found| {
                let found = found?;
                let Some(source) = self.source(judge, &found)? else { return Ok((String::new(), 0)) };
                let judged = judge.fix(&source, repo_files_of(&found), self.unsafe_fixes);
                match judged.is_no_card && self.is_picky(&found) {
                    true => Ok((String::new(), 0)),
                    false => Ok((unified(&source, &judged.source), judged.fixed)),
                }
            },
            |mended: Result<_, Unreadable>| -> Result<(), Failure> {
                tried += 1;
                match mended {
                    Ok((diff, fixed)) => {
                        changed.add(&Tally { cards: usize::from(fixed > 0), fixed, ..Tally::default() });
                        out.write_all(diff.as_bytes())?;
                    }
                    Err(unreadable) => {
                        failed += 1;
                        say(err, &unreadable)?;
                    }
                }
                Ok(())
            },
        )?;
        out.flush()?;
        if !self.output.quiet && failed < tried {
            match changed.fixed {
                0 => writeln!(err, "nothing to mend")?,
                fixed => writeln!(err, "would mend {} in {}", count(fixed, "place"), count(changed.cards, "card"))?,
            }
        }
        Ok(match (failed > 0, changed.fixed > 0) {
            (true, _) => Status::Incomplete,
            (false, true) => Status::Problems,
            (false, false) => Status::Clean,
        })
    }
}

fn unified(before: &SourceFile, after: &SourceFile) -> String {
    if before.text == after.text {
        return String::new();
    }
    let diff = TextDiff::from_lines(&before.text, &after.text);
    diff.unified_diff().header(&before.name, &after.name).to_string()
}

fn repo_files_of(found: &Found) -> Option<RepoFiles> {
    (!is_stdin(&found.path)).then(|| repo_files(&found.path))
}
