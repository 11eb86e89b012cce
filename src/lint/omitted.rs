//! Diagnostics of a card that are counted and not kept.

use std::collections::BTreeMap;
use std::hash::Hasher;

use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::source::Fix;

/// How many diagnostics of a card are kept, the first ones: more are not useful, and a card could have millions.
pub const MAX_KEPT: usize = 1000;

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
    /// What each is known by; only where cards are compared.
    pub(super) identities: Vec<Identity>,
}

/// What is kept of diagnostics that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Nothing more.
    Counts,
    /// Their fixes.
    Fixes,
    /// What they are known by in another version of the card.
    Identities,
}

/// An omitted diagnostic, as far as it can be found in another version of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) severity: Severity,
    pub(super) rule: &'static str,
    /// Of the facts in its message and of the text that it is about.
    pub(super) hash: u64,
    /// Whether it has a fix, and whether that is safe.
    pub(super) fix: Option<bool>,
}

impl Identity {
    pub(super) fn of(diagnostic: &Diagnostic, text: &str) -> Self {
        let fix = diagnostic.fix.as_ref().map(|fix| fix.safe);
        let (severity, rule) = (diagnostic.severity, diagnostic.rule.id);
        Self { severity, rule, hash: identity(facts(&diagnostic.message), text), fix }
    }
}

/// FNV-1a: the same on every machine and in every version, for hashes are stored in baselines.
pub(super) fn hash(message: &str) -> u64 {
    let mut hasher = fnv::FnvHasher::default();
    hasher.write(message.as_bytes());
    hasher.finish()
}

/// The hash of what a message names in backticks: another version may word it differently. The index of an item is not part of
/// it, for it changes with the items before.
pub(super) fn facts(message: &str) -> u64 {
    let mut hasher = fnv::FnvHasher::default();
    for fact in message.split('`').skip(1).step_by(2) {
        let (start, rest) = fact.split_once('[').unwrap_or((fact, ""));
        hasher.write(start.as_bytes());
        rest.split('[').for_each(|part| hasher.write(part.trim_start_matches(|c: char| c.is_ascii_digit()).as_bytes()));
        hasher.write(&[0]);
    }
    hasher.finish()
}

/// The hash of a diagnostic, from that of the facts in its message and the first line of the text that it is about.
pub(super) fn identity(facts: u64, text: &str) -> u64 {
    let mut hasher = fnv::FnvHasher::default();
    hasher.write(&facts.to_le_bytes());
    hasher.write(text.lines().next().unwrap_or_default().trim().as_bytes());
    hasher.finish()
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

    /// Leaves only those of the diagnostics whose identity is wanted; without identities, all.
    pub(super) fn keep(&mut self, mut wanted: impl FnMut(&Identity) -> bool) {
        if self.identities.is_empty() {
            return;
        }
        let mut kept = std::mem::take(&mut self.identities);
        kept.retain(|identity| wanted(identity));
        *self = Self::default();
        for Identity { severity, rule, fix, .. } in &kept {
            *self.counts.entry((*severity, rule)).or_default() += 1;
            self.fixable += usize::from(*fix == Some(true));
            self.suggested += usize::from(*fix == Some(false));
        }
        self.identities = kept;
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

#[cfg(test)]
mod tests {
    use super::facts;

    #[test]
    fn a_message_is_known_by_what_it_names() {
        assert_eq!(facts("`xx` is not a language code"), facts("unknown language `xx`: the Hub rejects it"));
        assert_ne!(facts("missing key `owner`"), facts("missing key `contact`"));
        assert_ne!(facts("`a` in `b`"), facts("`ab` in ``"));
        assert_eq!(facts("`configs[0].data_files[2].path`"), facts("`configs[1].data_files[12].path`"));
        assert_ne!(facts("`configs[0].names`"), facts("`configs[0].path`"));
        assert_ne!(facts("class number `1`"), facts("class number `2`"));
    }
}
