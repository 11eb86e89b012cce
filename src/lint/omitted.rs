//! Diagnostics of a card that are counted and not kept.

use std::collections::BTreeMap;

use crate::rule::diagnostic::Severity;
use crate::source::Fix;

/// How many diagnostics of a card are kept, those that come first in it: nobody reads more, and a card could have millions.
pub const MOST: usize = 1000;

/// What was left out of a card's diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Omitted {
    /// How many of each severity and rule.
    pub counts: BTreeMap<(Severity, &'static str), usize>,
    /// How many have a safe fix.
    pub fixable: usize,
    /// How many have another fix.
    pub suggested: usize,
    /// Their fixes with the ids of their rules; only where they are applied.
    pub(super) fixes: Vec<(&'static str, Fix)>,
}

impl Omitted {
    /// How many there are.
    pub fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many have this severity.
    pub fn of(&self, severity: Severity) -> usize {
        self.counts.iter().filter(|((each, _), _)| *each == severity).map(|(_, count)| count).sum()
    }

    /// Offers the safe fixes no longer, with `all` none.
    pub(super) fn withdraw(&mut self, all: bool) {
        self.fixable = 0;
        if all {
            self.suggested = 0;
        }
        self.fixes.clear();
    }
}
