//! `check --add-ignores`.

use std::path::Path;

use crate::cli::check_session::{CardReport, Linter, repo_files};
use crate::cli::dashed::is_stdin;
use crate::source::SourceFile;
use crate::walk::{self, Unreadable};
use crate::words::count;

/// Adds comments to a card, and reports what they do not suppress.
pub(super) fn add(path: &Path, source: SourceFile, picky: bool, linter: &Linter) -> Result<CardReport, Unreadable> {
    if is_stdin(path) {
        let help = Some("name a file".into());
        return Err(Unreadable {
            name: source.name,
            problem: "comments cannot be added to standard input".to_owned(),
            help,
        });
    }
    let checked = linter.check(source, Some(repo_files(path)));
    if checked.is_not_a_card && picky {
        return Ok(CardReport::Skipped);
    }
    let ignored = linter.ignore(&checked.source, Some(repo_files(path)));
    if ignored.count == 0 {
        return Ok(linter.report(&checked));
    }
    walk::write(path, &checked.source.text, &ignored.source.text)?;
    let name = ignored.source.name.clone();
    let report = linter.report(&linter.check(ignored.source, Some(repo_files(path))));
    Ok(match report {
        CardReport::Checked { text, files, tally, seen, fixes } if linter.prints_fixes() => {
            let fixes = format!("{fixes}{name}: ignored {}\n", count(ignored.count, "problem"));
            CardReport::Checked { text, files, fixes, tally, seen }
        }
        report => report,
    })
}
