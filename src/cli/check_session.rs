//! A run over cards, shared by `check`, `hook` and `preview`: the options of the linter, and the output.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::output::{Output, OutputFile, Progress};
use super::{Failure, RunResult, Status, say};
use crate::card::{Card, Document, RepoType, is_misnamed};
#[cfg(feature = "git")]
use crate::git::Repository;
use crate::lint::baseline::{Baseline, KnownHere};
use crate::lint::config::Config;
use crate::lint::fix::{Applied, Fixed, fix};
use crate::lint::ignore::{Ignored, add_comments};
use crate::lint::{Checked, Omitted, Options, check, check_to_compare};
use crate::report::{RenderStyle, Report, Tally};
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::rule::{RepoFiles, Rule};
use crate::rules::front_matter::{misnamed_card, missing_front_matter};
use crate::source::SourceFile;
use crate::walk::{self, Unreadable};

mod baseline;
mod card_repo;
mod fixed;
#[cfg(feature = "git")]
mod git;
mod report;
mod selection;
mod settings;

pub(super) use baseline::BaselineArgs;
use baseline::Seen;
pub(super) use card_repo::CardRepo;
pub(super) use fixed::fixes;
use selection::Selection;

/// The rule for a README.md without metadata, which in a directory walk is not a card.
const NO_CARD: &Rule = &missing_front_matter::RULE;

/// The rule for a card with another file name than README.md.
const MISNAMED: &Rule = &misnamed_card::RULE;

/// The options that decide how cards are linted.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct LintArgs {
    #[command(flatten)]
    selection: Selection,

    /// Repo type of the cards [default: from the configuration, else detected per card]
    #[arg(long, value_name = "TYPE")]
    repo_type: Option<RepoType>,

    /// Read this configuration [default: the nearest cardlint.toml, or pyproject.toml with [tool.cardlint], in this
    /// directory or above]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Ignore configuration files
    #[arg(long, conflicts_with = "config")]
    no_config: bool,

    /// Exit 1 for warnings, too
    #[arg(long)]
    warnings_as_errors: bool,
}

/// Lints the cards of one run.
#[derive(Clone)]
pub(super) struct Linter {
    lint_args: LintArgs,
    selected: HashSet<&'static str>,
    config: Arc<Config>,
    /// Findings that are neither reported nor fixed.
    known: Option<Arc<Baseline>>,
    /// What is found is recorded here, and not reported.
    recording: Option<Arc<Baseline>>,
    output: Output,
    style: RenderStyle,
}

/// A card that was linted.
pub(super) struct CheckedCard {
    /// The card, after its fixes.
    pub(super) source: SourceFile,
    /// Its diagnostics.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The number of further diagnostics, which are not kept.
    pub(super) omitted: Omitted,
    /// What is known of it and not reported.
    pub(super) known: Option<KnownHere>,
    /// The fixes that were applied.
    pub(super) fixes: Vec<Applied>,
    /// Whether this README.md need not be a card: it has no front matter.
    pub(super) is_not_a_card: bool,
}

/// The output for one card.
pub(super) enum CardReport {
    /// Its diagnostics.
    Checked {
        /// Rendered.
        text: String,
        /// Rendered for each `--output-file`.
        files: Vec<String>,
        /// Its fixes, a line for each rule.
        fixes: String,
        /// Counted.
        tally: Tally,
        /// What is known, or to be known.
        seen: Option<Seen>,
    },
    /// It could not be read or written.
    Failed(Unreadable),
    /// A README.md that is not a card.
    Skipped,
}

impl LintArgs {
    /// The options of the configuration alone.
    pub(super) fn from_config(repo_type: Option<RepoType>, config: Option<PathBuf>, no_config: bool) -> Self {
        Self { repo_type, config, no_config, ..Self::default() }
    }

    /// The paths where a configuration is looked for.
    #[cfg(feature = "hub")]
    pub(super) fn configurations(&self) -> Vec<PathBuf> {
        match &self.config {
            _ if self.no_config => Vec::new(),
            Some(file) => vec![file.clone()],
            None => Config::places(Path::new(".")).collect(),
        }
    }

    /// The linter with these options; an unknown rule is an error.
    pub(super) fn linter(&self, output: &Output) -> miette::Result<Linter> {
        output.check()?;
        let selected = self.selection.rules()?;
        let mut config = match &self.config {
            _ if self.no_config => Config::default(),
            Some(file) => Config::load(file)?,
            None => Config::find(Path::new("."))?,
        };
        // Rules that are not selected neither hide other diagnostics nor fix a card; one rule is needed to recognize a card.
        config.keep(|id| id == NO_CARD.id || selected.contains(id));
        Ok(Linter {
            lint_args: self.clone(),
            selected,
            config: Arc::new(config),
            known: None,
            recording: None,
            output: output.clone(),
            style: RenderStyle { warnings_fail: self.warnings_as_errors, ..output.style() },
        })
    }
}

