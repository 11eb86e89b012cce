//! Judges a card: [`lint()`] and [`fix::fix()`].

pub mod config;
pub mod diagnostic;
pub(crate) mod edit;
pub mod fix;
mod merge;
pub mod nearest;
mod promise;
pub mod rule;
pub mod schema;
mod suppress;
mod verdict;

use std::sync::{Arc, OnceLock};

use crate::card::{Card, RepoType};
use crate::rules;
use crate::source::SourceFile;
use config::{Config, Level};
use diagnostic::{Consumer, Diagnostic};
use rule::{Check, Findings, Outcome};

pub use verdict::{EMPTY_METADATA, HubMessage, HubVerdict, hub_verdict, push_refusal};

/// What a card is judged by, and what is known besides its text.
#[derive(Default, Debug)]
pub struct Options {
    /// Levels of the rules, additional vocabulary.
    pub config: Arc<Config>,
    /// The kind of repo, where it is known.
    pub repo_type: Option<RepoType>,
    /// The files of the repo that the card lies in, where they are known.
    pub files: Option<RepoFiles>,
}

impl Options {
    /// The paths of the repo's files, where they are known.
    pub fn paths(&self) -> Option<&[String]> {
        self.files.as_ref()?.paths()
    }
}

/// The paths of a repo's files, listed when a rule first asks.
pub struct RepoFiles {
    load: Box<dyn Fn() -> Option<Vec<String>> + Send + Sync>,
    paths: OnceLock<Option<Vec<String>>>,
}

impl std::fmt::Debug for RepoFiles {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RepoFiles").field("paths", &self.paths).finish_non_exhaustive()
    }
}

impl RepoFiles {
    /// Files that `load` lists as paths from the repo's root, `/` between folders; `None` where there is no repo after all.
    pub fn new(load: impl Fn() -> Option<Vec<String>> + Send + Sync + 'static) -> Self {
        Self { load: Box::new(load), paths: OnceLock::new() }
    }

    /// The paths.
    pub fn paths(&self) -> Option<&[String]> {
        self.paths.get_or_init(|| (self.load)()).as_deref()
    }
}

/// Every diagnostic of a card, by place, each once.
///
/// ```
/// use cardlint::{lint::{lint, Options}, source::SourceFile};
///
/// let card = SourceFile::new("README.md", "---\nlicense: mit\n---\n# Voices\n");
/// assert!(lint(&card, &Options::default()).is_empty());
/// ```
pub fn lint(source: &SourceFile, options: &Options) -> Vec<Diagnostic> {
    let card = Card::read(source.clone(), options.repo_type);
    lint_card(&card, options)
}

/// As [`lint()`], for a card that is already read.
pub fn lint_card(card: &Card, options: &Options) -> Vec<Diagnostic> {
    let mut diagnostics = diagnose(card, options);
    promise::hold(card, options, &mut diagnostics);
    diagnostics
}

/// As [`lint_card`], where the fixes are as the rules offer them.
fn diagnose(card: &Card, options: &Options) -> Vec<Diagnostic> {
    let mut diagnostics = judge(card, options);
    suppress::apply(card, options, &mut diagnostics);
    let path = card.source.path();
    diagnostics.retain_mut(|diagnostic| match options.config.level(diagnostic.rule.id, path) {
        Level::Unset => true,
        Level::Set(severity) => {
            diagnostic.severity = severity;
            true
        }
        Level::Off => false,
    });
    merge::merge(&mut diagnostics);
    sort(&mut diagnostics);
    diagnostics
}

/// What the Hub would answer to a card: comments and configuration silence cardlint, not the Hub.
///
/// ```
/// use cardlint::{card::Card, lint::verdict, source::SourceFile};
///
/// let text = "---\nlicense: MIT # cardlint: ignore[unknown-license]\n---\n";
/// let card = Card::read(SourceFile::new("README.md", text), None);
/// assert!(verdict(&card).errors[0].message.starts_with("\"license\" must be one of [apache-2.0, mit"));
/// ```
pub fn verdict(card: &Card) -> HubVerdict {
    if let Some(message) = card.hub_answer() {
        return verdict::unread(&message);
    }
    if !card.hub_finds_metadata() {
        return verdict::unread(EMPTY_METADATA);
    }
    let mut diagnostics = judge(card, &Options::default());
    sort(&mut diagnostics);
    hub_verdict(&diagnostics)
}

/// Everything that every rule says, in no order.
fn judge(card: &Card, options: &Options) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    schema::check(card, options, &mut diagnostics);
    for rule in rules::all() {
        if let Check::Card(check) = rule.check {
            check(card, &mut Findings::new(rule, options, &mut diagnostics));
        }
    }
    for problem in &card.problems {
        if let Some(rule) = rules::find(problem.rule) {
            let mut findings = Findings::new(rule, options, &mut diagnostics);
            let diagnostic = findings.report(problem.at, &problem.message);
            diagnostic.help.clone_from(&problem.help);
            diagnostic.fix.clone_from(&problem.fix);
            diagnostic.hub = card.hub_error(problem);
            if rule.outcome == Outcome::Lost {
                keep_losers(card, &mut diagnostic.predicts);
            }
            for (at, text) in &problem.labels {
                diagnostic.label(*at, text);
            }
        }
    }
    diagnostics
}

/// Leaves those who do not find the metadata, if any of them does.
fn keep_losers(card: &Card, predicts: &mut Vec<Consumer>) {
    let (hub, python) = (card.hub_finds_metadata(), card.python_finds_metadata());
    if hub != python {
        predicts.retain(|consumer| if *consumer == Consumer::Hub { !hub } else { !python });
    }
}

fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.at, a.rule.id, &a.message).cmp(&(b.at, b.rule.id, &b.message)));
    diagnostics.dedup_by(|a, b| a.at == b.at && a.rule.id == b.rule.id && a.message == b.message);
}
