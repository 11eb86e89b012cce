//! What is open in the editor.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use gen_lsp_types::{Position, Range, TextDocumentContentChangeEvent, TextDocumentItem, TextEdit, Uri};

use super::finding::Analysis;
use super::positions::{Encoding, Lines};
use crate::card::{CARD_NAME, Document as Meant, is_misnamed};
use crate::lint::config;
use crate::source::{SourceFile, Span};

/// What a file is to cardlint, which its path tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The README.md of a repo.
    Card,
    /// `cardlint.toml`, or a `pyproject.toml` that may have `[tool.cardlint]`.
    Config,
    /// A seed of the mock Hub: `hub.yaml`.
    Seed,
    /// `.eval_results/*.yaml` or `eval.yaml`.
    Eval,
}

impl Kind {
    pub(super) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        match name {
            CARD_NAME => Some(Kind::Card),
            _ if is_misnamed(path) => Some(Kind::Card),
            config::FILE | config::PYPROJECT => Some(Kind::Config),
            "hub.yaml" => Some(Kind::Seed),
            _ if Meant::of(path).is_yaml() => Some(Kind::Eval),
            _ => None,
        }
    }
}

/// An open file that cardlint has something to say about.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: Uri,
    pub(super) kind: Kind,
    pub(super) version: i32,
    /// The text, under the path of the file.
    pub(super) source: SourceFile,
    pub(super) lines: Lines,
    encoding: Encoding,
    analysis: OnceCell<Rc<Analysis>>,
}

impl Document {
    /// The document that a client opens; `None` for one that is none of cardlint's.
    pub(super) fn open(item: TextDocumentItem, encoding: Encoding) -> Option<Self> {
        let path = path(&item.uri);
        let kind = Kind::of(&path)?;
        let lines = Lines::new(&item.text, encoding);
        let source = SourceFile::new(path.display().to_string(), item.text);
        Some(Self { uri: item.uri, kind, version: item.version, source, lines, encoding, analysis: OnceCell::new() })
    }

    /// Takes the client's edits, in their order.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        self.version = version;
        for change in changes {
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let Span { start, end } = self.bytes(part.range);
                    let mut text = std::mem::take(&mut self.source.text);
                    text.replace_range(start..end, &part.text);
                    text
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
            };
            self.lines = Lines::new(&text, self.encoding);
            self.source = SourceFile::new(std::mem::take(&mut self.source.name), text);
        }
        self.forget();
    }

    /// What cardlint says about the text as it is now, computed once.
    pub(super) fn analysis(&self, analyze: impl FnOnce() -> Analysis) -> Rc<Analysis> {
        Rc::clone(self.analysis.get_or_init(|| Rc::new(analyze())))
    }

    /// Checks the text again when it is next asked about: something that it is checked by has changed.
    pub(super) fn forget(&mut self) {
        self.analysis = OnceCell::new();
    }

    pub(super) fn path(&self) -> PathBuf {
        path(&self.uri)
    }

    /// The folder that the file lies in.
    pub(super) fn folder(&self) -> PathBuf {
        self.path().parent().map(Path::to_path_buf).unwrap_or_default()
    }

    pub(super) fn text(&self) -> &str {
        &self.source.text
    }

    pub(super) fn range(&self, span: Span) -> Range {
        self.lines.range(self.text(), span)
    }

    pub(super) fn offset(&self, position: Position) -> usize {
        self.lines.offset(self.text(), position)
    }

    /// The bytes of a range, whichever of its ends comes first.
    pub(super) fn bytes(&self, range: Range) -> Span {
        let (one, other) = (self.offset(range.start), self.offset(range.end));
        Span::new(one.min(other), one.max(other))
    }

    pub(super) fn edit(&self, span: Span, text: impl Into<String>) -> TextEdit {
        TextEdit { range: self.range(span), new_text: text.into() }
    }
}

/// The path of a file; of anything else, what its URI says after the scheme.
pub(super) fn path(uri: &Uri) -> PathBuf {
    uri.to_file_path().unwrap_or_else(|()| PathBuf::from(uri.path()))
}

/// The open documents, by their URIs.
pub(super) type Documents = BTreeMap<Uri, Document>;
