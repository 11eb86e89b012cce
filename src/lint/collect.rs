//! Collects what the rules report: each diagnostic in a few bytes, the first ones of the card with their texts.

use fnv::FnvHashMap;

use super::collected::Collected;
use super::config::Level;
use super::omitted::{Identity, Keep, MAX_KEPT, facts, hash, identity};
use super::suppress::Suppressions;
use super::{Checked, Options};
use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Rule, Sink};
use crate::source::{SourceFile, Span};

/// Collects the diagnostics of a card.
pub(super) struct Collector<'a> {
    options: &'a Options,
    source: &'a SourceFile,
    suppressions: Option<Suppressions<'a>>,
    /// The levels of the rules that were asked for; `None` where the configuration does not count.
    levels: Option<FnvHashMap<&'static str, Level>>,
    keep: Keep,
    found: Vec<Collected>,
    /// Which of them have texts.
    whole: Vec<usize>,
    /// Behind this place none is shown any more: so many are before it.
    shown_to: Option<Span>,
}

impl<'a> Collector<'a> {
    /// One that suppresses what comments and the configuration suppress; `keep` says what it keeps of diagnostics
    /// that are only counted.
    pub(super) fn new(card: &'a Card, options: &'a Options, keep: Keep) -> Self {
        let (suppressions, levels) = (Suppressions::read(card), Some(FnvHashMap::default()));
        Self { suppressions, levels, keep, ..Self::unfiltered(card, options) }
    }

    /// One that collects everything.
    pub(super) fn unfiltered(card: &'a Card, options: &'a Options) -> Self {
        Self {
            options,
            source: &card.source,
            suppressions: None,
            levels: None,
            keep: Keep::Counts,
            found: Vec::new(),
            whole: Vec::new(),
            shown_to: None,
        }
    }

    fn level(&mut self, rule: &'static Rule) -> Level {
        let Some(levels) = &mut self.levels else { return Level::Unset };
        *levels.entry(rule.id).or_insert_with(|| self.options.config.level(rule.id, self.source.path()))
    }

    /// Whether what is found is compared with another version of the card, or with a baseline.
    fn compares(&self) -> bool {
        self.keep == Keep::Identities || self.options.known.is_some()
    }

    pub(super) fn take_suppressions(&mut self) -> Option<Suppressions<'a>> {
        self.suppressions.take()
    }

    /// Keeps texts only for the first ones.
    fn lose_texts(&mut self) {
        let (_, rest) = {
            let found = &self.found;
            self.whole.sort_unstable_by_key(|index| (found[*index].at, *index));
            self.whole.split_at(MAX_KEPT)
        };
        for index in rest {
            self.found[*index].lose_texts(self.keep == Keep::Fixes);
        }
        self.whole.truncate(MAX_KEPT);
        self.shown_to = self.whole.last().map(|index| self.found[*index].at);
    }

    /// All of them by position, without duplicates, and one of two about the same value.
    pub(super) fn finish(mut self) -> Checked {
        super::overlap::merge(&mut self.found);
        self.unmerged()
    }

    /// All of them by position, without duplicates.
    pub(super) fn unmerged(self) -> Checked {
        let compares = self.compares();
        let mut found = self.found;
        found.sort_by(|a, b| (a.at, a.rule.id, a.message(), a.hash).cmp(&(b.at, b.rule.id, b.message(), b.hash)));
        found.dedup_by(|a, b| a.at == b.at && a.rule.id == b.rule.id && a.hash == b.hash);
        let mut checked = Checked::default();
        for found in found {
            match found.whole {
                Some(whole) if checked.diagnostics.len() < MAX_KEPT => checked.diagnostics.push(*whole),
                whole => {
                    let omitted = &mut checked.omitted;
                    *omitted.counts.entry((found.severity, found.rule.id)).or_default() += 1;
                    omitted.fixable += usize::from(found.fix == Some(true));
                    omitted.suggested += usize::from(found.fix == Some(false));
                    if compares {
                        let Collected { severity, rule, fix, .. } = found;
                        let hash = identity(found.facts, self.source.slice(found.at));
                        omitted.identities.push(Identity { severity, rule: rule.id, hash, fix });
                    }
                    if self.keep == Keep::Fixes {
                        let fix = whole.and_then(|whole| whole.fix).or(found.light.map(|fix| *fix));
                        omitted.fixes.extend(fix.map(|fix| (found.rule.id, fix)));
                    }
                }
            }
        }
        checked
    }
}

impl Sink for Collector<'_> {
    fn shows(&self, at: Span) -> bool {
        self.keep == Keep::Fixes || self.compares() || self.shown_to.is_none_or(|last| at <= last)
    }

    fn wants(&mut self, rule: &'static Rule, at: Span) -> bool {
        // A comment is of use even where the rule is off.
        let is_suppressed = self.suppressions.as_mut().is_some_and(|each| each.suppresses(rule.id, at));
        !is_suppressed && self.level(rule) != Level::Off
    }

    fn emit(&mut self, mut diagnostic: Diagnostic) {
        let rule = diagnostic.rule;
        if !self.wants(rule, diagnostic.at) {
            return;
        }
        if let Level::Set(severity) = self.level(rule) {
            diagnostic.severity = severity;
        }
        self.whole.push(self.found.len());
        self.found.push(Collected {
            at: diagnostic.at,
            rule,
            severity: diagnostic.severity,
            fix: diagnostic.fix.as_ref().map(|fix| fix.safe),
            hash: hash(&diagnostic.message),
            facts: facts(&diagnostic.message),
            whole: Some(Box::new(diagnostic)),
            light: None,
        });
        if self.whole.len() > 2 * MAX_KEPT {
            self.lose_texts();
        }
    }
}
