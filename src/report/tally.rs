//! Counts of what a run found.

use std::collections::BTreeMap;
use std::fmt;

use crate::lint::Omitted;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::words::{count, list};

/// Counts of a card, or of a whole run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cards that were checked.
    pub cards: usize,
    /// Cards with diagnostics.
    pub troubled: usize,
    /// Errors: the Hub or a client rejects the card.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub infos: usize,
    /// Diagnostics with a safe fix.
    pub fixable: usize,
    /// Diagnostics with a fix that needs review.
    pub suggested: usize,
    /// Diagnostics that were fixed.
    pub fixed: usize,
    /// Diagnostics that are counted here but not listed.
    pub omitted: usize,
    /// Diagnostics that a baseline knows, and that are not counted elsewhere.
    pub known: usize,
    /// Files and directories that could not be read or written.
    pub failed: usize,
    /// Diagnostics of each rule.
    pub rules: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// The counts of one card.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut tally = Self { cards: 1, troubled: usize::from(!diagnostics.is_empty()), ..Self::default() };
        for diagnostic in diagnostics {
            *tally.of_severity(diagnostic.severity) += 1;
            match &diagnostic.fix {
                Some(fix) if fix.safe => tally.fixable += 1,
                Some(_) => tally.suggested += 1,
                None => {}
            }
            *tally.rules.entry(diagnostic.rule.id).or_default() += 1;
        }
        tally
    }

    /// The counts of one card with those of the diagnostics that were left out.
    #[must_use]
    pub fn and(mut self, omitted: &Omitted) -> Self {
        for ((severity, rule), count) in &omitted.counts {
            *self.of_severity(*severity) += count;
            *self.rules.entry(rule).or_default() += count;
        }
        self.fixable += omitted.fixable;
        self.suggested += omitted.suggested;
        self.omitted += omitted.total();
        self
    }

    fn of_severity(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        }
    }

    /// Adds the counts of another card.
    pub fn add(&mut self, other: &Tally) {
        self.cards += other.cards;
        self.troubled += other.troubled;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.fixable += other.fixable;
        self.suggested += other.suggested;
        self.fixed += other.fixed;
        self.omitted += other.omitted;
        self.known += other.known;
        self.failed += other.failed;
        for (rule, count) in &other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
    }

    /// All diagnostics.
    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

impl fmt::Display for Tally {
    /// `3 errors and 1 warning in 2 of 10 cards (2 fixable with --fix)`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.fixed > 0 {
            write!(formatter, "{} fixed, ", self.fixed)?;
        }
        match (self.cards, self.failed) {
            (0, 0) => return formatter.write_str("no cards to check"),
            (0, _) => return formatter.write_str("no card could be checked"),
            _ if self.total() == 0 => write!(formatter, "nothing wrong in {}", count(self.cards, "card"))?,
            _ => self.write_found(formatter)?,
        }
        if self.known > 0 {
            write!(formatter, ", {} known", self.known)?;
        }
        match self.failed {
            0 => Ok(()),
            failed => write!(formatter, ", {failed} could not be checked"),
        }
    }
}

impl Tally {
    fn write_found(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "note")];
        let kinds: Vec<String> = kinds.iter().filter(|kind| kind.0 > 0).map(|kind| count(kind.0, kind.1)).collect();
        write!(formatter, "{} in {} of {}", list(&kinds), self.troubled, count(self.cards, "card"))?;
        match (self.fixable, self.suggested) {
            (0, 0) => Ok(()),
            (0, suggested) => write!(formatter, " ({suggested} fixable with --unsafe-fixes)"),
            (fixable, 0) => write!(formatter, " ({fixable} fixable with --fix)"),
            (fixable, suggested) => {
                write!(formatter, " ({fixable} fixable with --fix, {suggested} more with --unsafe-fixes)")
            }
        }
    }
}
