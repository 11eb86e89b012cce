//! The format for people: each diagnostic with its source snippet, drawn by miette.

use std::borrow::Cow;
use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SpanContents};

use super::RenderStyle;
use super::effect::effect_of;
use crate::printable;
use crate::rule::diagnostic::{Consumer, Diagnostic, Severity};
use crate::rules;
use crate::source::{SourceFile, Span};

/// The most lines of a snippet; of longer ranges, the first line is shown.
const MAX_LINES: usize = 5;

/// How many bytes of a line are shown: of a longer line, those around the place.
const MAX_LINE_BYTES: usize = 2000;

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic], style: RenderStyle) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let shown = match (printable::line(&source.name), printable::snippet(&source.text)) {
        (Cow::Borrowed(_), Cow::Borrowed(_)) => None,
        (name, text) => Some(SourceFile::new(name, text)),
    };
    let source = shown.as_ref().unwrap_or(source);
    let mut text = String::new();
    for diagnostic in diagnostics {
        let handler = GraphicalReportHandler::new_themed(theme.clone())
            .with_width(style.width)
            .with_links(false)
            .with_footer(footer(diagnostic, style.width));
        // Writing to a string does not fail.
        let _ = handler.render_report(&mut text, &Drawn { source: CardText(source), diagnostic });
        text.push('\n');
    }
    text
}

/// How to fix it, whom it affects, and where to read on.
fn footer(diagnostic: &Diagnostic, width: usize) -> String {
    let mut lines = Vec::new();
    if let Some(fix) = &diagnostic.fix {
        let flag = if fix.safe { "--fix" } else { "--unsafe-fixes" };
        lines.push(match &diagnostic.help {
            Some(help) if *help == fix.title => format!("{flag} does this"),
            _ => format!("fix: {} ({flag})", fix.title),
        });
    }
    let mut more = format!("more: cardlint explain {}", diagnostic.rule.id);
    if let Some(address) = rules::address(diagnostic.rule) {
        more = format!("{more}, or {address}");
    }
    // Such a message says itself that the Hub likely rejects the card.
    let said = diagnostic.likely && diagnostic.predicts == [Consumer::Hub];
    match effect_of(diagnostic).filter(|_| !said) {
        Some(verdict) if verdict.len() + more.len() + 8 <= width => lines.push(format!("{verdict}; {more}")),
        Some(verdict) => lines.extend([verdict, more]),
        None => lines.push(more),
    }
    lines.join("\n")
}

/// A diagnostic as miette wants it.
struct Drawn<'a> {
    source: CardText<'a>,
    diagnostic: &'a Diagnostic,
}

impl fmt::Debug for Drawn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(formatter)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{}[{}]", self.diagnostic.severity, self.diagnostic.rule.id)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let primary = LabeledSpan::new_primary_with_span(None, self.source.clip(self.diagnostic.at));
        let labels = self.diagnostic.labels.iter();
        let related =
            labels.map(|label| LabeledSpan::new_with_span(Some(label.text.clone()), self.source.clip(label.at)));
        Some(Box::new(std::iter::once(primary).chain(related)))
    }
}

/// The text of a card for miette, which would otherwise scan it from its start for each diagnostic.
#[derive(Debug)]
struct CardText<'a>(&'a SourceFile);

impl CardText<'_> {
    /// The first line of a range that is too long to show.
    fn clip(&self, span: Span) -> Span {
        let length = self.0.text.len();
        let mut span = Span::new(span.start.min(length), span.end.min(length));
        let lines = self.0.slice(span).bytes().filter(|byte| *byte == b'\n').take(MAX_LINES).count();
        if lines == MAX_LINES {
            span.end = self.0.line_at(span.start).end.max(span.start);
        }
        if span.len() > MAX_LINE_BYTES {
            span.end = self.0.line_around(span.start, MAX_LINE_BYTES / 4).end.max(span.start);
        }
        span
    }

    /// The line around a byte, or the part of a long one; and whether it is whole.
    fn line(&self, offset: usize) -> (Span, bool) {
        let line = self.0.line_at(offset);
        let is_whole = line.len() <= MAX_LINE_BYTES;
        (if is_whole { line } else { self.0.line_around(offset, MAX_LINE_BYTES / 4) }, is_whole)
    }
}

impl miette::SourceCode for CardText<'_> {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // Two places far from each other are drawn apart.
        if span.len() > MAX_LINE_BYTES {
            return Err(MietteError::OutOfBounds);
        }
        let (mut first, mut is_whole) = self.line(span.offset());
        for _ in 0..before {
            let (line, whole) = self.line(first.start.saturating_sub(1));
            if is_whole && whole {
                first = line;
            }
        }
        let (mut last, whole) = self.line(span.offset() + span.len());
        is_whole = whole;
        for _ in 0..after {
            let end_of_line = || self.0.text[last.end..].find('\n');
            let next = is_whole.then(end_of_line).flatten().map(|at| last.end + at + 1);
            let (line, whole) = self.line(next.unwrap_or(self.0.text.len()));
            if is_whole && whole {
                last = line;
            }
        }
        // Without context miette asks where the place itself begins.
        let start = if before == 0 { span.offset() } else { first.start };
        let shown = Span::new(start, last.end.max(start));
        let position = self.0.position(start);
        let contents = MietteSpanContents::new_named(
            self.0.name.clone(),
            self.0.slice(shown).as_bytes(),
            shown.into(),
            position.line - 1,
            position.column - 1,
            self.0.slice(shown).lines().count(),
        );
        Ok(Box::new(contents))
    }
}
