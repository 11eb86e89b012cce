//! A card: the README.md of a repo, its front matter and its metadata.

use crate::gate::GateForm;
use crate::source::{SourceFile, Span};
pub use crate::yaml::Problem;
use crate::yaml::{self, Comment, Node, Value};

/// What kind of repo a card belongs to.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Default,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    clap::ValueEnum,
)]
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

/// A card. Tolerant: what cannot be read is absent here and stands in `problems`.
#[derive(Clone, Debug)]
pub struct Card {
    /// The whole README.md.
    pub source: SourceFile,
    /// The kind of repo it describes: as given, else as its content tells, else a dataset.
    pub repo_type: RepoType,
    /// The block with both fences; `None` where no consumer finds one.
    pub front_matter: Option<Span>,
    /// The YAML between the fences.
    pub block: Span,
    /// The metadata, always a map; empty where there is none.
    pub metadata: Node,
    /// The comments in the block.
    pub comments: Vec<Comment>,
    /// The Markdown after the block.
    pub body: Span,
    /// What kept the card from being read as a whole.
    pub problems: Vec<Problem>,
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
        let text = source.text.as_str();
        let end = text.len();
        let mut card = Card {
            repo_type: repo_type.unwrap_or_default(),
            front_matter: None,
            block: Span::new(0, 0),
            metadata: Node::empty_mapping(0),
            comments: Vec::new(),
            body: Span::new(0, end),
            problems: Vec::new(),
            source: SourceFile::new("", ""),
        };
        if let Some(rest) = text.strip_prefix("---\n")
            && let Some(close) = rest.find("\n---\n").map(|at| at + 4)
        {
            card.front_matter = Some(Span::new(0, close + 5));
            card.block = Span::new(4, close + 1);
            card.body = Span::new(close + 5, end);
            let parsed = yaml::parse(text, card.block);
            card.comments = parsed.comments;
            if let Some(root) = parsed.root.filter(|root| matches!(root.value, Value::Mapping(_))) {
                card.metadata = root;
            }
            card.problems.extend(parsed.problems);
        }
        card.source = source;
        card
    }

    /// The value under a top-level key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.metadata.get(key)
    }

    /// The form that a gated repo with this card shows.
    pub fn gate_form(&self) -> GateForm {
        GateForm::read(&self.metadata)
    }
}
