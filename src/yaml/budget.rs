//! How much of a block is read. No card that somebody wrote comes near; what a machine wrote to keep a reader busy does.

use super::{Problem, TooMuch, YamlProblem};
use crate::source::Span;

/// How many values a block may have, once its aliases are written out.
const MAX_VALUES: usize = 1_000_000;

/// How many of them may be copies: what a value with a name holds is copied once, and again for each alias.
const MAX_COPIES: usize = 50_000;

/// How many bytes of text the copies may have: as many as a whole file.
const MAX_COPIED_BYTES: usize = 10_000_000;

/// How many bytes may be parsed in all, for each byte of the block: a block that is not YAML is read again in parts.
const READINGS: usize = 4;

/// And how many more, so that a short block has as many readings as it needs.
const FREE_BYTES: usize = 1024 * 1024;

/// How many parts of a block may be broken.
const MAX_BROKEN: usize = 1_000;

/// How many problems of a block are kept.
pub(super) const MAX_PROBLEMS: usize = 50_000;

/// What is left to spend on a block.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    pub(super) values: usize,
    copies: Size,
    bytes: usize,
    broken: usize,
    /// What there was too much of, and the byte of the file where that showed.
    pub(super) excess: Option<(Excess, usize)>,
    /// Whether an alias was reported that would have taken more copies than there are.
    pub(super) told: bool,
}

/// Why the rest of a block is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// It has too many values.
    Values,
    /// Too much of it is broken.
    Errors,
}

impl Excess {
    /// The one problem about it; the rest begins at the byte `at`.
    pub(super) fn problem(self, at: usize) -> Problem {
        let too_much = match self {
            Self::Values => TooMuch::Values(MAX_VALUES),
            Self::Errors => TooMuch::Errors,
        };
        Problem::new(YamlProblem::TooMuch(too_much), Span::new(at, at))
    }
}

impl Budget {
    pub(super) fn of(block: &str) -> Self {
        Self {
            values: MAX_VALUES,
            copies: Size { values: MAX_COPIES, bytes: MAX_COPIED_BYTES },
            bytes: block.len() * READINGS + FREE_BYTES,
            broken: MAX_BROKEN,
            excess: None,
            told: false,
        }
    }

    /// Notes what there was too much of; the first counts.
    pub(super) fn exceed(&mut self, excess: Excess, at: usize) {
        self.excess.get_or_insert((excess, at));
    }

    /// Pays for so many bytes that were parsed from the byte `at` of the file on.
    pub(super) fn parse(&mut self, bytes: usize, at: usize) {
        crate::work::done(bytes);
        match self.bytes.checked_sub(bytes) {
            Some(left) => self.bytes = left,
            None => self.exceed(Excess::Errors, at),
        }
    }

    /// Pays for a broken part that begins at the byte `at` of the file.
    pub(super) fn break_at(&mut self, at: usize) {
        match self.broken.checked_sub(1) {
            Some(left) => self.broken = left,
            None => self.exceed(Excess::Errors, at),
        }
    }

    /// Takes a copy of so much from what is left; false where that is less.
    pub(super) fn copy(&mut self, size: Size) -> bool {
        let left = self.copies.checked_sub(size);
        self.copies = left.unwrap_or_default();
        left.is_some()
    }
}

/// What a copy may be made of.
pub(super) const COPIES: TooMuch = TooMuch::Copies { values: MAX_COPIES, megabytes: MAX_COPIED_BYTES / 1_000_000 };

/// How much a value holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    /// Itself and all that is in it.
    pub(super) values: usize,
    /// The text of its scalars.
    pub(super) bytes: usize,
}

impl Size {
    pub(super) fn plus(self, other: Self) -> Self {
        Self { values: self.values + other.values, bytes: self.bytes + other.bytes }
    }

    fn checked_sub(self, other: Self) -> Option<Self> {
        Some(Self { values: self.values.checked_sub(other.values)?, bytes: self.bytes.checked_sub(other.bytes)? })
    }

    /// What came to it since it was `before`.
    pub(super) fn since(self, before: Self) -> Self {
        self.checked_sub(before).unwrap_or_default()
    }
}
