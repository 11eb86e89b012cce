//! Applies the fixes of a card's diagnostics, keeping every other byte.

use super::Options;
use super::diagnostic::Diagnostic;
use super::promise::{Reading, Trust};
use crate::source::{Edit, Fix, SourceFile};

/// How often a card is fixed and linted anew, where it has no more lines than that: one fix may uncover another.
const ROUNDS: usize = 50;

/// The same for a card of any length.
const MOST_ROUNDS: usize = 1000;

/// How many sets of fixes are tried in vain.
const MOST_FAILURES: usize = 400;

/// A card after its fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The card as it is now.
    pub source: SourceFile,
    /// How many fixes were applied.
    pub applied: usize,
    /// Those fixes, in the order in which they were applied.
    pub fixes: Vec<Applied>,
    /// What is still wrong with it. A fix that was tried and would have done harm is not offered again.
    pub remaining: Vec<Diagnostic>,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The id of the rule that offered it.
    pub rule: &'static str,
    /// What it did, as an imperative: "remove `tags`".
    pub title: String,
}

/// Applies the safe fixes of a card's diagnostics, with `all` the others too, until none is left.
///
/// No fix is applied that loses a key or a value beside those it edits, or that turns what is readable into an error.
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
    fix_with(source, all, |source| super::lint(source, options))
}

/// As [`fix()`], where `judge` says what is wrong with a text.
pub fn fix_with(source: &SourceFile, all: bool, judge: impl Fn(&SourceFile) -> Vec<Diagnostic>) -> Fixed {
    let mut reading = Reading::new(source.clone(), judge(source));
    let (mut fixes, mut failures) = (Vec::new(), 0);
    let trust = if all { Trust::Suggested } else { Trust::Safe };
    for _ in 0..source.text.lines().count().clamp(ROUNDS, MOST_ROUNDS) {
        let offered = reading.diagnostics.iter().enumerate();
        let offered: Vec<_> = offered
            .filter(|(_, each)| each.fix.as_ref().is_some_and(|fix| all || fix.safe))
            .map(|(at, _)| at)
            .collect();
        let Some((next, applied)) = step(&reading, &offered, trust, &judge, &mut failures) else {
            for at in offered {
                reading.diagnostics[at].fix = None;
            }
            let Reading { card, diagnostics } = reading;
            return Fixed { source: card.source, applied: fixes.len(), fixes, remaining: diagnostics };
        };
        fixes.extend(applied);
        reading = next;
    }
    // Fixes that call for others without end fix nothing.
    Fixed { source: source.clone(), applied: 0, fixes: Vec::new(), remaining: judge(source) }
}

/// The card after as many of the offered fixes as go together and keep what they promise; `None` where none does.
fn step(
    before: &Reading,
    offered: &[usize],
    trust: Trust,
    judge: &impl Fn(&SourceFile) -> Vec<Diagnostic>,
    failures: &mut usize,
) -> Option<(Reading, Vec<Applied>)> {
    if *failures > MOST_FAILURES {
        return None;
    }
    let fixes = offered.iter().filter_map(|at| Some((*at, before.diagnostics[*at].fix.as_ref()?)));
    let (text, edits, applied) = apply(&before.card.source.text, fixes);
    if applied.is_empty() {
        return None;
    }
    let source = SourceFile::new(before.card.source.name.clone(), text);
    let diagnostics = judge(&source);
    let after = Reading::new(source, diagnostics);
    if before.keeps(&after, &edits, trust) {
        let applied = applied.into_iter().map(|at| &before.diagnostics[at]);
        let title = |each: &Diagnostic| each.fix.as_ref().map(|fix| fix.title.clone()).unwrap_or_default();
        return Some((after, applied.map(|each| Applied { rule: each.rule.id, title: title(each) }).collect()));
    }
    *failures += 1;
    let (first, second) = offered.split_at(offered.len() / 2);
    if first.is_empty() {
        return None;
    }
    step(before, first, trust, judge, failures).or_else(|| step(before, second, trust, judge, failures))
}

/// The text with as many of the fixes as go together, the first ones first; the edits in order; and which fixes those are.
pub(super) fn apply<'a>(
    text: &str,
    fixes: impl Iterator<Item = (usize, &'a Fix)>,
) -> (String, Vec<&'a Edit>, Vec<usize>) {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut applied = Vec::new();
    for (index, fix) in fixes {
        if fix.edits.is_empty() || !fix.edits.iter().all(|edit| fits(text, edit)) {
            continue;
        }
        if fix.edits.iter().all(|edit| edits.contains(&edit)) {
            // The same edits fix two diagnostics.
            applied.push(index);
        } else if fix.edits.iter().all(|edit| edits.iter().all(|other| !clash(edit, other))) {
            edits.extend(&fix.edits);
            applied.push(index);
        }
    }
    edits.sort_by_key(|edit| edit.span);
    let mut fixed = String::with_capacity(text.len());
    let mut done = 0;
    for edit in &edits {
        fixed.push_str(&text[done..edit.span.start]);
        fixed.push_str(&edit.text);
        done = edit.span.end;
    }
    fixed.push_str(&text[done..]);
    (fixed, edits, applied)
}

fn fits(text: &str, edit: &Edit) -> bool {
    edit.span.start <= edit.span.end && text.get(edit.span.start..edit.span.end).is_some()
}

/// Whether two edits touch, so that one could not mean the same beside the other. What is taken away side by side is not.
fn clash(one: &Edit, other: &Edit) -> bool {
    let apart = one.span.end <= other.span.start || other.span.end <= one.span.start;
    let deletes = one.text.is_empty() && other.text.is_empty();
    one.span.touches(other.span) && !(deletes && apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn made(text: &str, fixes: &[Fix]) -> (String, usize) {
        let (text, _, applied) = apply(text, fixes.iter().enumerate());
        (text, applied.len())
    }

    fn replace(start: usize, end: usize, text: &str) -> Fix {
        Fix::safe("test", vec![Edit::replace(Span::new(start, end), text)])
    }

    #[test]
    fn edits_apart_are_made_together() {
        let fixes = [replace(4, 6, "X"), replace(0, 1, "YY")];
        assert_eq!(made("ab, cd\r\n", &fixes), ("YYb, X\r\n".to_owned(), 2));
    }

    #[test]
    fn of_edits_that_touch_the_first_is_made() {
        let fixes = [replace(0, 2, "X"), replace(2, 3, "Y"), replace(1, 4, "Z")];
        assert_eq!(made("abcd", &fixes), ("Xcd".to_owned(), 1));
    }

    #[test]
    fn equal_edits_mend_both() {
        let fixes = [replace(0, 2, "X"), replace(0, 2, "X")];
        assert_eq!(made("abcd", &fixes), ("Xcd".to_owned(), 2));
    }

    #[test]
    fn deletions_side_by_side_are_made_together() {
        let fixes = [replace(0, 1, ""), replace(1, 2, ""), replace(2, 3, "X")];
        assert_eq!(made("abcd", &fixes), ("cd".to_owned(), 2));
    }

    #[test]
    fn an_edit_outside_the_text_or_inside_a_character_is_left_out() {
        let fixes = [replace(3, 9, "X"), replace(1, 2, "Y")];
        assert_eq!(made("éa", &fixes), ("éa".to_owned(), 0));
    }
}
