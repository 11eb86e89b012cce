//! What cardlint found in a document.

use crate::card::Card;
use crate::rule::Rule;
use crate::rule::diagnostic::{self, Severity};
use crate::source::{Fix, Span};

/// A document that was checked.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    /// The card, where the document is one.
    pub(super) card: Option<Card>,
    /// What is wrong, by place.
    pub(super) findings: Vec<Finding>,
}

/// One thing that is wrong, whatever kind of document it is in.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) at: Span,
    pub(super) severity: Severity,
    pub(super) rule: Option<&'static Rule>,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) labels: Vec<diagnostic::Label>,
    pub(super) fix: Option<Fix>,
}

impl Finding {
    pub(super) fn error(at: Span, message: String, help: Option<String>) -> Self {
        Self { at, severity: Severity::Error, rule: None, message, help, labels: Vec::new(), fix: None }
    }
}

impl From<diagnostic::Diagnostic> for Finding {
    fn from(diagnostic: diagnostic::Diagnostic) -> Self {
        let diagnostic::Diagnostic { rule, severity, message, at, labels, help, fix, .. } = diagnostic;
        Self { at, severity, rule: Some(rule), message, help, labels, fix }
    }
}
