//! What a rule reports about a card.

use std::borrow::Cow;

use super::Rule;
pub use crate::card::HubReply;
use crate::source::{Fix, Span};

/// How severe a diagnostic is; the more severe, the greater.
///
/// ```
/// use cardlint::rule::diagnostic::Severity;
///
/// assert!(Severity::Error > Severity::Warning && Severity::Warning > Severity::Info);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing: nothing is rejected or lost.
    Info,
    /// The Hub warns, or metadata is silently lost, or readers of the same value disagree.
    Warning,
    /// The Hub rejects the card, or a client raises an error.
    Error,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// Whom a mistake affects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Consumer {
    /// The Hub: its validator, its pages, its git hook.
    Hub,
    /// The Python client `huggingface_hub`.
    HuggingfaceHub,
    /// The Python library `datasets`.
    Datasets,
    /// People who read the card or fill in its form.
    Reader,
}

/// One mistake, with its location.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The rule's severity, or the level that the configuration gives it.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub at: Span,
    /// Places that belong to it.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// How to fix it.
    pub fix: Option<Fix>,
    /// Whose behavior this predicts.
    pub predicts: Vec<Consumer>,
    /// Whether the prediction rests on derived evidence only.
    pub likely: bool,
    /// What the Hub answers, in its words; `None` where it silently accepts the card.
    pub hub: Option<HubReply>,
    /// What the parsers make of the value, for another diagnostic about it.
    pub(crate) aside: Option<Cow<'static, str>>,
}

/// A related place of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// Where.
    pub at: Span,
    /// How it is related.
    pub text: String,
}

impl Diagnostic {
    /// Adds a related place.
    pub fn label(&mut self, at: Span, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { at, text: text.into() });
        self
    }

    /// Says what to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to do, if nothing says so yet.
    pub fn help_if_none(&mut self, text: impl Into<String>) -> &mut Self {
        self.help.get_or_insert_with(|| text.into());
        self
    }

    /// Says how to fix it.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }

    /// Sets another severity than the rule's.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Names other consumers than the rule's.
    pub fn predicts(&mut self, consumers: &[Consumer]) -> &mut Self {
        self.predicts = consumers.to_vec();
        self
    }

    /// Says what the Hub answers, in its words: a rejection for an error, else a warning.
    pub fn hub(&mut self, text: impl Into<String>) -> &mut Self {
        self.hub = Some(HubReply::Invalid(text.into()));
        self
    }

    /// Marks the prediction as resting on derived evidence.
    pub fn likely(&mut self) -> &mut Self {
        self.likely = true;
        self
    }
}
