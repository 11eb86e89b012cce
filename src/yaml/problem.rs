//! What keeps a text from being read.

use crate::source::{Fix, Span};

/// One thing that keeps a card, or a part of it, from being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The id of the rule that reports it.
    pub rule: &'static str,
    /// Where.
    pub at: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Places that belong to it.
    pub labels: Vec<(Span, String)>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// What the Hub answers, where it refuses the card or warns, and its words are known.
    pub hub: Option<HubAnswer>,
}

/// The Hub's own words about a card that it cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubAnswer {
    /// A whole message.
    Message(&'static str),
    /// js-yaml's reason, and the byte where it stopped; the Hub adds line, column and a snippet.
    Yaml {
        /// The reason, e.g. `duplicated mapping key`.
        reason: String,
        /// The byte in the file.
        at: usize,
    },
}

impl Problem {
    /// A problem of a rule at a place.
    pub fn new(rule: &'static str, at: Span, message: impl Into<String>) -> Self {
        Self { rule, at, message: message.into(), help: None, labels: Vec::new(), fix: None, hub: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn label(mut self, at: Span, text: impl Into<String>) -> Self {
        self.labels.push((at, text.into()));
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Tells js-yaml's reason and the byte where it stops.
    #[must_use]
    pub fn hub_yaml(mut self, reason: impl Into<String>, at: usize) -> Self {
        self.hub = Some(HubAnswer::Yaml { reason: reason.into(), at });
        self
    }

    /// Tells the Hub's whole message.
    #[must_use]
    pub fn hub_message(mut self, message: &'static str) -> Self {
        self.hub = Some(HubAnswer::Message(message));
        self
    }
}
