//! What the linter says about the card that is previewed, beside every page.

use askama::Template;

use crate::lint::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;
use crate::words::{count, list};

/// The diagnostics of a card, to be shown beside the page it makes.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "hub/panel.html")]
pub struct Panel {
    file: String,
    /// Grows each time the card changes.
    pub(crate) version: u64,
    trouble: Option<String>,
    findings: Vec<Finding>,
    /// The page of the repo that has the card.
    pub(crate) page: String,
    /// Who looks at it first.
    pub(crate) reader: String,
}

#[derive(Clone, Debug)]
struct Finding {
    severity: Severity,
    rule: &'static str,
    line: usize,
    column: usize,
    message: String,
    help: Option<String>,
    before: String,
    excerpt: String,
    after: String,
}

impl Panel {
    /// The diagnostics of `source`; `trouble` is what keeps the page from showing the card as it is on disk.
    pub fn new(source: &SourceFile, diagnostics: &[Diagnostic], version: u64, trouble: Option<String>) -> Self {
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
    pub fn of(mut self, page: &str, reader: &str) -> Self {
        page.clone_into(&mut self.page);
        reader.clone_into(&mut self.reader);
        self
    }

    fn summary(&self) -> String {
        let number = |severity| self.findings.iter().filter(|finding| finding.severity == severity).count();
        let kinds: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
            .into_iter()
            .map(|(severity, noun)| (number(severity), noun))
            .filter(|(number, _)| *number > 0)
            .map(|(number, noun)| count(number, noun))
            .collect();
        if kinds.is_empty() {
            "The linter finds nothing wrong.".to_owned()
        } else {
            format!("The linter finds {}.", list(&kinds))
        }
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
