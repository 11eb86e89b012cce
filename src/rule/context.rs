//! What is known besides a card's text.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::gate::GateForm;

/// What rules can use besides the card.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Values that the configuration adds to the Hub's lists.
    pub additional: &'a AdditionalWords,
    /// The form that the card has to have.
    pub gate: Option<&'a WantedForm>,
    /// What the Hub says of the repo, if it was asked.
    pub hub: Option<&'a HubRepo>,
    files: Option<&'a RepoFiles>,
}

impl<'a> Context<'a> {
    /// A context with these words and files.
    pub fn new(additional: &'a AdditionalWords, files: Option<&'a RepoFiles>) -> Self {
        Self { additional, gate: None, hub: None, files }
    }

    /// The same, for a card that has to have this form.
    pub(crate) fn with_gate(self, gate: Option<&'a WantedForm>) -> Self {
        Self { gate, ..self }
    }

    /// The same, for a repo of which the Hub says this.
    pub(crate) fn with_hub(self, hub: Option<&'a HubRepo>) -> Self {
        Self { hub, ..self }
    }

    /// The paths of the repo's files, if they are known.
    pub fn paths(&self) -> Option<&'a [String]> {
        self.files?.paths()
    }

    /// The same, unless there may be more than `few`: for rules of every card, which must not slow down a commit.
    pub fn few_paths(&self, few: usize) -> Option<&'a [String]> {
        let files = self.files.filter(|files| files.most.is_none_or(|most| most <= few))?;
        files.paths().filter(|paths| paths.len() <= few)
    }

    /// Whether the files are those of a repo that can be asked for them.
    pub fn has_files(&self) -> bool {
        self.files.is_some()
    }
}

/// What the Hub says of a repo, and its files do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HubRepo {
    /// How it is gated.
    pub gating: Gating,
    /// Whether only its owner and members of its organization see it.
    pub is_private: bool,
    /// The access requests that wait for too long, if there are any.
    pub overdue: Option<OverdueRequests>,
}

impl HubRepo {
    /// Whether files are for those only whose access request was accepted.
    pub fn is_gated(&self) -> bool {
        self.gating != Gating::No
    }
}

/// How access requests of a repo are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gating {
    /// There are none.
    #[default]
    No,
    /// At once.
    Auto,
    /// By a person.
    Manual,
}

/// What the settings of a repo have to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WantedSettings {
    /// One of these.
    pub gating: Option<Vec<Gating>>,
    /// Whether it has to be private.
    pub private: Option<bool>,
}

/// Access requests that wait for a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverdueRequests {
    /// How many.
    pub count: usize,
    /// For how many days the oldest waits.
    pub oldest: u64,
    /// For how many days each of them waits at least.
    pub days: u64,
}

/// A gate form that cards have to have.
#[derive(Debug)]
pub struct WantedForm {
    /// The file with the form, as the configuration names it.
    pub name: String,
    /// The form.
    pub form: GateForm,
}

/// Values that the Hub's lists lack, by the names of the lists.
#[derive(Clone, Debug, Default)]
pub struct AdditionalWords(HashMap<&'static str, HashSet<String>>);

impl AdditionalWords {
    /// Whether `word` is added to the list of this name.
    pub fn contains(&self, vocabulary: &str, word: &str) -> bool {
        self.0.get(vocabulary).is_some_and(|words| words.contains(word))
    }

    /// Adds the words of others.
    pub(crate) fn add_all(&mut self, others: Self) {
        others.0.into_iter().for_each(|(vocabulary, words)| self.add(vocabulary, words));
    }

    /// Adds words to the list of this name.
    pub fn add(&mut self, vocabulary: &'static str, words: impl IntoIterator<Item = String>) {
        self.0.entry(vocabulary).or_default().extend(words);
    }
}

/// The paths of a repo's files, listed when a rule first asks.
pub struct RepoFiles {
    load: Box<dyn Fn() -> Option<Vec<String>> + Send + Sync>,
    paths: OnceLock<Option<Vec<String>>>,
    /// How many there are at most, where that is known without listing them.
    most: Option<usize>,
}

impl std::fmt::Debug for RepoFiles {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RepoFiles").field("paths", &self.paths).finish_non_exhaustive()
    }
}

impl RepoFiles {
    /// Files that `load` lists as paths from the repo's root, with `/` between directories; `None` if there is no repo.
    pub fn new(load: impl Fn() -> Option<Vec<String>> + Send + Sync + 'static) -> Self {
        Self { load: Box::new(load), paths: OnceLock::new(), most: None }
    }

    /// The same, known to be so many at most.
    #[must_use]
    pub fn at_most(self, most: usize) -> Self {
        Self { most: Some(most), ..self }
    }

    /// The paths.
    pub fn paths(&self) -> Option<&[String]> {
        self.paths.get_or_init(|| (self.load)()).as_deref()
    }
}