impl Linter {
    /// The same linter, for a stream that escapes control characters.
    pub(super) fn without_color(&self) -> Self {
        Self { style: RenderStyle { color: false, ..self.style }, ..self.clone() }
    }

    /// Whether the configuration excludes a file found in a directory walk.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        self.config.excludes(path)
    }

    /// Whether a README.md at this path must be a card.
    pub(super) fn requires_front_matter_at(&self, path: &Path) -> bool {
        self.config.requires_front_matter(path)
    }

    /// Whether the configuration excludes everything in a directory.
    pub(super) fn skips(&self) -> impl Fn(&Path) -> bool + Clone + Send + Sync + use<> {
        let config = Arc::clone(&self.config);
        move |folder| config.excludes(folder)
    }

    /// The linter for paths relative to the top of a git repository; of a bare one, to the current directory.
    #[cfg(feature = "git")]
    pub(super) fn within(&self, repository: &Repository) -> Self {
        let mut linter = self.clone();
        if let Some(top) = repository.work_tree() {
            Arc::make_mut(&mut linter.config).paths_from(top);
        }
        linter
    }

    /// Lints a card with what is known of its repo.
    pub(super) fn check(&self, source: SourceFile, repo: impl Into<CardRepo>) -> CheckedCard {
        let check = if self.recording.is_some() { check_to_compare } else { check };
        self.check_by(check, source, repo.into())
    }

    /// As `check`, for a card that is compared with other versions.
    #[cfg(feature = "git")]
    fn check_to_compare(&self, source: SourceFile, files: Option<RepoFiles>) -> CheckedCard {
        self.check_by(check_to_compare, source, files.into())
    }

    fn check_by(&self, check: fn(&Card, &Options) -> Checked, source: SourceFile, repo: CardRepo) -> CheckedCard {
        let options = self.options(repo);
        let card = Card::read(source, options.repo_type);
        let checked = check(&card, &options);
        self.checked(card.source, checked, Vec::new())
    }

    /// Applies the safe fixes of a card, with `all` the others too, and lints the result.
    pub(super) fn fix(&self, source: &SourceFile, repo: impl Into<CardRepo>, all: bool) -> CheckedCard {
        let options = self.options(repo.into());
        let Fixed { source, fixes, remaining, omitted, known, .. } = fix(source, &options, all);
        self.checked(source, Checked { diagnostics: remaining, omitted, known }, fixes)
    }

    /// Whether a card with these counts fails the run.
    pub(super) fn fails(&self, tally: &Tally) -> bool {
        tally.errors > 0 || self.lint_args.warnings_as_errors && tally.warnings > 0
    }

    /// Whether people read the report, and want to know what was fixed.
    pub(super) fn prints_fixes(&self) -> bool {
        !self.output.quiet && self.output.format.for_people()
    }

    /// The repo type of every card, if it is configured.
    pub(super) fn repo_type(&self) -> Option<RepoType> {
        self.lint_args.repo_type.or(self.config.repo_type)
    }

    /// Adds the comments that suppress what is reported for a card; without them, nothing.
    pub(super) fn ignore(&self, source: &SourceFile, repo: impl Into<CardRepo>) -> Ignored {
        let is_selected = |each: &Diagnostic| self.selected.contains(each.rule.id);
        add_comments(source, &self.options(repo.into()), is_selected)
    }

    fn options(&self, repo: CardRepo) -> Options {
        let repo_type = repo.repo_type.or(self.repo_type());
        let known = self.known.clone();
        Options { config: Arc::clone(&self.config), repo_type, files: repo.files, hub: repo.hub, known }
    }

    fn checked(&self, source: SourceFile, checked: Checked, fixes: Vec<Applied>) -> CheckedCard {
        let Checked { mut diagnostics, omitted, known } = checked;
        let path = Path::new(source.path());
        let must_be_a_card = self.requires_front_matter_at(path);
        // A mistake where the configuration requires front matter.
        if must_be_a_card {
            let missing = diagnostics.iter_mut().filter(|diagnostic| diagnostic.rule == NO_CARD);
            missing.for_each(|diagnostic| diagnostic.severity = Severity::Error);
        }
        let has = |rule: &Rule| diagnostics.iter().any(|diagnostic| diagnostic.rule == rule);
        let is_not_a_card = (!must_be_a_card && has(NO_CARD))
            || (is_misnamed(path) && !has(MISNAMED))
            || !Document::of(path).claims(&source.text);
        diagnostics.retain(|diagnostic| self.selected.contains(diagnostic.rule.id));
        CheckedCard { source, diagnostics, omitted, known, fixes, is_not_a_card }
    }
}

