//! Which repos a target names, and what the Hub says of them.

use serde::Deserialize;
use serde_json::Value;

use super::client::{Client, RemoteError};
use super::curl::Response;
use super::target::{RepoName, Target};
use crate::card::{CARD_NAME, RepoType};
use crate::rule::Gating;

/// A repo of a Hub.
#[derive(Clone, Debug)]
pub struct RepoOnHub {
    pub(super) name: RepoName,
    /// The commit that is checked.
    pub(super) commit: String,
    /// How the repo is gated.
    pub gating: Gating,
    /// Whether the repo is private.
    pub is_private: bool,
    /// The paths of its files.
    pub files: Vec<String>,
}

#[derive(Deserialize)]
struct Info {
    id: String,
    #[serde(default)]
    sha: Option<String>,
    #[serde(default)]
    gated: Value,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    siblings: Vec<Sibling>,
}

#[derive(Deserialize)]
struct Sibling {
    rfilename: String,
}

/// What is asked of each repo.
const WANTED: &str = "expand[]=sha&expand[]=gated&expand[]=private&expand[]=siblings";

impl RepoOnHub {
    fn new(kind: RepoType, info: Info) -> Self {
        Self {
            name: RepoName { kind, id: info.id },
            commit: info.sha.unwrap_or_default(),
            gating: match info.gated {
                Value::String(mode) if mode == "manual" => Gating::Manual,
                Value::String(_) | Value::Bool(true) => Gating::Auto,
                _ => Gating::No,
            },
            is_private: info.private,
            files: info.siblings.into_iter().map(|sibling| sibling.rfilename).collect(),
        }
    }

    /// The type of the repo.
    pub fn kind(&self) -> RepoType {
        self.name.kind
    }

    /// Whether it has a card.
    pub fn has_card(&self) -> bool {
        self.files.iter().any(|file| file == CARD_NAME)
    }

    /// `hf://datasets/acme/voices/README.md`
    pub fn card_name(&self) -> String {
        format!("{}/{CARD_NAME}", self.name)
    }
}

/// The repos that a target names, by name.
pub(super) fn named(client: &Client, target: &Target) -> miette::Result<Vec<RepoOnHub>> {
    let mut repos = match &target.name {
        Some(name) => target.kinds.iter().map(|kind| one(client, target, *kind, name)).collect::<Result<_, _>>()?,
        None => listed(client, &target.namespace, &target.kinds)?,
    };
    if repos.is_empty() && !exists(client, &target.namespace)? {
        let help = "check the spelling, and `HF_ENDPOINT`";
        return Err(miette::miette!(
            help = help,
            "no user or organization `{}` on {}",
            target.namespace,
            client.endpoint.url
        ));
    }
    repos.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(repos)
}

fn one(client: &Client, target: &Target, kind: RepoType, name: &str) -> miette::Result<RepoOnHub> {
    let repo = RepoName { kind, id: format!("{}/{name}", target.namespace) };
    let revision = target.revision.as_deref().map(|name| format!("/revision/{}", encoded(name))).unwrap_or_default();
    let response = client.get(client.url(&format!("{}{revision}?{WANTED}", repo.api())))?;
    let response = response.map_err(|error| no_repo(client, &repo, target.revision.as_deref(), &error))?;
    Ok(RepoOnHub::new(kind, read(client, &response)?))
}

fn no_repo(client: &Client, repo: &RepoName, revision: Option<&str>, error: &RemoteError) -> miette::Report {
    let help = match error {
        RemoteError::Status(401, _) if client.endpoint.has_token() => {
            "check the name; a private repo needs a token that may read it"
        }
        RemoteError::Status(401, _) => {
            "check the name; for a private repo, log in with `hf auth login`, or set `HF_TOKEN`"
        }
        RemoteError::Status(403, _) => "the token may not read it: use one with more permissions",
        RemoteError::Status(404, _) if revision.is_some() => "check the name and the revision",
        RemoteError::Status(404, _) => "check the name, and the type of the repo: models have no prefix",
        _ => "run the same command later",
    };
    miette::miette!(help = help, "{repo}: {error}")
}

/// The repos of a namespace, page by page.
fn listed(client: &Client, namespace: &str, kinds: &[RepoType]) -> miette::Result<Vec<RepoOnHub>> {
    let first = |kind: &RepoType| {
        (*kind, client.url(&format!("/api/{}?author={namespace}&limit=1000&{WANTED}", kind.plural())))
    };
    // A Hub could list what only begins with the name.
    let own = |info: &Info| info.id.split_once('/').is_some_and(|(owner, _)| owner.eq_ignore_ascii_case(namespace));
    let mut pages: Vec<(RepoType, String)> = kinds.iter().map(first).collect();
    let mut repos = Vec::new();
    while !pages.is_empty() {
        let mut next = Vec::new();
        client.get_all(pages.iter().map(|(_, url)| url.clone()).collect(), |number, answer| {
            let kind = pages[number].0;
            let response = answer.map_err(|error| {
                let help = match error {
                    RemoteError::Status(401 | 403, _) => "check the token: `hf auth whoami`",
                    _ => "run the same command later",
                };
                miette::miette!(help = help, "cannot list the {} of `{namespace}`: {error}", kind.plural())
            })?;
            let page: Vec<Info> = read(client, &response)?;
            repos.extend(page.into_iter().filter(own).map(|info| RepoOnHub::new(kind, info)));
            match response.header("link").and_then(next_page) {
                // A token is for one host.
                Some(url) if !url.starts_with(&format!("{}/", client.endpoint.url)) => {
                    Err(miette::miette!("the next page of a list is on another host: {url}"))
                }
                Some(url) => {
                    next.push((kind, url.to_owned()));
                    Ok(())
                }
                None => Ok(()),
            }
        })?;
        pages = next;
    }
    Ok(repos)
}

/// The address in `<https://…>; rel="next"`.
fn next_page(link: &str) -> Option<&str> {
    let (url, rest) = link.trim().strip_prefix('<')?.split_once('>')?;
    rest.contains("rel=\"next\"").then_some(url)
}

/// Whether a namespace is a user or an organization.
fn exists(client: &Client, namespace: &str) -> miette::Result<bool> {
    for kind in ["organizations", "users"] {
        match client.get(client.url(&format!("/api/{kind}/{namespace}/overview")))? {
            Err(RemoteError::Status(404, _)) => {}
            // Whatever else it is: not a reason to say that there is none.
            _ => return Ok(true),
        }
    }
    Ok(false)
}

pub(super) fn read<T: for<'a> Deserialize<'a>>(client: &Client, response: &Response) -> miette::Result<T> {
    let read = serde_json::from_slice(&response.body);
    read.map_err(|error| {
        let help = "check `HF_ENDPOINT`";
        miette::miette!(help = help, "{} does not answer as a Hub does: {error}", client.endpoint.url)
    })
}

/// A word in the path of a URL.
pub(super) fn encoded(word: &str) -> String {
    percent_encoding::utf8_percent_encode(word, percent_encoding::NON_ALPHANUMERIC).to_string()
}
