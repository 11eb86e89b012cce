//! Where a card could not be read: what is there has no shape to check.

use std::cell::Cell;

use crate::card::{Card, CardProblem};
use crate::rule::diagnostic::Consumer;
use crate::rules;
use crate::source::Span;
use crate::yaml::YamlProblem;

/// The places of the problems for which the Hub rejects a card.
pub(super) struct Broken<'a> {
    text: &'a str,
    /// By their start.
    spans: Vec<Span>,
    /// The furthest end below each node of the binary tree over `spans`.
    furthest: Vec<usize>,
    /// Where they end, ascending.
    ends: Vec<usize>,
    /// The last key that was asked for, and where something follows it.
    followed: Cell<(usize, Option<(usize, usize)>)>,
}

impl<'a> Broken<'a> {
    pub(super) fn new(card: &'a Card) -> Self {
        let problems = card.problems.iter().filter(|problem| rules::rule_of(problem).predicts.contains(&Consumer::Hub));
        let mut spans: Vec<_> = problems
            .map(|problem| match problem.kind {
                CardProblem::Yaml(YamlProblem::ItemsWithoutDashes { all, .. }) => all,
                _ => problem.at,
            })
            .collect();
        spans.sort_unstable();
        let mut ends: Vec<_> = spans.iter().map(|span| span.end).collect();
        let leaves = spans.len().next_power_of_two();
        let mut furthest = vec![0; leaves];
        furthest.extend(&ends);
        furthest.resize(2 * leaves, 0);
        for node in (1..leaves).rev() {
            furthest[node] = furthest[2 * node].max(furthest[2 * node + 1]);
        }
        ends.sort_unstable();
        Self { text: &card.source.text, spans, furthest, ends, followed: Cell::default() }
    }

    /// Whether a problem touches a value, and not its key, or is about what they are part of.
    pub(super) fn at(&self, value: Span, key: Option<Span>) -> bool {
        let before = self.spans.partition_point(|span| span.start <= value.end);
        self.any(1, 0, self.furthest.len() / 2, before, value.start, &|span| {
            key.is_none_or(|key| !key.touches(span) || span.start <= key.start && value.end <= span.end)
        })
    }

    /// Whether one of the first `before` places ends at `from` or behind and is wanted; `node` covers `count` places from `first`
    /// on.
    fn any(
        &self,
        node: usize,
        first: usize,
        count: usize,
        before: usize,
        from: usize,
        wanted: &dyn Fn(Span) -> bool,
    ) -> bool {
        if first >= before || self.furthest[node] < from {
            return false;
        }
        crate::work::done(1);
        if count == 1 {
            return wanted(self.spans[first]);
        }
        let half = count / 2;
        self.any(2 * node, first, half, before, from, wanted)
            || self.any(2 * node + 1, first + half, half, before, from, wanted)
    }

    /// Whether a problem ends before a byte with nothing but whitespace between.
    pub(super) fn right_before(&self, at: usize) -> bool {
        let Some(before) = self.text.get(..at) else { return false };
        let end = before.trim_end().len();
        self.ends.get(self.ends.partition_point(|each| *each < end)).is_some_and(|each| *each <= at)
    }

    /// Whether a problem begins after the colon of the key that ends at a byte, with nothing but whitespace and comments between.
    pub(super) fn in_place_of_value(&self, key: usize) -> bool {
        let (last, followed) = self.followed.get();
        let followed = if last == key { followed } else { self.follow(key) };
        self.followed.set((key, followed));
        followed.is_some_and(|(from, to)| {
            self.spans.get(self.spans.partition_point(|span| span.start < from)).is_some_and(|span| span.start <= to)
        })
    }

    /// The bytes between the colon of a key and what follows.
    fn follow(&self, key: usize) -> Option<(usize, usize)> {
        let behind = self.text.get(key..)?;
        let rest = behind.trim_start().strip_prefix(':')?;
        let from = self.text.len() - rest.len();
        let mut to = from;
        for line in rest.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            crate::work::done(line.len());
            if indent < line.len() && !line[indent..].starts_with('#') {
                to += indent;
                break;
            }
            to += line.len();
        }
        Some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn each_value_with_a_problem_is_found_among_many() {
        for count in [0, 1, 2, 3, 20, 61] {
            let lines: String = (0..count).map(|n| format!("good{n}: mit\nbroken{n}: *none\n")).collect();
            let card = Card::read(SourceFile::new("README.md", format!("---\n{lines}last: mit\n---\n")), None);
            let broken = Broken::new(&card);
            for entry in card.metadata.entries() {
                let key = entry.key.key_text();
                assert_eq!(
                    broken.at(entry.value.span, Some(entry.key.span)),
                    key.starts_with("broken"),
                    "{key} of {count}"
                );
            }
            assert_eq!(broken.at(card.metadata.span, None), count > 0);
        }
    }
}
