//! Opens a pull request with a fixed card: one per repo.

use std::fmt;

use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{Client, RemoteError, pause_after};
use super::repos::{self, RepoOnHub};
use crate::card::CARD_NAME;
use crate::walk::Unreadable;

/// What the pull requests are called; one of this title that is open is not opened again.
const TITLE: &str = "Fix the card's metadata";

/// How often opening one is tried while the Hub does not answer.
const ATTEMPTS: u32 = 4;

/// A pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PullRequest {
    /// It was opened, and is at this address.
    Opened(String),
    /// It has been open already, at this address.
    Open(String),
}

#[derive(Deserialize)]
struct Discussions {
    discussions: Vec<Discussion>,
}

#[derive(Deserialize)]
struct Discussion {
    num: u64,
    title: String,
    #[serde(default)]
    status: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Committed {
    pull_request_url: Option<String>,
}

/// Opens a pull request that replaces the card of a repo by `text`. `description` says why.
pub fn open(client: &Client, repo: &RepoOnHub, text: &str, description: &str) -> Result<PullRequest, Unreadable> {
    let name = &repo.name;
    let mut problem = None;
    for attempt in 0..ATTEMPTS {
        // An answer may have been lost after its request had taken effect.
        if let Some(url) = find(client, repo)? {
            return Ok(if attempt == 0 { PullRequest::Open(url) } else { PullRequest::Opened(url) });
        }
        let header = json!({ "summary": TITLE, "description": description, "parentCommit": repo.commit });
        let lines = [
            json!({ "key": "header", "value": header }),
            json!({ "key": "file", "value": { "path": CARD_NAME, "content": text, "encoding": "utf-8" } }),
        ];
        let body = lines.map(|line| format!("{line}\n")).concat();
        let url = client.url(&format!("{}/commit/main?create_pr=1", name.api()));
        match client.post(url, "application/x-ndjson", body) {
            Ok(response) => {
                let committed: Committed =
                    repos::read(client, &response).map_err(|error| failed(repo, &error, "check `HF_ENDPOINT`"))?;
                let url = committed.pull_request_url.unwrap_or_else(|| client.url(&name.page()));
                return Ok(PullRequest::Opened(url));
            }
            Err(error @ (RemoteError::Unreachable(_) | RemoteError::Status(408 | 429 | 500.., _))) => {
                problem = Some(error);
                pause_after(attempt);
            }
            Err(error) => return Err(rejected(client, repo, &error)),
        }
    }
    let problem = problem.map(|problem| problem.to_string()).unwrap_or_default();
    Err(failed(repo, &problem, "run the same command later"))
}

fn failed(repo: &RepoOnHub, problem: &impl fmt::Display, help: &'static str) -> Unreadable {
    Unreadable {
        name: repo.card_name(),
        problem: format!("no pull request was opened: {problem}"),
        help: Some(help.into()),
    }
}

fn rejected(client: &Client, repo: &RepoOnHub, error: &RemoteError) -> Unreadable {
    let help = match error {
        RemoteError::Status(401, _) if !client.endpoint.has_token() => "log in with `hf auth login`, or set `HF_TOKEN`",
        RemoteError::Status(401 | 403, _) => "use a token that may write: https://huggingface.co/settings/tokens",
        RemoteError::Status(409 | 412, _) => "the repo has changed meanwhile: run the same command again",
        _ => "open it on the page of the repo",
    };
    failed(repo, error, help)
}

/// The address of the pull request that is open.
fn find(client: &Client, repo: &RepoOnHub) -> Result<Option<String>, Unreadable> {
    let path = format!("{}/discussions?type=pull_request&status=open", repo.name.api());
    let later = |error: &miette::Report| failed(repo, error, "run the same command later");
    let response = client.get(client.url(&path)).map_err(|error| later(&error))?;
    let response = response.map_err(|error| rejected(client, repo, &error))?;
    let found: Discussions = repos::read(client, &response).map_err(|error| later(&error))?;
    let is_ours = |each: &&Discussion| each.title == TITLE && (each.status == "open" || each.status == "draft");
    let found = found.discussions.iter().find(is_ours);
    Ok(found.map(|each| client.url(&format!("{}/discussions/{}", repo.name.page(), each.num))))
}
