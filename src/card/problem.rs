//! What is wrong with a card's front matter, as data: the words are in the files of the rules that report it.

use crate::source::Span;
use crate::yaml::{self, YamlProblem};

/// One thing that keeps a card, or a part of it, from being read.
pub type Problem = yaml::Problem<CardProblem>;

/// What is wrong with a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardProblem {
    /// Its YAML.
    Yaml(YamlProblem),
    /// A file of more megabytes than are read.
    TooLarge {
        /// How many it has.
        megabytes: usize,
        /// How many are read.
        limit: usize,
    },
    /// No front matter.
    MissingFrontMatter,
    /// Nothing between the fences.
    EmptyFrontMatter,
    /// Nothing between the fences for Python; the Hub takes a later line for the closing fence.
    EmptyForPython,
    /// Only blank lines and comments between the fences.
    BlankFrontMatter,
    /// No mapping between the fences.
    NotAMapping {
        /// Whether it is a list.
        is_list: bool,
        /// What its lines have in place of a colon and a space, and its first line as it should be.
        line: Option<(char, String)>,
    },
    /// No closing fence.
    Unclosed,
    /// No closing fence before the text, of which a later line closes the block.
    SwallowedText {
        /// The first line of the text.
        text: Span,
        /// The line that closes the block.
        close: Span,
    },
    /// A fence that is not one.
    MalformedFence(MalformedFence),
    /// Text before the front matter.
    TextBefore {
        /// The opening fence.
        open: Span,
    },
    /// A character before the front matter that nobody sees.
    InvisibleBefore {
        /// The character.
        character: char,
        /// Who does not find the front matter.
        loser: Loser,
    },
    /// White space before the front matter.
    SpaceBefore,
    /// Line ends that hide the closing fence.
    LineEnds {
        /// Whether they are CR CR LF, else CR.
        doubled: bool,
    },
    /// A line `---` in a string, which ends the front matter.
    CutShort {
        /// The first line that is metadata no longer.
        lost: Span,
    },
    /// Front matter behind the front matter.
    SecondFrontMatter {
        /// The first one.
        first: Span,
    },
    /// Metadata without fences.
    Unfenced,
    /// A Git LFS pointer.
    LfsPointer,
    /// A merge conflict around or in the metadata.
    MergeConflict,
}

/// What is wrong with a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MalformedFence {
    /// `+++`
    Toml,
    /// An opening fence with more than `---` on its line.
    Opening,
    /// A closing fence with more than `---` on its line.
    Closing,
    /// Spaces behind a closing fence, which the Hub does not take for one; it reads on to a later line.
    SpacesReadOn,
    /// Spaces behind the only closing fence.
    Spaces,
    /// A line that closes the front matter for other tools; the Hub reads on to a later line.
    ReadOn {
        /// The line that closes it for the Hub.
        close: Span,
    },
}

/// Who does not find front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loser {
    /// The Hub.
    Hub,
    /// `huggingface_hub`, and with it `datasets`.
    Python,
    /// Neither finds it.
    Both,
}

impl Problem {
    /// Whether the metadata is not YAML here.
    pub fn is_yaml_syntax(&self) -> bool {
        matches!(self.kind, CardProblem::Yaml(YamlProblem::Syntax(_)))
    }
}

impl From<yaml::Problem> for Problem {
    fn from(problem: yaml::Problem) -> Self {
        let yaml::Problem { kind, at, repair, hub } = problem;
        Self { kind: CardProblem::Yaml(kind), at, repair, hub }
    }
}
