//! What is wrong with a seed, and where.

use crate::source::{SourceFile, Span};

/// Why a seed is rejected: the place in `hub.yaml`, what is wrong there, and what to do.
#[derive(Clone, Debug)]
pub struct SeedError {
    /// The seed.
    pub source: SourceFile,
    /// The place; empty where it is the file as a whole.
    pub at: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl SeedError {
    pub(crate) fn at(source: &SourceFile, at: Span, message: impl Into<String>) -> Self {
        Self { source: source.clone(), at, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl std::fmt::Display for SeedError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = crate::printable::line(&self.source.name);
        if self.source.text.is_empty() {
            return write!(formatter, "{name} {}", self.message);
        }
        let position = self.source.position(self.at.start);
        write!(formatter, "{name}:{}:{}: {}", position.line, position.column, self.message)
    }
}

impl std::error::Error for SeedError {}

/// The place is drawn from the source.
impl miette::Diagnostic for SeedError {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        (!self.source.text.is_empty()).then_some(&self.source.text as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        let here = miette::LabeledSpan::underline(self.at);
        (!self.source.text.is_empty()).then(|| Box::new(std::iter::once(here)) as Box<dyn Iterator<Item = _>>)
    }
}
