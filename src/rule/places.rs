//! Many places in a card, to be asked whether one of them touches another.

use crate::source::Span;

/// Places to be asked whether they touch another.
pub(crate) struct Places {
    /// By their start, each with the furthest end up to there.
    spans: Vec<(usize, usize)>,
}

impl Places {
    pub(crate) fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<_> = spans.map(|span| (span.start, span.end)).collect();
        spans.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut spans {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { spans }
    }

    /// Whether one of them touches this place.
    pub(crate) fn touch(&self, at: Span) -> bool {
        let before = self.spans.partition_point(|(start, _)| *start <= at.end);
        before.checked_sub(1).is_some_and(|last| self.spans[last].1 >= at.start)
    }
}
