//! Merge conflicts that were left in a card.

use super::{CardProblem, Problem};
use crate::source::Span;

/// The text with one side of each conflict in `content`, every byte in its place, and the conflicts.
pub(super) fn one_side(text: &str, content: Span) -> Option<(String, Vec<Problem>)> {
    let block = text.get(content.start..content.end)?;
    if !block.contains("<<<<<<< ") {
        return None;
    }
    let mut side = String::with_capacity(text.len());
    side.push_str(&text[..content.start]);
    let mut problems = Vec::new();
    let mut dropping = false;
    for line in block.split_inclusive('\n') {
        let marker = match line.trim_end() {
            start if start.starts_with("<<<<<<< ") => {
                problems.push(problem(Span::new(side.len(), side.len() + start.len())));
                true
            }
            "=======" if !problems.is_empty() => {
                dropping = true;
                true
            }
            end if dropping && end.starts_with(">>>>>>>") => {
                dropping = false;
                true
            }
            _ => false,
        };
        if marker || dropping {
            side.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            side.push_str(line);
        }
    }
    side.push_str(&text[content.end..]);
    (!problems.is_empty()).then_some((side, problems))
}

/// A conflict that begins at a marker line.
pub(super) fn problem(at: Span) -> Problem {
    Problem::new(CardProblem::MergeConflict, at)
        .hub_yaml("can not read a block mapping entry; a multiline key may not be an implicit key", at.start)
}
