//! Applies edits to a text, as many as go together, keeping every other byte.

use std::collections::BTreeMap;

use crate::source::{Edit, Fix, Span};

/// The text after one fix; `None` where it edits nothing of this text.
pub(crate) fn apply_one(text: &str, fix: &Fix) -> Option<String> {
    let (text, _, applied) = apply(text, std::iter::once((0, fix)));
    (!applied.is_empty()).then_some(text)
}

/// The text with as many of the fixes as go together, the first ones first; the edits in order; and which fixes those are.
pub(super) fn apply<'a>(
    text: &str,
    fixes: impl Iterator<Item = (usize, &'a Fix)>,
) -> (String, Vec<&'a Edit>, Vec<usize>) {
    let mut edits = Edits::default();
    let mut applied = Vec::new();
    for (index, fix) in fixes {
        if fix.edits.is_empty() || !fix.edits.iter().all(|edit| fits(text, edit)) {
            continue;
        }
        // The same edits may fix two diagnostics.
        if fix.edits.iter().all(|edit| edits.have(edit)) {
            applied.push(index);
        } else if !fix.edits.iter().any(|edit| edits.clash(edit)) {
            fix.edits.iter().for_each(|edit| edits.add(edit));
            applied.push(index);
        }
    }
    let edits: Vec<_> = edits.by_place.into_values().collect();
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

/// Edits that can be applied together: none overlaps another.
#[derive(Default)]
struct Edits<'a> {
    by_place: BTreeMap<Span, &'a Edit>,
}

impl<'a> Edits<'a> {
    fn have(&self, edit: &Edit) -> bool {
        self.by_place.get(&edit.span).is_some_and(|other| *other == edit)
    }

    /// Whether an edit touches one of them, so that they cannot be applied together. Adjacent deletions can.
    fn clash(&self, edit: &Edit) -> bool {
        let last = Span::new(edit.span.end, usize::MAX);
        let touching = self.by_place.range(..=last).rev().take_while(|(span, _)| span.end >= edit.span.start);
        touching.into_iter().any(|(span, other)| {
            let apart = edit.span.end <= span.start || span.end <= edit.span.start;
            !(apart && other.text.is_empty() && edit.text.is_empty())
        })
    }

    fn add(&mut self, edit: &'a Edit) {
        self.by_place.insert(edit.span, edit);
    }
}

fn fits(text: &str, edit: &Edit) -> bool {
    edit.span.start <= edit.span.end && text.get(edit.span.start..edit.span.end).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn equal_edits_fix_both() {
        let fixes = [replace(0, 2, "X"), replace(0, 2, "X")];
        assert_eq!(made("abcd", &fixes), ("Xcd".to_owned(), 2));
    }

    #[test]
    fn deletions_side_by_side_are_made_together() {
        let fixes = [replace(0, 1, ""), replace(1, 2, ""), replace(2, 3, "X")];
        assert_eq!(made("abcd", &fixes), ("cd".to_owned(), 2));
        let fixes = [replace(1, 2, ""), replace(0, 1, ""), replace(1, 3, "")];
        assert_eq!(made("abcd", &fixes), ("cd".to_owned(), 2));
    }

    #[test]
    fn an_edit_outside_the_text_or_inside_a_character_is_left_out() {
        let fixes = [replace(3, 9, "X"), replace(1, 2, "Y")];
        assert_eq!(made("éa", &fixes), ("éa".to_owned(), 0));
    }
}
