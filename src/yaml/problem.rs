//! What keeps a text from being read, as data: the words are in the files of the rules that report it.

use std::borrow::Cow;

use crate::source::{Repair, Span};

/// One thing that keeps a card, or a part of it, from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem<Kind = YamlProblem> {
    /// What is wrong.
    pub kind: Kind,
    /// Where.
    pub at: Span,
    /// Edits that fix it.
    pub repair: Option<Repair>,
    /// What the Hub answers, where it rejects the card or warns, and its words are known.
    pub hub: Option<HubAnswer>,
}

/// The Hub's own words about a card that it cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubAnswer {
    /// That it finds no metadata.
    NoMetadata,
    /// A whole message.
    Message(&'static str),
    /// js-yaml's reason, and the byte where it stopped.
    Yaml {
        /// The reason, e.g. `duplicated mapping key`.
        reason: Cow<'static, str>,
        /// The byte in the file.
        at: usize,
        /// How the Hub says where that is.
        position: Position,
    },
}

/// How the Hub says where js-yaml stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Line, column and a snippet.
    Snippet,
    /// A column of the first line: js-yaml had not counted the lines yet.
    Offset,
    /// Not at all.
    None,
}

/// What is wrong with YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum YamlProblem {
    /// It is not YAML.
    Syntax(SyntaxError),
    /// A key that its mapping has already.
    DuplicateKey {
        /// The key, as the Hub calls it.
        key: String,
        /// Where it was first.
        first: Span,
    },
    /// Items of a list that begin without `- `, so that their keys are those of one mapping.
    ItemsWithoutDashes {
        /// Where the first one begins.
        first: Span,
        /// From the first to the last one.
        all: Span,
        /// How the first two should begin.
        lines: [String; 2],
    },
    /// A tag that a parser rejects, or that makes of its value what no card has.
    Tag(TagProblem),
    /// A tag of which the parsers make different collections.
    TagReadDifferently(CollectionTag),
    /// Two mappings that are merged into a third, and have a key in common.
    MergedTwice {
        /// The key.
        key: String,
        /// The first one.
        first: Span,
    },
    /// A tab where PyYAML takes only spaces.
    Tab {
        /// Whether nothing follows it in its line.
        trailing: bool,
    },
    /// A control character.
    ControlCharacter {
        /// The character.
        character: char,
        /// Whether the Hub rejects it, too.
        hub: bool,
    },
    /// A character that ends a line for PyYAML only.
    LineSeparator(char),
    /// A date that no calendar has.
    ImpossibleDate {
        /// As written.
        text: String,
    },
    /// A plain string with a mark in it that PyYAML reads otherwise.
    Reserved(Reserved),
    /// A list or a mapping as a key.
    UnhashableKey {
        /// Whether it may be a template's variable.
        is_template: bool,
    },
    /// A key that is longer than PyYAML takes.
    LongKey {
        /// In characters.
        length: usize,
        /// The longest that PyYAML takes.
        limit: usize,
    },
    /// An anchor with the name of an earlier one.
    DuplicateAnchor {
        /// The name, without `&`.
        name: String,
        /// Where it was first.
        first: Span,
    },
    /// A value nested deeper than so many levels, which the Hub rejects.
    TooDeep {
        /// The levels that the Hub reads.
        limit: usize,
    },
    /// More than is read.
    TooMuch(TooMuch),
}

/// Why a text is not YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxError {
    /// A second document.
    SecondDocument,
    /// An alias without an anchor of this name.
    UnknownAlias(String),
    /// No name after the `&` of an anchor or the `*` of an alias.
    MissingName {
        /// The sign.
        sign: char,
        /// The key of the value.
        key: Option<String>,
    },
    /// A key that begins with the `*` of an alias, in quotes.
    AliasAsKey(String),
    /// A bullet before an item of a list.
    Bullet(char),
    /// No key before a colon.
    MissingKey,
    /// A key in brackets that goes on in the next line.
    KeyOverLines,
    /// `<<` with something else than a mapping.
    MergeOfNoMapping,
    /// A line in brackets that continues the string above it and is not indented.
    UnindentedContinuation,
    /// A plain string that begins with a sign of YAML.
    PlainIndicator {
        /// The sign.
        sign: char,
        /// The key of the value.
        key: Option<String>,
    },
    /// A value that cannot begin as it does.
    BadStart {
        /// The key of the value.
        key: Option<String>,
    },
    /// `|` or `>` before a value on the same line.
    BlockIndicator {
        /// The sign.
        sign: char,
        /// The key of the value.
        key: Option<String>,
    },
    /// A plain value with `: ` in it.
    ColonInValue {
        /// The key of the value.
        key: String,
    },
    /// `train: a.csv` on the line of `data_files:`.
    SplitOnKeyLine {
        /// The name of the split.
        split: String,
        /// Its files.
        path: String,
    },
    /// A value of several lines with `: ` in its first.
    ColonInLines {
        /// The value as a block scalar, with its key.
        block: String,
    },
    /// No item before a comma.
    MissingItem,
    /// `- ` inside brackets.
    DashInBrackets,
    /// `- ` behind a key, on the same line.
    ListOnKeyLine,
    /// A closing bracket without an opening one.
    UnmatchedBracket(char),
    /// An opening bracket without a closing one.
    UnclosedBracket(char),
    /// An opening quote without a closing one.
    UnclosedQuote,
    /// Text behind a value that has ended.
    TextAfter {
        /// What ends the value.
        end: ValueEnd,
        /// Whether the text is the next key.
        is_key: bool,
    },
    /// No comma, and no closing bracket such as this.
    MissingComma(char),
    /// A line that begins with `%`.
    Directive,
    /// A line that is indented less than those above it.
    LessIndented,
    /// A line that is indented more than the one above it, which has a value.
    MoreIndented,
    /// A line below one that has no colon.
    NoColonAbove,
    /// A key or an item whose column is that of no line above it.
    Misaligned {
        /// Whether it may be an item of a list.
        maybe_item: bool,
    },
    /// A line that is no `key: value`.
    NoKey(NoKey),
    /// An escape sequence that YAML does not have.
    UnknownEscape(String),
    /// Lines that a tab indents.
    TabIndent,
    /// A tab where none may be.
    MisplacedTab,
    /// Something else, in the parser's words.
    Other(String),
}

