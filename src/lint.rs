//! Checks a card: [`lint()`] and [`fix::fix()`].

pub mod baseline;
mod collect;
mod collected;
pub mod config;
pub(crate) mod edits;
pub mod example;
pub mod fix;
pub mod form_file;
pub mod ignore;
pub mod novelty;
mod omitted;
mod overlap;
pub mod policy;
mod promise;
pub mod schema;
mod suppress;
mod unread;
mod verdict;

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use crate::card::{Card, HubReply, RepoType};
use crate::rule::diagnostic::{Consumer, Diagnostic};
use crate::rule::{Context, Findings, HubRepo, Outcome, RepoFiles, Sink, Wording};
use crate::rules;
use crate::rules::hub::policy_settings;
use crate::source::SourceFile;
use baseline::{Baseline, KnownHere};
use collect::Collector;
use config::Config;
use omitted::Keep;

pub use crate::rules::explain;
pub use omitted::{MAX_KEPT, Omitted};
pub use verdict::{EMPTY_METADATA, HubMessage, HubVerdict, hub_verdict, push_refusal};

/// What a card is checked by, and what is known besides its text.
#[derive(Default, Debug)]
pub struct Options {
    /// Levels of the rules, additional vocabulary.
    pub config: Arc<Config>,
    /// The repo type, if it is known.
    pub repo_type: Option<RepoType>,
    /// The files of the card's repo, if they are known.
    pub files: Option<RepoFiles>,
    /// What the Hub says of the repo, if it was asked.
    pub hub: Option<HubRepo>,
    /// Findings that are neither reported nor fixed.
    pub known: Option<Arc<Baseline>>,
}

impl Options {
    /// What rules may ask besides the card.
    pub fn context(&self) -> Context<'_> {
        Context::new(self.config.additional(), self.files.as_ref()).with_hub(self.hub.as_ref())
    }

    /// What rules may ask besides this card.
    fn context_of(&self, card: &Card) -> Context<'_> {
        self.context().with_gate(self.config.gate(card.source.path()))
    }
}

/// The diagnostics of a card by place, each once: the first [`MAX_KEPT`] of them.
///
/// ```
/// use cardlint::{lint::{lint, Options}, source::SourceFile};
///
/// let card = SourceFile::new("README.md", "---\nlicense: mit\n---\n# Voices\n");
/// assert!(lint(&card, &Options::default()).is_empty());
/// ```
pub fn lint(source: &SourceFile, options: &Options) -> Vec<Diagnostic> {
    lint_card(&Card::read(source.clone(), options.repo_type), options)
}

/// As [`lint()`], for a card that is already read.
pub fn lint_card(card: &Card, options: &Options) -> Vec<Diagnostic> {
    check(card, options).diagnostics
}

/// What is wrong with a card.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The diagnostics by place, each once: the first [`MAX_KEPT`] of them.
    pub diagnostics: Vec<Diagnostic>,
    /// The others, counted.
    pub omitted: Omitted,
    /// Those that the baseline knows, if there is one.
    pub known: Option<KnownHere>,
}

/// As [`lint_card`], with the count of what was left out.
pub fn check(card: &Card, options: &Options) -> Checked {
    held(card, options, Keep::Counts)
}

/// As [`check`], for [`novelty::only_new`]: what is left out can be compared, too.
pub fn check_to_compare(card: &Card, options: &Options) -> Checked {
    held(card, options, Keep::Identities)
}

/// What is wrong with a card; only fixes that keep their promise on it are safe.
fn held(card: &Card, options: &Options, keep: Keep) -> Checked {
    let mut checked = filtered(card, options, keep);
    promise::hold(card, options, Keep::Counts, &mut checked.diagnostics);
    checked
}

/// What the rules report, without what comments, the configuration and the baseline suppress; the fixes are as the rules offer them.
fn filtered(card: &Card, options: &Options, keep: Keep) -> Checked {
    let mut collector = Collector::new(card, options, keep);
    run_rules(card, options, &mut collector);
    if let Some(suppressions) = collector.take_suppressions() {
        suppressions.report(options.context(), &mut collector);
    }
    let mut checked = collector.finish();
    if let Some(baseline) = &options.known {
        let path = options.config.absolute(Path::new(card.source.path()));
        checked.known = Some(baseline.remove_known(&path, &card.source, &mut checked));
    }
    checked
}

/// What the Hub would answer to a card: comments and configuration suppress diagnostics of cardlint, not of the Hub.
///
/// ```
/// use cardlint::{card::Card, lint::verdict, source::SourceFile};
///
/// let text = "---\nlicense: MIT # cardlint: ignore[unknown-license]\n---\n";
/// let card = Card::read(SourceFile::new("README.md", text), None);
/// assert!(verdict(&card).errors[0].message.starts_with("\"license\" must be one of [apache-2.0, mit"));
/// ```
pub fn verdict(card: &Card) -> HubVerdict {
    if let Some(reply) = card.hub_answer() {
        return verdict::unread(&reply);
    }
    if !card.hub_finds_metadata() {
        return verdict::unread(&HubReply::EmptyMetadata);
    }
    let options = Options::default();
    let mut collector = Collector::unfiltered(card, &options);
    run_rules(card, &options, &mut collector);
    hub_verdict(&collector.unmerged().diagnostics)
}

/// Passes on everything that every rule reports, in no order.
fn run_rules(card: &Card, options: &Options, sink: &mut dyn Sink) {
    let context = options.context_of(card);
    if card.is_judged() {
        schema::check(card, context, sink);
        for policy in options.config.policies(card.source.path(), card.repo_type) {
            if let Some(schema) = &policy.schema {
                schema.check(card, policy.level, context, sink);
            }
            if let Some((wanted, repo)) = policy.settings.as_ref().zip(context.hub) {
                let mut findings = Findings::new(&policy_settings::RULE, context, sink);
                policy_settings::check(card, wanted, repo, policy.level, &mut findings);
            }
        }
        for (rule, check) in rules::checks(card.document) {
            check(card, &mut Findings::new(rule, context, sink));
        }
    }
    let first = card.hub_problem();
    for (index, problem) in card.problems.iter().enumerate() {
        rules::with_words(problem, |rule, words| {
            if !sink.wants(rule, problem.at) {
                return;
            }
            let mut findings = Findings::new(rule, context, sink);
            // Of what is only counted the words are not needed.
            let words = if findings.shows(problem.at) { words() } else { Wording::default() };
            let diagnostic = findings.report(problem.at, words.sentence());
            diagnostic.fix = problem.repair.clone().map(|repair| repair.titled(words.fix_title()));
            diagnostic.help = words.help.map(Cow::into_owned);
            diagnostic.aside = words.effect;
            // The Hub stops at the first.
            diagnostic.hub = first.filter(|first| *first == index).and_then(|_| card.hub_error(problem));
            if let Some(consumers) = words.predicts {
                diagnostic.predicts(consumers);
            }
            if rule.outcome == Outcome::Lost {
                keep_losers(card, &mut diagnostic.predicts);
            }
            for (at, text) in words.labels {
                diagnostic.label(at, text);
            }
        });
    }
}

/// Keeps the consumers that do not find the metadata, if there are any.
fn keep_losers(card: &Card, predicts: &mut Vec<Consumer>) {
    let (hub, python) = (card.hub_finds_metadata(), card.python_finds_metadata());
    if hub != python {
        predicts.retain(|consumer| if *consumer == Consumer::Hub { !hub } else { !python });
    }
}
