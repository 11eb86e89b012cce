//! YAML with a space behind each colon that wants one from the parser, and from nobody else (`{key:[item]}`).

use std::borrow::Cow;

/// How many spaces are put in.
const MAX_BLANKS: usize = 64;

/// A text with spaces put in, and the way back to the places of the text without them.
#[derive(Clone, Debug)]
pub(super) struct Spaced<'a> {
    yaml: Cow<'a, str>,
    /// Where the spaces are, ascending.
    blanks: Vec<usize>,
}

impl<'a> Spaced<'a> {
    pub(super) fn new(yaml: &'a str) -> Self {
        Self { yaml: yaml.into(), blanks: Vec::new() }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.yaml
    }

    /// The byte of the text without the spaces.
    pub(super) fn place(&self, at: usize) -> usize {
        at - self.blanks.partition_point(|blank| *blank < at)
    }

    /// The text with one space more, behind the colon at `at` of the text without any.
    pub(super) fn after_colon(mut self, at: usize) -> Option<Self> {
        let blank = at + self.blanks.len() + 1;
        if self.blanks.len() == MAX_BLANKS || !self.yaml.get(..blank)?.ends_with(':') {
            return None;
        }
        self.yaml.to_mut().insert(blank, ' ');
        self.blanks.push(blank);
        Some(self)
    }
}
