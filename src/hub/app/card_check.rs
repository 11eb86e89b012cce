//! The check of a card that comes in: whoever changes README.md hears what the Hub says of it.

use std::sync::Arc;

use crate::card::{BENCHMARK_NAME, CARD_NAME, Card, Document, RepoType};
use crate::hub::state::HubError;
use crate::hub::state::cards::ParsedCard;
use crate::lint::{self, HubVerdict};
use crate::source::SourceFile;

/// A card that was checked, and parsed by the way. Checking takes as long as the card is large: to be done beside the state.
pub(crate) struct CheckedCard {
    /// What the Hub says of it.
    pub(crate) verdict: HubVerdict,
    /// The card.
    pub(crate) parsed: Arc<ParsedCard>,
}

/// What the Hub says of the `eval.yaml` of a dataset that comes in; nothing where it is no benchmark, or is in order.
// fidelity: eval-yaml
pub(crate) fn benchmark_errors(kind: RepoType, text: &str) -> Vec<String> {
    if kind != RepoType::Dataset || !Document::Benchmark.claims(text) {
        return Vec::new();
    }
    let card = Card::read(SourceFile::new(BENCHMARK_NAME, text), Some(kind));
    lint::verdict(&card).errors.into_iter().map(|error| format!("{BENCHMARK_NAME}: {}", error.message)).collect()
}

impl CheckedCard {
    /// Checks the card of a repo of this type.
    pub(crate) fn new(kind: RepoType, text: &str) -> Self {
        let card = Card::read(SourceFile::new(CARD_NAME, text), Some(kind));
        Self { verdict: lint::verdict(&card), parsed: Arc::new(ParsedCard::from(&card)) }
    }

    /// The lines that a commit with this card is answered with; the error where the Hub rejects it.
    pub(crate) fn commit(&self) -> Result<String, HubError> {
        if self.verdict.errors.is_empty() {
            return Ok(self.warnings());
        }
        Err(HubError::CardRejected(self.errors()))
    }

    /// The lines that a push with this card is answered with; the error, as the pusher reads it, where the Hub rejects it.
    pub(crate) fn push(&self) -> Result<String, HubError> {
        if self.verdict.errors.is_empty() {
            return Ok(self.warnings());
        }
        Err(HubError::PushRejected(lint::push_refusal(&self.errors())))
    }

    fn errors(&self) -> Vec<String> {
        self.verdict.errors.iter().map(|error| error.message.clone()).collect()
    }

    fn warnings(&self) -> String {
        let warnings = self.verdict.warnings.iter().map(|warning| format!("Warning: {}\n", warning.message));
        warnings.collect()
    }
}
