//! Cards as the mock needs them: each is parsed once and kept beside its repo.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use gix_hash::ObjectId;
use serde_json::{Map, Value};

use super::card_json;
use super::files::Repository;
use crate::card::{CARD_NAME, Card, RepoType};
use crate::gate::GateForm;
use crate::lint::explain;
use crate::source::SourceFile;

/// A card that was parsed.
#[derive(Debug)]
pub struct ParsedCard {
    /// The card's text below its metadata, Markdown.
    pub body: String,
    /// The metadata, where the Hub can read it.
    pub metadata: Option<Map<String, Value>>,
    /// The gate form.
    pub form: GateForm,
    /// What is wrong with the YAML first: the line, and in words.
    pub problem: Option<(usize, String)>,
}

impl ParsedCard {
    /// Parses a card.
    pub fn parse(kind: RepoType, text: &str) -> Self {
        Self::from(&Card::read(SourceFile::new(CARD_NAME, text), Some(kind)))
    }
}

impl From<&Card> for ParsedCard {
    fn from(card: &Card) -> Self {
        // What only Python minds does not keep the Hub from reading a card.
        let is_read = card.front_matter.is_some() && card.hub_answer().is_none();
        let metadata = if is_read { card_json::object(&card.metadata) } else { None };
        let position = |at: usize| card.source.position(at).line;
        Self {
            body: card.source.slice(card.body).to_owned(),
            metadata,
            form: card.gate_form(),
            problem: card.problems.first().map(|problem| (position(problem.at.start), explain(problem).1.sentence())),
        }
    }
}

/// The parsed cards of one repo, by the id of their blob: the same text is the same card, whichever commit has it. Clones
/// share them.
#[derive(Clone, Debug, Default)]
pub struct Cards(Arc<Mutex<BTreeMap<ObjectId, Arc<ParsedCard>>>>);

/// What was parsed can be parsed again: it makes no difference between two states.
impl PartialEq for Cards {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Cards {
    pub(super) fn get(&self, blob: ObjectId) -> Option<Arc<ParsedCard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&blob).cloned()
    }

    /// Keeps a card that was parsed beside the state.
    pub fn keep(&self, blob: ObjectId, card: Arc<ParsedCard>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(blob, card);
    }
}

/// A card that was not parsed yet.
#[derive(Clone, Debug)]
pub struct UnparsedCard {
    kind: RepoType,
    blob: ObjectId,
    text: String,
    cards: Cards,
}

impl UnparsedCard {
    /// The card with this blob, for the cards of its repo.
    pub(super) fn new(kind: RepoType, blob: ObjectId, text: String, cards: Cards) -> Self {
        Self { kind, blob, text, cards }
    }

    /// Parses it and keeps it with its repo. It takes as long as the card is large: to be done beside the state.
    pub fn parse(self) {
        self.cards.keep(self.blob, Arc::new(ParsedCard::parse(self.kind, &self.text)));
    }
}

impl Repository {
    /// The blob of the card in a commit.
    pub fn card_blob(&self, commit: ObjectId) -> Option<ObjectId> {
        self.entry(commit, CARD_NAME).filter(|entry| !entry.is_folder()).map(|entry| entry.oid)
    }
}
