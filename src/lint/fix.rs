//! Mends a card by the fixes of its diagnostics, keeping every other byte.

use super::Options;
use super::diagnostic::Diagnostic;
use crate::source::{Edit, Fix, SourceFile};

/// How often a card is mended and judged anew, where it has no more lines than that: one fix may uncover another.
const ROUNDS: usize = 50;

/// The same for a card of any length.
const MOST_ROUNDS: usize = 1000;

/// A card after its fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The card as it stands now.
    pub source: SourceFile,
    /// How many fixes it took.
    pub applied: usize,
    /// What is still wrong with it.
    pub remaining: Vec<Diagnostic>,
}

/// Applies the safe fixes of a card's diagnostics, with `all` the others too, until none is left.
///
/// ```
/// use cardlint::{lint::{Options, fix::fix}, source::SourceFile};
///
/// let card = SourceFile::new("README.md", "---\nlicense: MIT # as the code\n---\n");
/// let fixed = fix(&card, &Options::default(), false);
/// assert_eq!(fixed.source.text, "---\nlicense: mit # as the code\n---\n");
/// ```
pub fn fix(source: &SourceFile, options: &Options, all: bool) -> Fixed {
    fix_with(source, all, |source| super::lint(source, options))
}

/// As [`fix()`], where `judge` says what is wrong with a text.
pub fn fix_with(source: &SourceFile, all: bool, judge: impl Fn(&SourceFile) -> Vec<Diagnostic>) -> Fixed {
    let mut fixed = Fixed { source: source.clone(), applied: 0, remaining: judge(source) };
    for _ in 0..source.text.lines().count().clamp(ROUNDS, MOST_ROUNDS) {
        let fixes = fixed.remaining.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
        let (text, applied) = apply(&fixed.source.text, fixes.filter(|fix| all || fix.safe));
        if applied == 0 {
            return fixed;
        }
        fixed.source = SourceFile::new(fixed.source.name, text);
        fixed.applied += applied;
        fixed.remaining = judge(&fixed.source);
    }
    // Fixes that call for others without end mend nothing.
    Fixed { source: source.clone(), applied: 0, remaining: judge(source) }
}

/// The text with as many of the fixes as go together, the first ones first; and how many those are.
fn apply<'a>(text: &str, fixes: impl Iterator<Item = &'a Fix>) -> (String, usize) {
    let mut edits: Vec<&Edit> = Vec::new();
    let mut applied = 0;
    for fix in fixes {
        if fix.edits.is_empty() || !fix.edits.iter().all(|edit| fits(text, edit)) {
            continue;
        }
        if fix.edits.iter().all(|edit| edits.contains(&edit)) {
            // The same edits mend two diagnostics.
            applied += 1;
        } else if fix.edits.iter().all(|edit| edits.iter().all(|other| !clash(edit, other))) {
            edits.extend(&fix.edits);
            applied += 1;
        }
    }
    edits.sort_by_key(|edit| edit.span);
    let mut mended = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        mended.push_str(&text[done..edit.span.start]);
        mended.push_str(&edit.text);
        done = edit.span.end;
    }
    mended.push_str(&text[done..]);
    (mended, applied)
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

    fn replace(start: usize, end: usize, text: &str) -> Fix {
        Fix::safe("test", vec![Edit::replace(Span::new(start, end), text)])
    }

    #[test]
    fn edits_apart_are_made_together() {
        let fixes = [replace(4, 6, "X"), replace(0, 1, "YY")];
        assert_eq!(apply("ab, cd\r\n", fixes.iter()), ("YYb, X\r\n".to_owned(), 2));
    }

    #[test]
    fn of_edits_that_touch_the_first_is_made() {
        let fixes = [replace(0, 2, "X"), replace(2, 3, "Y"), replace(1, 4, "Z")];
        assert_eq!(apply("abcd", fixes.iter()), ("Xcd".to_owned(), 1));
    }

    #[test]
    fn equal_edits_mend_both() {
        let fixes = [replace(0, 2, "X"), replace(0, 2, "X")];
        assert_eq!(apply("abcd", fixes.iter()), ("Xcd".to_owned(), 2));
    }

    #[test]
    fn deletions_side_by_side_are_made_together() {
        let fixes = [replace(0, 1, ""), replace(1, 2, ""), replace(2, 3, "X")];
        assert_eq!(apply("abcd", fixes.iter()), ("cd".to_owned(), 2));
    }

    #[test]
    fn an_edit_outside_the_text_or_inside_a_character_is_left_out() {
        let fixes = [replace(3, 9, "X"), replace(1, 2, "Y")];
        assert_eq!(apply("éa", fixes.iter()), ("éa".to_owned(), 0));
    }
}
