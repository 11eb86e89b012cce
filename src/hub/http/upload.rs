//! Commits over HTTP: which way each file goes, and the commit itself.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::State;
use ignore::gitignore::GitignoreBuilder;
use serde::Deserialize;
use serde_json::json;

use super::answer::{self, Answer};
use super::caller::RepoPath;
use super::query::Query;
use super::{App, Shared, door, lock, payload};
use crate::hub::state::files::Edit;
use crate::hub::state::files::attributes::{Attributes, LARGEST_REGULAR};
use crate::hub::state::files::pointer::{Pointer, is_oid};
use crate::hub::state::{Caller, Hub, HubError, RepoId};

/// The most bytes of a list of files to come.
const LARGEST_LIST: usize = 32 << 20;
/// The most bytes of a commit: what lies in git comes with it.
const LARGEST_COMMIT: usize = 1 << 30;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Announced {
    files: Vec<AnnouncedFile>,
    git_ignore: Option<String>,
}

#[derive(Deserialize)]
struct AnnouncedFile {
    path: String,
    #[serde(default)]
    sample: String,
    #[serde(default)]
    size: u64,
}

/// `POST …/preupload/{revision}`: LFS by `.gitattributes`, by size, or because the sample is binary.
pub(super) async fn preupload(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    body: Body,
) -> Answer {
    let announced: Announced = payload::parse(&payload::read(body, LARGEST_LIST).await?)?;
    let hub = app.hub();
    let (_, repo) = hub.committable(&caller, &at.id, at.revision(), query.flag("create_pr"))?;
    let head = repo.files.commit_id(at.revision())?;
    let text = |path: &str| repo.files.text(head, path).unwrap_or_default();
    let rules = Attributes::read(&text(".gitattributes"));
    let mut ignored = GitignoreBuilder::new("");
    for line in announced.git_ignore.unwrap_or_else(|| text(".gitignore")).lines() {
        // git passes over a line that it cannot read
        let _ = ignored.add_line(None, line);
    }
    let ignored = ignored.build().map_err(|error| HubError::bad_request(error.to_string()))?;
    let mut files = Vec::new();
    for file in &announced.files {
        let binary = payload::base64(&file.sample)?.contains(&0);
        let lfs = rules.lfs(&file.path) || file.size >= LARGEST_REGULAR || binary;
        let relative = !file.path.starts_with('/');
        let mut reply = json!({
            "path": file.path,
            "uploadMode": if lfs { "lfs" } else { "regular" },
            "shouldIgnore": relative && ignored.matched_path_or_any_parents(&file.path, false).is_ignore(),
        });
        if let Some(entry) = repo.files.entry(head, &file.path).filter(|entry| !entry.is_folder()) {
            reply["oid"] = json!(entry.pointer().map_or_else(|| entry.oid.to_string(), |pointer| pointer.oid.clone()));
        }
        files.push(reply);
    }
    Ok(answer::json(&json!({ "files": files, "commitOid": head.to_string() })))
}

/// One line of a commit.
#[derive(Deserialize)]
#[serde(tag = "key", content = "value", rename_all = "camelCase")]
enum Line {
    Header(Header),
    File { path: String, content: String, encoding: Option<String> },
    LfsFile { path: String, oid: String, size: Option<u64> },
    DeletedFile { path: String },
    DeletedFolder { path: String },
    DeletedEntry { path: String },
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    #[serde(default)]
    summary: String,
    #[serde(default)]
    description: String,
    parent_commit: Option<String>,
}

/// A commit as it was sent.
#[derive(Default)]
struct Sent {
    header: Header,
    edits: Vec<Edit>,
}

impl Sent {
    fn read(body: &[u8]) -> Result<Sent, HubError> {
        let mut sent = Sent::default();
        for line in body.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
            match payload::parse(line)? {
                Line::Header(header) => sent.header = header,
                Line::File { path, content, encoding } => {
                    let bytes = match encoding.as_deref() {
                        Some("base64") => payload::base64(&content)?,
                        _ => content.into_bytes(),
                    };
                    sent.edits.push(Edit::Put { path, bytes });
                }
                Line::LfsFile { path, oid, size } => {
                    if !is_oid(&oid) {
                        return Err(HubError::bad_request(format!("{oid} is not a SHA-256")));
                    }
                    sent.edits.push(Edit::PutLarge { path, pointer: Pointer { oid, size: size.unwrap_or_default() } });
                }
                Line::DeletedFile { path } | Line::DeletedFolder { path } | Line::DeletedEntry { path } => {
                    sent.edits.push(Edit::Delete { path });
                }
            }
        }
        Ok(sent)
    }

    fn message(&self) -> String {
        let title = if self.header.summary.is_empty() { "Update files" } else { &self.header.summary };
        if self.header.description.is_empty() {
            title.to_owned()
        } else {
            format!("{title}\n\n{}", self.header.description)
        }
    }
}

