//! `cardlint check`.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::check_session::{BaselineArgs, CardReport, LintArgs, Linter, Session, fixes, repo_files};
use super::dashed::{as_given, is_stdin};
use super::json_lines::Input;
use super::output::Output;
use super::{Failure, RunResult, Status, say, suggest, watch};
#[cfg(feature = "git")]
use crate::git::Repository;
use crate::printable;
use crate::remote::Target;
use crate::report::Tally;
use crate::rule::RepoFiles;
use crate::source::SourceFile;
use crate::walk::{self, FoundCard, LARGEST_CARD, Leftovers, Unreadable};
use crate::words::{count, list};

mod diff;
mod ignores;
mod on_hub;
mod stream;

use diff::Diff;
use stream::Fixes;

/// Check cards for problems that the Hub or its clients would reject or misread
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Args {
    /// Cards, directories in which each README.md is checked, `-` for standard input, or `hf://…` for repos of a Hub
    /// [default: .]
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

    /// With `--since`: report only problems that the cards did not have at REV, wherever their lines are now
    #[cfg(feature = "git")]
    #[arg(long, help_heading = "Git", requires = "since")]
    new_only: bool,

    /// Skip files without front matter, even when named explicitly (for hook managers)
    #[arg(long)]
    cards_only: bool,

    /// Exit 0 even if the given paths contain no cards
    #[arg(long)]
    allow_empty: bool,

    /// Check standard input, as a card of this name
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<String>,

    /// What the files and standard input are, if not cards
    #[arg(long, value_enum, value_name = "FORMAT")]
    #[arg(conflicts_with_all = ["cards_only", "allow_empty", "stdin_filename", "diff", "watch", "format", "statistics", "files"])]
    #[cfg_attr(feature = "git", arg(conflicts_with_all = ["staged", "since"]))]
    input: Option<Input>,

    /// Always exit 0, even if errors are found
    #[arg(long)]
    exit_zero: bool,

    /// Apply safe fixes; with `-`, print the fixed card to standard output
    #[arg(long, help_heading = "Fixes")]
    fix: bool,

    /// Also apply fixes that may change the meaning and need review
    #[arg(long, help_heading = "Fixes")]
    unsafe_fixes: bool,

    /// Print a diff of the fixes without writing them; exit 1 if there are any
    #[arg(long, help_heading = "Fixes", conflicts_with_all = ["format", "statistics", "files"])]
    diff: bool,

    /// Open a pull request with the fixed card in each repo of `hf://…` whose card `--fix` changes
    #[arg(long, help_heading = "Hub")]
    create_pr: bool,

    /// Print a diff of what the pull requests would change, and open none
    #[arg(long, help_heading = "Hub", requires = "create_pr")]
    dry_run: bool,

    /// For how many days an access request may be pending
    #[arg(long, help_heading = "Hub", value_name = "DAYS", default_value_t = 30)]
    overdue_days: u64,

    /// Print each setting and where it is from, and check nothing
    #[arg(long, conflicts_with_all = ["watch", "format", "statistics", "files", "fix", "unsafe_fixes", "diff", "write_baseline", "add_ignores"])]
    show_settings: bool,

    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["diff", "stdin_filename"])]
    #[cfg_attr(feature = "git", arg(conflicts_with_all = ["staged", "since"]))]
    watch: bool,

    /// Add a comment to the cards for each problem, so that only new ones are reported
    #[arg(long, help_heading = "Baseline", conflicts_with_all = ["fix", "unsafe_fixes", "diff", "stdin_filename", "write_baseline"])]
    #[cfg_attr(feature = "git", arg(conflicts_with_all = ["staged", "since"]))]
    add_ignores: bool,

    #[command(flatten)]
    lint: LintArgs,

    #[command(flatten)]
    baseline: BaselineArgs,

    #[command(flatten)]
    output: Output,
}

