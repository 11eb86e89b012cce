//! What `check` and `hook` share: by what cards are judged, and what a run says.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::output::{Output, Progress};
use super::{Outcome, Status, say};
use crate::card::{RepoType, is_misnamed};
#[cfg(feature = "git")]
use crate::git::Repository;
use crate::lint::config::Config;
use crate::lint::diagnostic::{Diagnostic, Severity};
use crate::lint::fix::{Fixed, fix_with};
use crate::lint::{Checked, Omitted, Options, RepoFiles, check, check_to_fix};
use crate::report::{Report, Style, Tally};
use crate::source::SourceFile;
use crate::walk::{self, Unreadable};

#[cfg(feature = "git")]
mod git;
mod selection;

use selection::Selection;

/// The rule that says a README.md has no metadata: in a folder, that is no card.
const NO_CARD: &str = "missing-front-matter";

/// The rule that says a card is called otherwise than it should be.
const MISNAMED: &str = "misnamed-card";

/// By what cards are judged.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct Judging {
    #[command(flatten)]
    selection: Selection,

    /// The kind of repo the cards belong to; else the configuration or each card tells
    #[arg(long, value_name = "TYPE")]
    repo_type: Option<RepoType>,

    /// Read this configuration; else the nearest cardlint.toml, or pyproject.toml with [tool.cardlint], in this folder
    /// or above
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    no_config: bool,

    /// Let warnings fail the run, too
    #[arg(long)]
    warnings_as_errors: bool,
}

/// What judges cards in one run.
#[derive(Clone)]
pub(super) struct Judge {
    judging: Judging,
    selected: HashSet<&'static str>,
    config: Arc<Config>,
    output: Output,
    style: Style,
}

/// A card that was judged.
pub(super) struct Judged {
    /// The card, after its fixes.
    pub(super) source: SourceFile,
    /// What is wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What else is, counted.
    pub(super) omitted: Omitted,
    /// How many fixes were applied.
    pub(super) fixed: usize,
    /// Whether this is the README.md of some other project: it has no front matter, and need not have any.
    pub(super) is_no_card: bool,
}

/// What is said of one card.
pub(super) enum Piece {
    /// Its diagnostics.
    Checked {
        /// Rendered.
        text: String,
        /// Counted.
        tally: Tally,
    },
    /// It could not be read or written.
    Failed(Unreadable),
    /// A README.md that is no card.
    PassedOver,
}

impl Judging {
    /// By the configuration alone.
    #[cfg(feature = "hub")]
    pub(super) fn by(repo_type: Option<RepoType>, config: Option<PathBuf>, no_config: bool) -> Self {
        Self { repo_type, config, no_config, ..Self::default() }
    }

    /// Where the configuration is, or would be.
    #[cfg(feature = "hub")]
    pub(super) fn configurations(&self) -> Vec<PathBuf> {
        match &self.config {
            _ if self.no_config => Vec::new(),
            Some(file) => vec![file.clone()],
            None => Config::places(Path::new(".")).collect(),
        }
    }

    /// Takes the options; an unknown rule is an error.
    pub(super) fn judge(&self, output: &Output) -> miette::Result<Judge> {
        output.check()?;
        let selected = self.selection.rules()?;
        let mut config = match &self.config {
            _ if self.no_config => Config::default(),
            Some(file) => Config::load(file)?,
            None => Config::find(Path::new("."))?,
        };
        // What is not selected neither hides another diagnostic nor mends a card; one rule tells what is a card.
        config.keep(|id| id == NO_CARD || selected.contains(id));
        Ok(Judge {
            judging: self.clone(),
            selected,
            config: Arc::new(config),
            output: output.clone(),
            style: Style { warnings_fail: self.warnings_as_errors, ..output.style() },
        })
    }
}

impl Judge {
    /// The same judge, for a stream that escapes control characters.
    pub(super) fn without_color(&self) -> Self {
        Self { style: Style { color: false, ..self.style }, ..self.clone() }
    }

