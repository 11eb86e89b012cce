//! What differs between two texts, by lines.

use std::fmt::Write;
use std::ops::Range;

use imara_diff::{Algorithm, Hunk, InternedInput};

use crate::source::Span;

/// As many lines around each change as git shows.
pub const CONTEXT: usize = 3;

/// The changes from one text to another.
pub struct Diff<'a> {
    before: Vec<&'a str>,
    after: Vec<&'a str>,
    changes: Vec<Hunk>,
}

impl<'a> Diff<'a> {
    /// Compares two texts.
    pub fn new(before: &'a str, after: &'a str) -> Self {
        let input = InternedInput::new(before, after);
        let mut diff = imara_diff::Diff::compute(Algorithm::Histogram, &input);
        diff.postprocess_lines(&input);
        let lines = |text: &'a str| text.split_inclusive('\n').collect();
        Self { before: lines(before), after: lines(after), changes: diff.hunks().collect() }
    }

    /// How much of both texts is in the other one, too: from 0 to 1.
    pub fn similarity(&self) -> f64 {
        let changed: usize = self.changes.iter().map(|change| change.before.len() + change.after.len()).sum();
        let lines = (self.before.len() + self.after.len()).max(1);
        1.0 - f64::from(u32::try_from(changed).unwrap_or(u32::MAX))
            / f64::from(u32::try_from(lines).unwrap_or(u32::MAX))
    }

    /// The bytes of the first text that change, each with what comes in their place.
    pub fn edits(&self) -> Vec<(Span, String)> {
        let mut edits = Vec::new();
        let (mut line, mut at) = (0, 0);
        for change in &self.changes {
            let (removed, added) = (range(&change.before), range(&change.after));
            let start = at + length(&self.before[line..removed.start]);
            at = start + length(&self.before[removed.clone()]);
            line = removed.end;
            edits.push((Span::new(start, at), self.after[added].concat()));
        }
        edits
    }

    /// A patch with some lines of context; empty where the texts are the same.
    pub fn unified(&self, from: &str, to: &str, context: usize) -> String {
        let mut patch = String::new();
        let touch =
            |one: &Hunk, next: &Hunk| range(&next.before).start - range(&one.before).end <= context.saturating_mul(2);
        for changes in self.changes.chunk_by(touch) {
            let ([first, ..], [.., last]) = (changes, changes) else { continue };
            if patch.is_empty() {
                patch = format!("--- {from}\n+++ {to}\n");
            }
            let lead = range(&first.before).start.min(context);
            let trail = (self.before.len() - range(&last.before).end).min(context);
            let around = |first: &Range<u32>, last: &Range<u32>| range(first).start - lead..range(last).end + trail;
            let old = around(&first.before, &last.before);
            let new = around(&first.after, &last.after);
            let _ = writeln!(patch, "@@ -{} +{} @@", place(&old), place(&new));
            let mut line = old.start;
            for change in changes {
                let (removed, added) = (range(&change.before), range(&change.after));
                push(&mut patch, ' ', &self.before[line..removed.start]);
                line = removed.end;
                push(&mut patch, '-', &self.before[removed]);
                push(&mut patch, '+', &self.after[added]);
            }
            push(&mut patch, ' ', &self.before[line..old.end]);
        }
        patch
    }
}

fn range(lines: &Range<u32>) -> Range<usize> {
    lines.start as usize..lines.end as usize
}

fn length(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.len()).sum()
}

/// Lines as the header of a hunk counts them: from 1 on, or the line before where there are none.
fn place(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn push(patch: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        patch.push(sign);
        patch.push_str(line);
        if !line.ends_with('\n') {
            patch.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Diff;

    #[test]
    fn a_patch_has_its_context_and_counts_its_lines() {
        let before: String = (1..=20).map(|line| format!("{line}\n")).collect();
        let after = before.replace("\n6\n", "\n").replace("\n15\n", "\nfifteen\n15\n");
        let patch = Diff::new(&before, &after).unified("a", "b", 3);
        let hunks: Vec<_> = patch.lines().filter(|line| line.starts_with("@@")).collect();
        assert_eq!(hunks, ["@@ -3,7 +3,6 @@", "@@ -12,6 +11,7 @@"], "{patch}");
        let whole = Diff::new(&before, &after).unified("a", "b", usize::MAX);
        assert!(whole.starts_with("--- a\n+++ b\n@@ -1,20 +1,20 @@\n 1\n"), "{whole}");
    }

    #[test]
    fn a_patch_says_where_the_last_line_does_not_end() {
        let marker = "\\ No newline at end of file\n";
        assert_eq!(Diff::new("", "a").unified("x", "y", 3), format!("--- x\n+++ y\n@@ -0,0 +1 @@\n+a\n{marker}"));
        assert_eq!(
            Diff::new("a\nb", "a\nb\n").unified("x", "y", 3),
            format!("--- x\n+++ y\n@@ -1,2 +1,2 @@\n a\n-b\n{marker}+b\n")
        );
        assert_eq!(Diff::new("a", "a").unified("x", "y", 3), "");
    }

    #[test]
    fn edits_make_the_second_text_of_the_first() {
        let (before, after) = ("one\ntwo\nthree\nfour\n", "two\n2\nthree\nfive\n");
        let mut made = before.to_owned();
        for (at, text) in Diff::new(before, after).edits().into_iter().rev() {
            made.replace_range(at.start..at.end, &text);
        }
        assert_eq!(made, after);
    }

    #[test]
    fn similarity_is_the_share_of_common_lines() {
        let same = |before, after| Diff::new(before, after).similarity();
        assert!((same("a\nb\nc\nd\n", "a\nb\nc\n") - 6.0 / 7.0).abs() < 1e-9);
        assert!((same("", "") - 1.0).abs() < 1e-9);
        assert!(same("a\n", "b\n").abs() < 1e-9);
    }
}