const AFTER_HELP: &str = "\
Examples:
  cardlint check README.md                  check one card, whatever its name
  cardlint check .                          check each README.md below this directory that is a card
  cardlint check --fix --unsafe-fixes .     apply every fix
  cardlint check --format sarif . > out     write a report for code scanning
  git show HEAD:README.md | cardlint check -
  cardlint check hf://datasets/acme         check the card of each dataset of a namespace of the Hub

Exit status: 0 no errors (warnings do not fail a run), 1 errors found, or with --diff fixes found,
2 cardlint could not do its work: `cardlint explain exit-codes`.";

pub(super) fn run(mut args: Args, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    let named = !args.paths.is_empty();
    if args.stdin_filename.is_some() && !args.paths.iter().any(|path| is_stdin(path)) {
        if named {
            let help = "add `-` to the paths, or remove `--stdin-filename`";
            return Err(
                miette::miette!(help = help, "`--stdin-filename` names standard input, which is not checked").into()
            );
        }
        args.paths.push(PathBuf::from("-"));
    }
    if args.paths.is_empty() {
        args.paths.push(PathBuf::from(if args.input.is_some() { "-" } else { "." }));
    }
    // A deleted directory can be walked, and is empty.
    if args.paths.iter().any(|path| path.is_relative() && !is_stdin(path))
        && let Err(error) = std::env::current_dir()
        && error.kind() == io::ErrorKind::NotFound
    {
        return Err(miette::miette!(help = "change to another directory", "the current directory was deleted").into());
    }
    args.paths = args.paths.into_iter().map(as_given).collect();
    if args.watch {
        return args.watch(named, out, err);
    }
    if args.show_settings {
        out.write_all(args.lint.linter(&args.output)?.settings(&args.baseline).as_bytes())?;
        return Ok(Status::Clean);
    }
    let linter = args.linter()?;
    let status = match (args.paths.iter().any(|path| is_stdin(path)), args.fixes()) {
        _ if args.create_pr || args.paths.iter().any(|path| is_on_hub(path)) => on_hub::run(&args, &linter, out, err)?,
        _ if args.input.is_some() => {
            stream::run(&args.paths, Fixes::of(args.fix, args.unsafe_fixes), &linter, out, err)?
        }
        (true, true) if args.paths.len() > 1 => {
            let help = "run cardlint separately for the files";
            return Err(miette::miette!(help = help, "`--fix -` cannot be combined with files").into());
        }
        (true, true) => args.fix_stdin(&linter, out, err)?,
        _ => args.check(&linter, named, out, err)?,
    };
    Ok(if args.exit_zero && status == Status::Problems { Status::Clean } else { status })
}

/// Whether a path names repos of a Hub.
fn is_on_hub(path: &Path) -> bool {
    path.to_str().is_some_and(Target::is_one)
}

impl Args {
    /// Checks again and again. A configuration that cannot be read is reported, and read again.
    fn watch(&self, named: bool, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
        if self.paths.iter().any(|path| is_stdin(path) || is_on_hub(path)) {
            let problem = "neither standard input nor a Hub can be watched";
            return Err(miette::miette!(help = "name files or directories", "{problem}").into());
        }
        watch::watch(&self.paths, out, err, |out, err| match self.linter() {
            Ok(linter) => self.check(&linter, named, out, err).map(|_| ()),
            Err(error) => Ok(say(err, error.as_ref())?),
        })
    }

    fn linter(&self) -> miette::Result<Linter> {
        self.baseline.apply(self.lint.linter(&self.output)?)
    }

    fn fixes(&self) -> bool {
        !self.diff && (self.fix || self.unsafe_fixes)
    }