/// `POST …/commit/{revision}`
pub(super) async fn commit(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    body: Body,
) -> Answer {
    let mut sent = Sent::read(&payload::read(body, LARGEST_COMMIT).await?)?;
    let (mut hub, now) = app.hub_now();
    let propose = query.flag("create_pr");
    let (id, repo) = hub.committable(&caller, &at.id, at.revision(), propose)?;
    let id = id.clone();
    let base = repo.files.commit_id(at.revision())?;
    let branch = repo.files.branch(at.revision()).ok_or_else(|| HubError::revision_not_found(at.revision()))?;
    if let Some(parent) = &sent.header.parent_commit
        && repo.files.resolve(parent) != Some(base)
    {
        return Err(HubError::new(
            412,
            "The branch was updated since you opened this page. Please refresh and try again.",
        ));
    }
    let warnings = door::judge_edits(id.kind, &sent.edits)?;
    let uploaded = bring_large(&app, &mut hub, &caller, &id, &mut sent.edits)?;
    let user = caller.required()?.clone();
    let who = hub.signature(&user, now);
    let message = sent.message();
    let repo = hub.repo_mut(&id)?;
    let commit = repo.files.commit(&[base], sent.edits, &who, &message)?;
    let mut reply = json!({ "success": true, "commitOid": commit.to_string(), "hookOutput": warnings });
    if propose {
        let Header { summary, description, .. } = &sent.header;
        let number = hub.open_discussion(&id, &user, summary, description, Some(at.revision()), now)?;
        hub.push_to_pull(&id, number, &user, commit, now)?;
        reply["pullRequestUrl"] = json!(format!("{}/discussions/{number}", hub.url(&id)));
    } else if let Some(number) = repo.pull_of_ref(&branch) {
        hub.push_to_pull(&id, number, &user, commit, now)?;
    } else {
        repo.files.set_ref(branch, commit);
        repo.last_modified = now;
    }
    let mut uploads = lock(&app.uploads);
    for key in uploaded {
        uploads.forget(&key);
    }
    reply["commitUrl"] = json!(format!("{}/commit/{commit}", hub.url(&id)));
    Ok(answer::json(&reply))
}

/// Puts the large files that a commit names into the repo: from what was uploaded, or from another repo that the caller
/// reads. Returns what is no longer waiting.
fn bring_large(
    app: &App,
    hub: &mut Hub,
    caller: &Caller,
    id: &RepoId,
    edits: &mut [Edit],
) -> Result<Vec<super::uploads::Key>, HubError> {
    let mut found = BTreeMap::new();
    let mut uploaded = Vec::new();
    let number = hub.repos.get(id).map(|repo| repo.id).ok_or_else(|| HubError::repo_not_found(false))?;
    for edit in edits {
        let Edit::PutLarge { path, pointer } = edit else { continue };
        let key = (number, pointer.oid.clone());
        let waiting = lock(&app.uploads).get(&key).cloned();
        let content = match waiting {
            Some(content) => {
                uploaded.push(key);
                Some(content)
            }
            None => hub.readable_large(caller, id, &pointer.oid),
        };
        let content = content.ok_or_else(|| missing_large(path))?;
        pointer.size = content.len();
        found.insert(pointer.oid.clone(), content);
    }
    if let Some(repo) = hub.repos.get_mut(id) {
        for (oid, content) in found {
            repo.files.keep_large(oid, content);
        }
    }
    Ok(uploaded)
}

/// The refusal of a pointer to what nobody uploaded.
pub(super) fn missing_large(path: &str) -> HubError {
    HubError::bad_request(format!(
        "Your push was rejected because an LFS pointer pointed to a file that does not exist. Offending file: {path}"
    ))
}

impl Hub {
    /// A large file by its LFS object id: the repo's own, or one of another repo that the caller may read.
    fn readable_large(
        &self,
        caller: &Caller,
        id: &RepoId,
        oid: &str,
    ) -> Option<crate::hub::state::files::content::Content> {
        let own = self.repos.get(id).and_then(|repo| repo.files.large(oid));
        own.or_else(|| {
            let mut others = self.repos.iter().filter(|(other, _)| self.readable(caller, other).is_ok());
            others.find_map(|(_, repo)| repo.files.large(oid))
        })
        .cloned()
    }
}
