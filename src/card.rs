//! A card: the README.md of a repo, its front matter and its metadata.

use std::path::Path;

use crate::gate::GateForm;
use crate::source::{SourceFile, Span};
use crate::yaml::{Comment, HubAnswer, Node};

mod conflict;
mod document;
mod front_matter;
mod hub_error;
mod keys;
mod lines;
mod misplaced_end;
mod missing_front_matter;
mod problem;
mod read;
mod show_form;

pub use document::{BENCHMARK_NAME, Document, EVAL_RESULTS};
pub use hub_error::HubReply;
pub use problem::{CardProblem, Loser, MalformedFence, Problem};

/// The Hub's warning about a card in which it finds no metadata.
pub const EMPTY_METADATA: &str = "empty or missing yaml metadata in repo card";

/// The name of a card's file: the Hub looks for no other spelling.
pub const CARD_NAME: &str = "README.md";

/// What paths on a Hub begin with.
pub const HUB_SCHEME: &str = "hf://";

/// Whether a path is called as a card's file, but for the case of its letters.
pub fn is_misnamed(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name != CARD_NAME && name.eq_ignore_ascii_case(CARD_NAME)
}

/// What kind of repo a card belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
pub enum RepoType {
    /// A dataset.
    #[default]
    Dataset,
    /// A model.
    Model,
    /// A Space.
    Space,
}

impl RepoType {
    /// `models`, `datasets`, `spaces`: in the paths of the Hub.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            RepoType::Model => "models",
            RepoType::Dataset => "datasets",
            RepoType::Space => "spaces",
        }
    }
}

/// A card. Tolerant: what cannot be read is absent here and is in `problems`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Card {
    /// The whole README.md.
    pub source: SourceFile,
    /// What the file is.
    pub document: Document,
    /// The kind of repo it describes: as given, else as its content tells, else a dataset.
    pub repo_type: RepoType,
    /// The block with both fences; `None` where no consumer finds one.
    pub front_matter: Option<Span>,
    /// The YAML between the fences, as far as it is metadata.
    pub block: Span,
    /// The metadata: of a card always a mapping, empty where there is none; else whatever the file holds.
    pub metadata: Node,
    /// The comments in the block.
    pub comments: Vec<Comment>,
    /// The Markdown after the block.
    pub body: Span,
    /// What kept the card from being read as a whole.
    pub problems: Vec<Problem>,
    /// Whether all that can be read was: else the card has more than any should.
    pub is_whole: bool,
}

impl Card {
    /// Reads a card; `repo_type` is told from the content where it is not given.
    ///
    /// ```
    /// use cardlint::{card::Card, source::SourceFile};
    ///
    /// let card = Card::read(SourceFile::new("README.md", "---\nlicense: mit\n---\n# Voices\n"), None);
    /// assert_eq!(card.get("license").and_then(|license| license.as_str()), Some("mit"));
    /// ```
    pub fn read(source: SourceFile, repo_type: Option<RepoType>) -> Card {
        let mut card = read::read(source);
        card.repo_type = match card.document {
            Document::Card => repo_type.or_else(|| card.told_type()).unwrap_or_default(),
            Document::EvalResults => RepoType::Model,
            Document::Benchmark => RepoType::Dataset,
        };
        card
    }

    /// Reads a file that is metadata as a whole, without fences.
    pub(crate) fn of_metadata(source: SourceFile) -> Card {
        read::read_metadata(source)
    }

    /// The value under a top-level key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.metadata.get(key)
    }

    /// The form that a gated repo with this card shows.
    pub fn gate_form(&self) -> GateForm {
        GateForm::read(&self.metadata)
    }

    /// Whether the Hub or a client does something with a top-level key; others are kept and ignored.
    pub fn is_known_key(key: &str) -> bool {
        keys::is_known(key)
    }

    /// The Hub's one answer to a card that it cannot read.
    pub fn hub_answer(&self) -> Option<HubReply> {
        self.hub_error(&self.problems[self.hub_problem()?])
    }

    /// Which of the problems the Hub meets first, of those that it minds: it tells of no other.
    pub(crate) fn hub_problem(&self) -> Option<usize> {
        let places = self.problems.iter().enumerate().filter_map(|(index, problem)| match problem.hub.as_ref()? {
            HubAnswer::Yaml { at, .. } => Some((*at, index)),
            HubAnswer::NoMetadata | HubAnswer::Message(_) => Some((0, index)),
        });
        places.min().map(|(_, index)| index)
    }

    /// Whether what was read of the metadata is worth to be judged: not if that is nothing of a card that has too much.
    pub(crate) fn is_judged(&self) -> bool {
        self.is_whole || !self.metadata.entries().is_empty()
    }

    /// The Hub's answer to a problem of this card, as `/api/validate-yaml` words it; `None` where the Hub does not
    /// mind.
    pub fn hub_error(&self, problem: &Problem) -> Option<HubReply> {
        match problem.hub.as_ref()? {
            HubAnswer::NoMetadata => Some(HubReply::EmptyMetadata),
            HubAnswer::Message(message) => Some(HubReply::Invalid((*message).to_owned())),
            HubAnswer::Yaml { reason, at, position } => {
                let (name, block) = match self.document {
                    Document::Card => (CARD_NAME, front_matter::hub(&self.source.text)?.content),
                    _ => (self.path_in_repo(), self.file_without_marks()),
                };
                let at = at.checked_sub(block.start)?;
                Some(HubReply::InvalidYaml(hub_error::message(name, self.source.slice(block), at, reason, *position)))
            }
        }
    }

    /// The whole file, as js-yaml counts its lines: without a byte order mark, and without the line break that it adds itself.
    fn file_without_marks(&self) -> Span {
        let text = &self.source.text;
        let end = text.strip_suffix('\n').map_or(text.len(), str::len);
        Span::new(text.len() - text.trim_start_matches('\u{feff}').len(), end)
    }

    /// Whether the Hub finds front matter; if not, it warns and takes the card for one without metadata.
    pub fn hub_finds_metadata(&self) -> bool {
        self.document.is_yaml() || front_matter::hub(&self.source.text).is_some()
    }

    /// Whether `huggingface_hub`, and with it `datasets`, finds front matter; if not, the card has no metadata for them.
    pub fn python_finds_metadata(&self) -> bool {
        self.document.is_yaml() || front_matter::python(&self.source.text).is_some()
    }

    /// The path from the top of the repo.
    fn path_in_repo(&self) -> &str {
        let path = self.source.path();
        match self.document {
            Document::Card => CARD_NAME,
            Document::Benchmark => BENCHMARK_NAME,
            Document::EvalResults => path.rfind(EVAL_RESULTS).map_or(path, |at| &path[at..]),
        }
    }

    /// The kind of repo that most of the keys belong to.
    fn told_type(&self) -> Option<RepoType> {
        let mut counts = [RepoType::Dataset, RepoType::Model, RepoType::Space].map(|repo_type| (0, repo_type));
        for told in self.metadata.entries().iter().filter_map(|entry| keys::told_type(entry.key.as_str()?)) {
            counts.iter_mut().filter(|(_, repo_type)| *repo_type == told).for_each(|(count, _)| *count += 1);
        }
        let most = counts.iter().map(|(count, _)| *count).max().filter(|most| *most > 0)?;
        counts.iter().find(|(count, _)| *count == most).map(|(_, repo_type)| *repo_type)
    }
}
