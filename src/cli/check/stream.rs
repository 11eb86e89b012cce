//! `check --input json-lines`: cards come as JSON, one per line, and each is answered in order while the next ones come.

use std::io::Write;
use std::path::PathBuf;

use serde::Deserialize;

use crate::card::{CARD_NAME, Card, HubReply, RepoType};
use crate::cli::RunResult;
use crate::cli::check_session::{CardRepo, Linter};
use crate::cli::json_lines::{self, Rejected};
use crate::report::answer::Answer;
use crate::rule::RepoFiles;
use crate::walk;

/// Which fixes are applied to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Fixes {
    None,
    Safe,
    All,
}

impl Fixes {
    /// The fixes that the options ask for.
    pub(super) fn of(safe: bool, all: bool) -> Self {
        match (safe, all) {
            (_, true) => Self::All,
            (true, false) => Self::Safe,
            (false, false) => Self::None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    path: Option<String>,
    text: String,
    repo_type: Option<RepoType>,
    files: Option<Vec<String>>,
    fix: Option<Fixes>,
    gate: Option<bool>,
}

/// Answers every line of the inputs.
pub(super) fn run(
    paths: &[PathBuf],
    fixes: Fixes,
    linter: &Linter,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> RunResult {
    json_lines::run(paths, |request: Request, line| request.check(fixes, linter, line), out, err)
}

impl Request {
    /// The exit status of the card, and the answer.
    fn check(self, fixes: Fixes, linter: &Linter, line: usize) -> Result<(u8, String), Rejected> {
        let path = self.path.unwrap_or_else(|| CARD_NAME.to_owned());
        let source = walk::decode(path, self.text.into_bytes())?;
        let files = self.files.map(|files| RepoFiles::new(move || Some(files.clone())));
        let repo = CardRepo { repo_type: self.repo_type, files, hub: None };
        let fixes = self.fix.unwrap_or(fixes);
        let checked = match fixes {
            Fixes::None => linter.check(source, repo),
            Fixes::Safe | Fixes::All => linter.fix(&source, repo, fixes == Fixes::All),
        };
        let tally = checked.tally();
        let status = u8::from(linter.fails(&tally));
        let gate = self.gate.unwrap_or_default().then(|| {
            let card = Card::read(checked.source.clone(), self.repo_type);
            let is_read = matches!(card.hub_answer(), None | Some(HubReply::EmptyMetadata));
            is_read.then(|| card.gate_form().to_json())
        });
        let answer = Answer {
            line,
            source: &checked.source,
            diagnostics: &checked.diagnostics,
            tally: &tally,
            status,
            gate,
            fixes: (fixes != Fixes::None).then_some(checked.fixes.as_slice()),
        };
        Ok((status, answer.json()))
    }
}