    fn check(&self, linter: &Linter, named: bool, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
        // A person sees each card at once, a program gets few large pieces.
        let capacity = if io::stdout().is_terminal() { 0 } else { 64 * 1024 };
        let mut out = BufWriter::with_capacity(capacity, out);
        // Hook managers name each README.md of a commit, and cards need not be among them.
        let must_find = named && !self.allow_empty && !self.cards_only;
        if self.diff {
            return self.show_diff(linter, must_find, &mut out, err);
        }
        #[cfg(feature = "git")]
        if self.staged || self.since.is_some() {
            return self.check_git(linter, &mut out, err);
        }
        let mut session = Session::begin(linter, &mut out, err)?;
        let leftovers = Leftovers::default();
        let work = |found| self.check_file(linter, &leftovers, found).unwrap_or_else(CardReport::Failed);
        walk::ordered(walk::cards(&self.paths, linter.skips()), work, |report| session.add(report))?;
        if must_find && session.is_empty() {
            return session.end_without(&self.no_cards());
        }
        if session.is_empty() && !self.output.quiet && !self.output.format.for_people() {
            session.warn("no cards to check")?;
        }
        session.end_over_all()
    }

    #[cfg(feature = "git")]
    fn check_git(&self, linter: &Linter, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
        let repository = Repository::discover(Path::new("."))?;
        let linter = linter.within(&repository);
        let Some(since) = &self.since else {
            let cards = repository.staged_cards()?;
            let mut session = Session::begin(&linter, out, err)?;
            walk::ordered(cards.into_iter(), |card| linter.report_git(card, "staged"), |report| session.add(report))?;
            return session.end();
        };
        let mut changes = repository.cards_since(since)?;
        let cards = std::mem::take(&mut changes.cards).into_iter().map(|card| {
            let earlier = if self.new_only { repository.earlier(&changes, &card) } else { Vec::new() };
            (card, earlier)
        });
        let cards: Vec<_> = cards.collect();
        let mut session = Session::begin(&linter, out, err)?;
        let work = |(card, earlier)| linter.report_new_in_git(card, earlier, "HEAD");
        walk::ordered(cards.into_iter(), work, |report| session.add(report))?;
        session.end()
    }

    fn check_file(
        &self,
        linter: &Linter,
        leftovers: &Leftovers,
        found: Result<FoundCard, Unreadable>,
    ) -> Result<CardReport, Unreadable> {
        let found = found?;
        let picky = self.is_picky(&found);
        if self.fixes() || self.add_ignores {
            leftovers.remove_beside(&found.path);
        }
        let Some(source) = self.source(linter, &found)? else { return Ok(CardReport::Skipped) };
        let files = repo_files_of(&found);
        if self.add_ignores {
            return ignores::add(&found.path, source, picky, linter);
        }
        if !self.fixes() {
            let checked = linter.check(source, files);
            let is_skipped = checked.is_not_a_card && picky;
            let report = if is_skipped { CardReport::Skipped } else { linter.report(&checked) };
            walk::recycle(checked.source);
            return Ok(report);
        }
        let checked = linter.fix(&source, files, self.unsafe_fixes);
        if checked.is_not_a_card && picky {
            return Ok(CardReport::Skipped);
        }
        if !checked.fixes.is_empty() {
            walk::write(&found.path, &source.text, &checked.source.text)?;
        }
        Ok(linter.report(&checked))
    }

    /// Whether a file is skipped if it turns out not to be a card: one that was met in a directory, not one that was named.
    fn is_picky(&self, found: &FoundCard) -> bool {
        self.cards_only || !found.named
    }

    /// The text of a file; `None` where it is excluded, or not a card.
    fn source(&self, linter: &Linter, found: &FoundCard) -> Result<Option<SourceFile>, Unreadable> {
        let picky = self.is_picky(found);
        if picky && linter.excludes(&found.path) {
            return Ok(None);
        }
        match if is_stdin(&found.path) { self.read_stdin() } else { walk::read_found(found) } {
            Err(_) if picky && walk::is_not_a_card(&found.path) => Ok(None),
            Err(unreadable) if found.named && !is_stdin(&found.path) && found.path.symlink_metadata().is_err() => {
                Err(Unreadable { help: suggest::path(&found.path).map(Cow::Owned), ..unreadable })
            }
            read => read.map(Some),
        }
    }