    /// Whether the configuration leaves a file out that was met in a folder.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        self.config.excludes(path)
    }

    /// Tells of each folder whether the configuration leaves out all that lies in it.
    pub(super) fn skips(&self) -> impl Fn(&Path) -> bool + Clone + Send + Sync + use<> {
        let config = Arc::clone(&self.config);
        move |folder| config.excludes(folder)
    }

    /// The judge of cards whose paths count from the top of a git repository; of a bare one, from the working folder.
    #[cfg(feature = "git")]
    pub(super) fn within(&self, repository: &Repository) -> Self {
        let mut judge = self.clone();
        if let Some(top) = repository.work_tree() {
            Arc::make_mut(&mut judge.config).paths_from(top);
        }
        judge
    }

    /// Judges a card, in a repo with these files where they are known.
    pub(super) fn judge(&self, source: SourceFile, files: Option<RepoFiles>) -> Judged {
        let checked = self.required(&source, check(&source, &self.options(files)));
        self.judged(source, checked, 0)
    }

    /// Mends a card by its safe fixes, with `all` by the others too, and judges what it has become.
    pub(super) fn fix(&self, source: &SourceFile, files: Option<RepoFiles>, all: bool) -> Judged {
        let options = self.options(files);
        let check = |source: &SourceFile| self.required(source, check_to_fix(source, &options));
        let Fixed { source, applied, remaining, omitted, .. } = fix_with(source, all, check);
        self.judged(source, Checked { diagnostics: remaining, omitted }, applied)
    }

    /// The kind of repo that every card belongs to, where it is said.
    pub(super) fn repo_type(&self) -> Option<RepoType> {
        self.judging.repo_type.or(self.config.repo_type)
    }

    fn options(&self, files: Option<RepoFiles>) -> Options {
        Options { config: Arc::clone(&self.config), repo_type: self.repo_type(), files }
    }

    /// Makes a mistake of missing front matter where the configuration requires it.
    fn required(&self, source: &SourceFile, mut checked: Checked) -> Checked {
        if self.requires_front_matter(source) {
            let missing = checked.diagnostics.iter_mut().filter(|diagnostic| diagnostic.rule.id == NO_CARD);
            missing.for_each(|diagnostic| diagnostic.severity = Severity::Error);
        }
        checked
    }

    fn requires_front_matter(&self, source: &SourceFile) -> bool {
        self.config.requires_front_matter(Path::new(source.path()))
    }

    fn judged(&self, source: SourceFile, checked: Checked, fixed: usize) -> Judged {
        let Checked { mut diagnostics, omitted } = checked;
        let has = |rule: &str| diagnostics.iter().any(|diagnostic| diagnostic.rule.id == rule);
        let is_no_card = (!self.requires_front_matter(&source) && has(NO_CARD))
            || (is_misnamed(Path::new(source.path())) && !has(MISNAMED));
        diagnostics.retain(|diagnostic| self.selected.contains(diagnostic.rule.id));
        Judged { source, diagnostics, omitted, fixed, is_no_card }
    }

    /// What is said of a judged card.
    pub(super) fn piece(&self, judged: &Judged) -> Piece {
        let tally = Tally { fixed: judged.fixed, ..Tally::of(&judged.diagnostics).and(&judged.omitted) };
        let text = if self.output.statistics {
            String::new()
        } else {
            let format = self.output.format;
            let text = format.render(&judged.source, &judged.diagnostics, self.style);
            text + &format.render_omitted(&judged.source, &judged.omitted)
        };
        Piece::Checked { text, tally }
    }
}

/// The output of a run, piece by piece.
pub(super) struct Session<'a> {
    judge: &'a Judge,
    report: Report<'a>,
    err: &'a mut dyn Write,
    progress: Progress,
    total: Tally,
}

impl<'a> Session<'a> {
    /// Begins the output.
    pub(super) fn begin(judge: &'a Judge, out: &'a mut dyn Write, err: &'a mut dyn Write) -> io::Result<Self> {
        let report = Report::begin(judge.output.format, out)?;
        let progress = Progress::new(!judge.output.quiet);
        Ok(Self { judge, report, err, progress, total: Tally::default() })
    }

    /// Writes what is said of a card.
    pub(super) fn take(&mut self, piece: Piece) -> io::Result<()> {
        match piece {
            Piece::Checked { text, tally } => {
                self.total.add(&tally);
                let report = &mut self.report;
                self.progress.around(self.total.cards, !text.is_empty(), || report.card(&text))
            }
            Piece::Failed(unreadable) => {
                self.total.failed += 1;
                let err = &mut *self.err;
                self.progress.around(self.total.cards, true, || say(err, &unreadable))
            }
            Piece::PassedOver => Ok(()),
        }
    }

    /// Whether no card was met, not even one that could not be read.
    pub(super) fn is_empty(&self) -> bool {
        (self.total.cards, self.total.failed) == (0, 0)
    }

    /// Says something about the run that is not about a card.
    pub(super) fn warn(&mut self, message: &str) -> io::Result<()> {
        writeln!(self.err, "warning: {message}")
    }

    /// Ends the output of a run that found no cards where there had to be some.
    pub(super) fn end_without(self, cards: &miette::Report) -> Outcome {
        let Session { report, total, progress, err, .. } = self;
        progress.end();
        report.end(&total)?;
        say(err, cards.as_ref())?;
        Ok(Status::Incomplete)
    }

    /// Ends the output and tells how the run ended.
    pub(super) fn end(self) -> Outcome {
        let Session { judge, mut report, total, progress, .. } = self;
        progress.end();
        if judge.output.statistics {
            report.statistics(&total)?;
        }
        if !judge.output.quiet {
            report.summary(&total)?;
        }
        report.end(&total)?;
        let wrong = total.errors > 0 || judge.judging.warnings_as_errors && total.warnings > 0;
        Ok(match (total.failed > 0, wrong) {
            (true, _) => Status::Incomplete,
            (false, true) => Status::Problems,
            (false, false) => Status::Clean,
        })
    }
}

/// The files beside and below a card that is at the top of a git repository: that is how repos of the Hub are kept.
pub(super) fn repo_files(card: &Path) -> RepoFiles {
    let folder = match card.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    };
    RepoFiles::new(move || folder.join(".git").exists().then(|| walk::files(&folder)))
}
