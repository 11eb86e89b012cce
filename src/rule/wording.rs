//! The words for a problem that the reader of cards found.

use std::borrow::Cow;

use super::diagnostic::Consumer;
use crate::source::Span;

/// What a rule says of a problem; its file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// What is wrong.
    pub message: Cow<'static, str>,
    /// What that means to the Hub or a client, where the message does not say so.
    pub effect: Option<Cow<'static, str>>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// What its fix does, as an imperative; where it is not said, the help.
    pub fix: Option<Cow<'static, str>>,
    /// Places that belong to it.
    pub labels: Vec<(Span, &'static str)>,
    /// Who trips over it, where that is not all whom the rule names.
    pub predicts: Option<&'static [Consumer]>,
}

impl Wording {
    /// Says what is wrong.
    pub(crate) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Says what that means to the Hub or a client.
    #[must_use]
    pub(crate) fn effect(mut self, effect: impl Into<Cow<'static, str>>) -> Self {
        self.effect = Some(effect.into());
        self
    }

    /// Says what to do, and what its fix does, if it has one.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what its fix does.
    #[must_use]
    pub(crate) fn fix(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.fix = Some(title.into());
        self
    }

    /// Adds a related place.
    #[must_use]
    pub(crate) fn label(mut self, at: Span, text: &'static str) -> Self {
        self.labels.push((at, text));
        self
    }

    /// Says that only the clients that read YAML as PyYAML does trip over it.
    #[must_use]
    pub(crate) fn python_only(mut self) -> Self {
        self.predicts = Some(&[Consumer::HuggingfaceHub, Consumer::Datasets]);
        self
    }

    /// Says that only the Hub trips over it.
    #[must_use]
    pub(crate) fn hub_only(mut self) -> Self {
        self.predicts = Some(&[Consumer::Hub]);
        self
    }

    /// What is wrong, and what that means.
    pub fn sentence(&self) -> String {
        match &self.effect {
            Some(effect) => format!("{}: {effect}", self.message),
            None => self.message.clone().into_owned(),
        }
    }

    /// What its fix is called.
    pub fn fix_title(&self) -> &str {
        self.fix.as_ref().or(self.help.as_ref()).unwrap_or(&self.message)
    }
}