    fn read_stdin(&self) -> Result<SourceFile, Unreadable> {
        let name = self.stdin_filename.clone().unwrap_or_else(|| "<stdin>".to_owned());
        let mut bytes = Vec::new();
        match io::stdin().take(LARGEST_CARD + 1).read_to_end(&mut bytes) {
            Ok(_) => walk::decode(name, bytes),
            Err(error) => Err(Unreadable { name, problem: error.to_string(), help: None }),
        }
    }

    /// The fixed card goes to `out`, what is left to say to `err`.
    fn fix_stdin(&self, linter: &Linter, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
        let source = match self.read_stdin() {
            Ok(source) => source,
            Err(unreadable) => {
                say(err, &unreadable)?;
                return Ok(Status::Incomplete);
            }
        };
        let linter = &linter.without_color();
        let checked = linter.fix(&source, None, self.unsafe_fixes);
        out.write_all(checked.source.text.as_bytes())?;
        if linter.prints_fixes() {
            err.write_all(fixes(&checked).as_bytes())?;
        }
        let mut nothing = io::sink();
        let mut session = Session::begin(linter, err, &mut nothing)?;
        session.add(linter.report(&checked))?;
        session.end()
    }

    /// Prints what the fixes would change, as a unified diff.
    fn show_diff(&self, linter: &Linter, must_find: bool, out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
        let (mut total, mut changed) = (Tally::default(), Tally::default());
        walk::ordered(
            walk::cards(&self.paths, linter.skips()),
            |found| {
                let found = found?;
                let Some(source) = self.source(linter, &found)? else { return Ok(None) };
                let checked = linter.fix(&source, repo_files_of(&found), self.unsafe_fixes);
                let is_skipped = checked.is_not_a_card && self.is_picky(&found);
                Ok((!is_skipped).then(|| (Diff::of(&source, &checked.source), checked.fixes.len())))
            },
            |fixed: Result<_, Unreadable>| -> Result<(), Failure> {
                match fixed {
                    Ok(None) => {}
                    Ok(Some((diff, fixed))) => {
                        total.cards += 1;
                        changed.add(&Tally { cards: usize::from(fixed > 0), fixed, ..Tally::default() });
                        diff.print(out, err)?;
                    }
                    Err(unreadable) => {
                        total.failed += 1;
                        say(err, &unreadable)?;
                    }
                }
                Ok(())
            },
        )?;
        out.flush()?;
        if must_find && (total.cards, total.failed) == (0, 0) {
            return Err(self.no_cards().into());
        }
        if !self.output.quiet && (total.cards, total.failed) != (0, 1) {
            match changed.fixed {
                0 => writeln!(err, "nothing to fix")?,
                fixed => writeln!(err, "would fix {} in {}", count(fixed, "problem"), count(changed.cards, "card"))?,
            }
        }
        Ok(match (total.failed > 0, changed.fixed > 0) {
            (true, _) => Status::Incomplete,
            (false, true) => Status::Problems,
            (false, false) => Status::Clean,
        })
    }

    /// The error for given paths without cards: in CI, a mistyped path must not pass.
    fn no_cards(&self) -> miette::Report {
        let paths = list(self.paths.iter().map(|path| format!("`{}`", printable::line(&path.display().to_string()))));
        miette::miette!(
            help = "name a card, or a directory with a README.md that has front matter; `--allow-empty` accepts none",
            "no cards in {paths}"
        )
    }
}

fn repo_files_of(found: &FoundCard) -> Option<RepoFiles> {
    match found.in_repository {
        _ if is_stdin(&found.path) => None,
        Some(false) => Some(RepoFiles::new(|| None)),
        _ => Some(repo_files(&found.path)),
    }
}
