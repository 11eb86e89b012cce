//! The card that is previewed: what the linter says of it, shown beside every page.

use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;

/// A previewed card, with its diagnostics.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preview {
    /// The name of the card's file.
    pub(crate) file: String,
    /// Grows each time the card changes.
    pub(crate) version: u64,
    /// What keeps the page from showing the card as it is on disk.
    pub(crate) trouble: Option<String>,
    /// What the linter finds.
    pub(crate) findings: Vec<Finding>,
    /// The page of the repo that has the card.
    pub(crate) page: String,
    /// Who looks at it first.
    pub(crate) reader: String,
}

/// One diagnostic, with its line of the card in three parts.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) rule: &'static str,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) before: String,
    pub(crate) excerpt: String,
    pub(crate) after: String,
}

impl Preview {
    /// The diagnostics of `source`; `trouble` is what keeps the page from showing the card as it is on disk.
    pub(crate) fn new(source: &SourceFile, diagnostics: &[Diagnostic], version: u64, trouble: Option<String>) -> Self {
        Self {
            file: source.name.clone(),
            version,
            trouble,
            findings: diagnostics.iter().map(|diagnostic| Finding::new(source, diagnostic)).collect(),
            page: "/".to_owned(),
            reader: String::new(),
        }
    }

    /// Says which page the card makes, and as whom `/preview` opens it.
    #[must_use]
    pub(crate) fn of(mut self, page: &str, reader: &str) -> Self {
        page.clone_into(&mut self.page);
        reader.clone_into(&mut self.reader);
        self
    }
}

impl Finding {
    fn new(source: &SourceFile, diagnostic: &Diagnostic) -> Self {
        let position = source.position(diagnostic.at.start);
        let line = source.line_at(diagnostic.at.start);
        let start = diagnostic.at.start.clamp(line.start, line.end);
        let end = diagnostic.at.end.clamp(start, line.end);
        let part = |from, to| source.text.get(from..to).unwrap_or_default().to_owned();
        Self {
            severity: diagnostic.severity,
            rule: diagnostic.rule.id,
            line: position.line,
            column: position.column,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            before: part(line.start, start),
            excerpt: part(start, end),
            after: part(end, line.end),
        }
    }
}
