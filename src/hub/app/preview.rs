//! The card that is previewed: what the linter says of it, shown beside every page.

use std::path::PathBuf;

use crate::hub::state::RepoId;
use crate::lint::edits;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::source::{Fix, SourceFile};
use crate::walk;

/// A previewed card, with its diagnostics.
#[derive(Clone, Debug)]
pub(crate) struct Preview {
    /// The card's file.
    pub(crate) path: PathBuf,
    /// The card as it was read.
    pub(crate) source: SourceFile,
    /// Grows each time the card changes.
    pub(crate) version: u64,
    /// What keeps the page from showing the card as it is on disk.
    pub(crate) trouble: Option<String>,
    /// What the linter finds.
    pub(crate) findings: Vec<Finding>,
    /// The card with all safe fixes, if there are any.
    pub(crate) fixed: Option<String>,
    /// The repo that has the card.
    pub(crate) repo: RepoId,
    /// Who looks at it first.
    pub(crate) reader: &'static str,
}

/// One diagnostic, with its line of the card in three parts.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) rule: &'static str,
    /// What the rule is about, at the first of its findings.
    pub(crate) docs: Option<&'static str>,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) before: String,
    pub(crate) excerpt: String,
    pub(crate) after: String,
    pub(crate) fix: Option<Fix>,
}

impl Preview {
    /// The path of the page that the card makes.
    pub(crate) fn page(&self) -> String {
        format!("/{}", self.repo.path())
    }

    /// Writes the card's file with the fix of one finding, by its number, or with `all` safe ones; says why it could not.
    pub(crate) fn fix(&self, which: &str) -> Result<(), String> {
        let text = match which {
            "all" => self.fixed.clone(),
            number => number
                .parse::<usize>()
                .ok()
                .and_then(|number| edits::apply_one(&self.source.text, self.findings.get(number)?.fix.as_ref()?)),
        };
        let text = text.ok_or_else(|| format!("there is no fix `{which}`"))?;
        walk::write(&self.path, &self.source.text, &text).map_err(|error| error.to_string())
    }
}

impl Finding {
    /// The diagnostics of a card.
    pub(crate) fn all(source: &SourceFile, diagnostics: &[Diagnostic]) -> Vec<Self> {
        let first = |at: usize| diagnostics[..at].iter().all(|other| other.rule.id != diagnostics[at].rule.id);
        diagnostics.iter().enumerate().map(|(at, diagnostic)| Self::new(source, diagnostic, first(at))).collect()
    }

    fn new(source: &SourceFile, diagnostic: &Diagnostic, first: bool) -> Self {
        let position = source.position(diagnostic.at.start);
        let line = source.line_at(diagnostic.at.start);
        let start = diagnostic.at.start.clamp(line.start, line.end);
        let end = diagnostic.at.end.clamp(start, line.end);
        let part = |from, to| source.text.get(from..to).unwrap_or_default().to_owned();
        Self {
            severity: diagnostic.severity,
            rule: diagnostic.rule.id,
            docs: first.then_some(diagnostic.rule.docs),
            line: position.line,
            column: position.column,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            before: part(line.start, start),
            excerpt: part(start, end),
            after: part(end, line.end),
            fix: diagnostic.fix.clone(),
        }
    }

    /// What the fix does, to read on a button.
    pub(crate) fn title(&self) -> Option<String> {
        let mut chars = self.fix.as_ref()?.title.chars();
        Some(chars.next()?.to_uppercase().chain(chars).collect())
    }

    pub(crate) fn is_safe(&self) -> bool {
        self.fix.as_ref().is_some_and(|fix| fix.safe)
    }
}
