//! A diagnostic as it is collected, in a few bytes where there are many.

use crate::rule::Rule;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::source::{Fix, Span};

/// A diagnostic that may have lost its texts.
pub(super) struct Collected {
    pub(super) at: Span,
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    /// Whether it has a fix, and whether that is safe.
    pub(super) fix: Option<bool>,
    /// The hash of the message.
    pub(super) hash: u64,
    /// That of the facts in it.
    pub(super) facts: u64,
    /// The diagnostic, if its texts are kept.
    pub(super) whole: Option<Box<Diagnostic>>,
    /// The fix, if the texts are gone and fixes are applied.
    pub(super) light: Option<Box<Fix>>,
}

impl Collected {
    /// Takes help and fix from another one.
    pub(super) fn take_help(&mut self, from: &mut Self) {
        (self.fix, self.light) = (from.fix, from.light.take());
        match (&mut self.whole, &mut from.whole) {
            (Some(whole), Some(from)) => (whole.help, whole.fix) = (from.help.take(), from.fix.take()),
            (Some(_), None) => self.whole = None,
            _ => {}
        }
    }

    pub(super) fn message(&self) -> Option<&str> {
        self.whole.as_ref().map(|whole| whole.message.as_str())
    }

    pub(super) fn lose_texts(&mut self, keep_fix: bool) {
        let fix = self.whole.take().and_then(|whole| whole.fix).filter(|_| keep_fix);
        self.light = fix.map(Box::new);
    }
}