/// What ends a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueEnd {
    /// `'`
    SingleQuote,
    /// `"`
    DoubleQuote,
    /// A bracket or a quote.
    Any,
}

/// What a line without a key may have been meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// A list or a mapping in brackets, of the key above.
    Brackets,
    /// An item: `-a`.
    DashWithoutSpace,
    /// An entry: `a:b`.
    ColonWithoutSpace,
    /// An entry with another sign than a colon: `a：b`.
    OtherColon,
    /// A comment of another language: `// a`.
    OtherComment,
    /// Anything.
    Unknown,
}

/// What is wrong with a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagProblem {
    /// A tag that neither parser knows, as written in a card.
    Unknown(String),
    /// A tag with a bracket or a comma right behind it.
    NotApart(String),
    /// A value that its tag does not allow.
    Mismatch {
        /// The tag, without `!!`.
        tag: String,
        /// Whether PyYAML rejects it, too.
        python: bool,
    },
    /// A value that PyYAML does not construct with its tag, where the Hub does; without `!!`.
    NotInPython(String),
    /// A tag of a collection with nothing behind it; without `!!`.
    Empty(String),
    /// `!!binary`.
    Binary,
}

/// A tag of which the parsers make different collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionTag {
    /// `!!set`
    Set,
    /// `!!omap`
    OrderedMap,
    /// `!!pairs`
    Pairs,
}

/// What PyYAML reads otherwise, or rejects, in a plain string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// `=` or `<<` as a value.
    Word(String),
    /// A number without digits.
    Number(String),
    /// `?` in a string in brackets.
    Question,
    /// `:` at the start of a string in brackets.
    Colon,
    /// A character in the name of an anchor.
    AnchorName {
        /// The name, without `&`.
        name: String,
        /// The character.
        character: char,
    },
}

/// Of what there is more than is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooMuch {
    /// Values; nothing is read.
    Values(usize),
    /// Errors; the rest is not read.
    Errors,
    /// An alias inside the value that it refers to.
    EndlessAlias,
    /// What aliases stand for: more than so many values, or megabytes of text.
    Copies {
        /// The most values.
        values: usize,
        /// The most text.
        megabytes: usize,
    },
}

impl<Kind> Problem<Kind> {
    /// A problem at a place.
    pub fn new(kind: Kind, at: Span) -> Self {
        Self { kind, at, repair: None, hub: None }
    }

    /// Adds edits that fix it.
    #[must_use]
    pub fn repair(mut self, repair: Repair) -> Self {
        self.repair = Some(repair);
        self
    }

    /// Adds js-yaml's reason and the byte where it stops.
    #[must_use]
    pub fn hub_yaml(self, reason: impl Into<Cow<'static, str>>, at: usize) -> Self {
        self.hub_yaml_at(reason, at, Position::Snippet)
    }

    /// As [`Problem::hub_yaml`], where the Hub says otherwise where that is.
    #[must_use]
    pub fn hub_yaml_at(mut self, reason: impl Into<Cow<'static, str>>, at: usize, position: Position) -> Self {
        self.hub = Some(HubAnswer::Yaml { reason: reason.into(), at, position });
        self
    }

    /// Adds the Hub's whole message.
    #[must_use]
    pub fn hub_message(mut self, message: &'static str) -> Self {
        self.hub = Some(HubAnswer::Message(message));
        self
    }
}

impl Problem {
    /// An error of syntax at a place.
    pub fn syntax(error: SyntaxError, at: Span) -> Self {
        Self::new(YamlProblem::Syntax(error), at)
    }

    /// Whether the text is not YAML here.
    pub fn is_syntax(&self) -> bool {
        matches!(self.kind, YamlProblem::Syntax(_))
    }
}
