//! Applies the fixes of a card's diagnostics, keeping every other byte.

use super::baseline::KnownHere;
use super::edits::apply;
use super::omitted::Omitted;
use super::promise::{LintedCard, Trust};
use super::{Checked, Options};
use crate::rule::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// How often a card is fixed and linted again, if it has no more lines than that: one fix may uncover another.
const MIN_ROUNDS: usize = 50;

/// The same for a card of any length.
const MAX_ROUNDS_FOR_ALL: usize = 1000;

/// How many sets of fixes can fail before fixing stops.
const MAX_FAILURES: usize = 400;

/// How many bytes are linted for each of both, and how many times a larger card is linted.
const MAX_BYTES: usize = 8 * 1024 * 1024;
const MAX_RUNS_OF_LARGE: usize = 8;

/// What a diagnostic costs, in bytes without one: what is broken is read again in parts.
const BYTES_PER_DIAGNOSTIC: usize = 1024;

/// A card after its fixes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The card as it is now.
    pub source: SourceFile,
    /// How many fixes were applied.
    pub applied: usize,
    /// Those fixes, in the order in which they were applied.
    pub fixes: Vec<Applied>,
    /// What is still wrong with it, up to [`super::MAX_KEPT`] diagnostics. A fix that was tried and would have done harm is not
    /// offered again.
    pub remaining: Vec<Diagnostic>,
    /// The rest of that, counted.
    pub omitted: Omitted,
    /// Those that the baseline knows, if there is one.
    pub known: Option<KnownHere>,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// The id of the rule that offered it.
    pub rule: &'static str,
    /// What it did, as an imperative: "remove `tags`".
    pub title: String,
}

/// Applies the safe fixes of a card's diagnostics, with `all` the others too, until none is left.
///
/// No fix is applied that loses a key or a value besides those it edits, or that turns what is readable into an error.
///
/// ```
/// use cardlint::{lint::{Options, fix::fix}, source::SourceFile};
///
/// let card = SourceFile::new("README.md", "---\nlicense: MIT # as the code\n---\n");
/// let fixed = fix(&card, &Options::default(), false);
/// assert_eq!(fixed.source.text, "---\nlicense: mit # as the code\n---\n");
/// assert_eq!(fixed.fixes[0].title, "write `mit`");
/// ```
pub fn fix(source: &SourceFile, options: &Options, all: bool) -> Fixed {
    let mut reading = LintedCard::of(source.clone(), options);
    let cost = source.text.len() + BYTES_PER_DIAGNOSTIC * reading.checked.diagnostics.len();
    let affordable = (MAX_BYTES / cost.max(1)).max(MAX_RUNS_OF_LARGE);
    let (mut fixes, mut failures) = (Vec::new(), MAX_FAILURES.min(affordable));
    let trust = if all { Trust::Suggested } else { Trust::Safe };
    for _ in 0..source.text.lines().count().clamp(MIN_ROUNDS, MAX_ROUNDS_FOR_ALL).min(affordable) {
        let offered = reading.offered(all);
        let Some((next, applied)) = step(&reading, &offered, trust, options, &mut failures) else {
            return ended(reading, fixes, all);
        };
        fixes.extend(applied);
        reading = next;
    }
    // Fixes that require each other endlessly fix nothing.
    ended(LintedCard::of(source.clone(), options), Vec::new(), all)
}

/// The card after these fixes; those that are still offered were tried.
fn ended(reading: LintedCard, fixes: Vec<Applied>, all: bool) -> Fixed {
    let LintedCard { card, checked: Checked { mut diagnostics, mut omitted, known }, .. } = reading;
    let left = diagnostics.iter_mut().filter(|each| each.fix.as_ref().is_some_and(|fix| all || fix.safe));
    left.for_each(|each| each.fix = None);
    omitted.withdraw(all);
    Fixed { source: card.source, applied: fixes.len(), fixes, remaining: diagnostics, omitted, known }
}

/// The card after as many of the offered fixes as go together and keep what they promise; `None` where none does.
fn step(
    before: &LintedCard,
    offered: &[usize],
    trust: Trust,
    options: &Options,
    failures: &mut usize,
) -> Option<(LintedCard, Vec<Applied>)> {
    if *failures == 0 {
        return None;
    }
    let fixes = offered.iter().filter_map(|at| Some((*at, before.fix(*at)?.1)));
    let (text, edits, applied) = apply(&before.card.source.text, fixes);
    if applied.is_empty() {
        return None;
    }
    let changes = text != before.card.source.text;
    let after = before.rewritten(text, options);
    if changes && before.keeps(&after, &edits, trust) {
        let applied = applied.into_iter().filter_map(|at| before.fix(at));
        return Some((after, applied.map(|(rule, fix)| Applied { rule, title: fix.title.clone() }).collect()));
    }
    *failures -= 1;
    let (first, second) = offered.split_at(offered.len() / 2);
    if first.is_empty() {
        return None;
    }
    step(before, first, trust, options, failures).or_else(|| step(before, second, trust, options, failures))
}
