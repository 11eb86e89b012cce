//! What an editor can fold: the front matter, and each key with more than a line.

use gen_lsp_types::{FoldingRange, FoldingRangeKind};

use super::documents::Document;
use super::finding::Analysis;
use super::positions::number;
use crate::source::Span;
use crate::yaml::{Node, Value};

pub(super) fn ranges(document: &Document, analysis: &Analysis) -> Vec<FoldingRange> {
    let Some(card) = &analysis.card else { return Vec::new() };
    let mut ranges = Vec::new();
    ranges.extend(card.front_matter.and_then(|block| range(document, block, Some(FoldingRangeKind::Region))));
    below(document, &card.metadata, &mut ranges);
    ranges.dedup_by_key(|range| (range.start_line, range.end_line));
    ranges
}

fn below(document: &Document, node: &Node, ranges: &mut Vec<FoldingRange>) {
    match &node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                ranges.extend(range(document, Span::new(entry.key.span.start, entry.value.span.end), None));
                below(document, &entry.value, ranges);
            }
        }
        Value::Sequence(items) => {
            for item in items {
                ranges.extend(range(document, item.span, None));
                below(document, item, ranges);
            }
        }
        _ => {}
    }
}

/// The lines of a span, without the blank ones at its end; `None` where it is one line, or written elsewhere.
fn range(document: &Document, span: Span, kind: Option<FoldingRangeKind>) -> Option<FoldingRange> {
    let text = document.text().get(span.start..span.end)?;
    let end = span.start + text.trim_end().len();
    let (start_line, end_line) = (document.lines.line(span.start), document.lines.line(end));
    (start_line < end_line).then(|| FoldingRange {
        start_line: number(start_line),
        end_line: number(end_line),
        kind,
        ..FoldingRange::default()
    })
}
