//! The sentence that says that some diagnostics of a card were omitted.

use crate::lint::Omitted;
use crate::printable;
use crate::rule::diagnostic::Severity;
use crate::source::SourceFile;
use crate::words::{count, list};

/// `and 99 more diagnostics of this card: 98 errors and 1 warning`
pub(super) fn sentence(omitted: &Omitted) -> String {
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let kinds = kinds.map(|(severity, name)| (omitted.of(severity), name));
    let kinds: Vec<String> = kinds.iter().filter(|kind| kind.0 > 0).map(|kind| count(kind.0, kind.1)).collect();
    format!("and {} more in this card, counted but not shown", list(&kinds))
}

/// The sentence on a line of its own, for people.
pub(super) fn line(source: &SourceFile, omitted: &Omitted) -> String {
    format!("{}: {}\n", printable::line(&source.name), sentence(omitted))
}