/// The output of a run, card by card.
pub(super) struct Session<'a> {
    linter: &'a Linter,
    report: Report<'a>,
    files: Vec<Report<'a>>,
    err: &'a mut dyn Write,
    progress: Progress,
    total: Tally,
    seen: Vec<Seen>,
}

impl<'a> Session<'a> {
    /// Begins the output.
    pub(super) fn begin(linter: &'a Linter, out: &'a mut dyn Write, err: &'a mut dyn Write) -> Result<Self, Failure> {
        let begin = |file: &OutputFile| Ok(Report::begin(file.format, file.create()?)?);
        let files = linter.output.files.iter().map(begin).collect::<Result<_, Failure>>()?;
        let report = Report::begin(linter.output.format, out)?;
        let progress = Progress::new(!linter.output.quiet);
        Ok(Self { linter, report, files, err, progress, total: Tally::default(), seen: Vec::new() })
    }

    /// Writes the output for a card.
    pub(super) fn add(&mut self, report: CardReport) -> io::Result<()> {
        match report {
            CardReport::Checked { text, files, fixes, tally, seen } => {
                self.total.add(&tally);
                self.seen.extend(seen);
                self.files.iter_mut().zip(&files).try_for_each(|(report, text)| report.card(text))?;
                let (report, err) = (&mut self.report, &mut *self.err);
                self.progress.around(self.total.cards, !(text.is_empty() && fixes.is_empty()), || {
                    err.write_all(fixes.as_bytes())?;
                    report.card(&text)
                })
            }
            CardReport::Failed(unreadable) => {
                self.total.failed += 1;
                let err = &mut *self.err;
                self.progress.around(self.total.cards, true, || say(err, &unreadable))
            }
            CardReport::Skipped => Ok(()),
        }
    }

    /// Whether no card was found, not even an unreadable one.
    pub(super) fn is_empty(&self) -> bool {
        (self.total.cards, self.total.failed) == (0, 0)
    }

    /// Says what else was done.
    pub(super) fn note(&mut self, text: &str) -> io::Result<()> {
        let err = &mut *self.err;
        let write = || if self.linter.output.quiet { Ok(()) } else { writeln!(err, "{text}") };
        self.progress.around(self.total.cards, true, write)
    }

    /// Warns about the run as a whole.
    pub(super) fn warn(&mut self, message: &str) -> io::Result<()> {
        writeln!(self.err, "warning: {message}")
    }

    /// Ends the output of a run that found no cards where there had to be some.
    pub(super) fn end_without(self, cards: &miette::Report) -> RunResult {
        let Session { report, files, total, progress, err, .. } = self;
        progress.end();
        report.end(&total)?;
        files.into_iter().try_for_each(|report| report.end(&total))?;
        say(err, cards.as_ref())?;
        Ok(Status::Incomplete)
    }

    /// As `end`, for a run over cards as they are: known findings that are gone are reported, or dropped.
    pub(super) fn end_over_all(mut self) -> RunResult {
        let linter = self.linter;
        let seen = std::mem::take(&mut self.seen);
        let mut said = Vec::new();
        BaselineArgs::end(linter, seen, &mut said)?;
        self.progress.around(self.total.cards, true, || self.err.write_all(&said))?;
        self.end()
    }

    /// Ends the output and returns how the run ended.
    pub(super) fn end(self) -> RunResult {
        let Session { linter, mut report, files, total, progress, .. } = self;
        progress.end();
        if linter.output.statistics {
            report.statistics(&total)?;
        }
        if !linter.output.quiet {
            report.summary(&total)?;
        }
        report.end(&total)?;
        for mut report in files {
            report.summary(&total)?;
            report.end(&total)?;
        }
        Ok(match (total.failed > 0, linter.fails(&total)) {
            (true, _) => Status::Incomplete,
            (false, true) => Status::Problems,
            (false, false) => Status::Clean,
        })
    }
}

/// The files next to and below a card at the top of a git repository, which is how repos of the Hub are checked out.
pub(super) fn repo_files(card: &Path) -> RepoFiles {
    let folder = match card.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    };
    RepoFiles::new(move || folder.join(".git").exists().then(|| walk::files(&folder)))
}
