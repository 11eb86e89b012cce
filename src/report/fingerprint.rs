//! Ids of diagnostics that survive changes elsewhere in the card.

use std::collections::HashMap;
use std::hash::Hasher;

use crate::rule::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// The most bytes of a line, before a diagnostic and after it, that identify it.
const MAX_CONTEXT: usize = 4096;

/// Computes the fingerprint of each diagnostic of one card, from path, rule and the text of the line, so that it stays
/// the same when lines are added above; equal ones are numbered.
pub(super) struct Fingerprints<'a> {
    source: &'a SourceFile,
    seen: HashMap<u64, u64>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn of(source: &'a SourceFile) -> Self {
        Self { source, seen: HashMap::new() }
    }

    pub(super) fn next(&mut self, diagnostic: &Diagnostic) -> String {
        let line = self.source.slice(self.source.line_around(diagnostic.at.start, MAX_CONTEXT)).trim();
        let hash = hash(&[&self.source.name, diagnostic.rule.id, line]);
        let nth = self.seen.entry(hash).or_default();
        *nth += 1;
        format!("{hash:016x}:{nth}")
    }
}

/// The fingerprint of something that there is once.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    format!("{:016x}:1", hash(parts))
}

/// FNV-1a: the same on every machine and in every version.
fn hash(parts: &[&str]) -> u64 {
    let mut hasher = fnv::FnvHasher::default();
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write_u8(0);
    }
    hasher.finish()
}
