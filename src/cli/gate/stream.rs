//! `gate show --input json-lines`: the forms of cards that come as JSON, one per line.

use std::io::Write;
use std::path::PathBuf;

use serde::Deserialize;

use crate::card::{CARD_NAME, Card, RepoType};
use crate::cli::RunResult;
use crate::cli::json_lines::{self, Rejected};
use crate::report::answer;
use crate::walk;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    path: Option<String>,
    text: String,
    repo_type: Option<RepoType>,
}

/// Answers every line of the inputs with its form.
pub(super) fn run(paths: &[PathBuf], out: &mut dyn Write, err: &mut dyn Write) -> RunResult {
    json_lines::run(paths, |request: Request, line| Ok((0, request.form(line)?)), out, err)
}

impl Request {
    fn form(self, line: usize) -> Result<String, Rejected> {
        let path = self.path.unwrap_or_else(|| CARD_NAME.to_owned());
        let card = Card::read(walk::decode(path.clone(), self.text.into_bytes())?, self.repo_type);
        let form = super::form_of(&card).map_err(|error| Rejected {
            path: Some(path.clone()),
            message: error.to_string(),
            help: error.help().map(|help| help.to_string().into()),
        })?;
        Ok(answer::form(line, &path, form.to_json()))
    }
}
