//! Commits over HTTP: which way each file goes, and the commit itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use gix_hash::ObjectId as GitId;
use ignore::gitignore::GitignoreBuilder;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::card::{BENCHMARK_NAME, CARD_NAME};
use crate::hub::app::card_check::{CheckedCard, benchmark_errors};
use crate::hub::app::uploads::Key;
use crate::hub::app::{App, Shared, lock};
use crate::hub::state::discussions::NewPull;
use crate::hub::state::files::attributes::{Attributes, LARGEST_REGULAR};
use crate::hub::state::files::content::Content;
use crate::hub::state::files::door::Offending;
use crate::hub::state::files::pointer::{Pointer, is_oid};
use crate::hub::state::files::{FileEdit, Repository, Signature};
use crate::hub::state::{Caller, Hub, HubError, RepoId};
use crate::hub::web::body;
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

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
pub(crate) async fn preupload(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    body: Body,
) -> HttpResult {
    let bytes = body::read(body, LARGEST_LIST).await?;
    let announced: Announced = app.cpu.run(move || body::parse(&bytes)).await??;
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
    let ignored = ignored.build().map_err(|error| HttpError::bad_request(error.to_string()))?;
    let mut files = Vec::new();
    for file in &announced.files {
        let binary = body::base64(&file.sample)?.contains(&0);
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
    Ok(response::json(&json!({ "files": files, "commitOid": head.to_string() })))
}

/// One line of a commit.
#[derive(Deserialize)]
#[serde(tag = "key", content = "value", rename_all = "camelCase")]
enum CommitLine {
    Header(Header),
    File { path: String, content: String, encoding: Option<String> },
    LfsFile { path: String, oid: String, size: Option<u64> },
    DeletedFile { path: String },
    DeletedFolder { path: String },
    DeletedEntry { path: String },
}

#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    #[serde(default)]
    summary: String,
    #[serde(default)]
    description: String,
    parent_commit: Option<String>,
}

/// A commit as it was sent.
#[derive(Clone, Default)]
struct Sent {
    header: Header,
    edits: Vec<FileEdit>,
}

impl Sent {
    fn read(body: &[u8]) -> Result<Sent, HttpError> {
        let mut sent = Sent::default();
        for line in body.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
            match body::parse(line)? {
                CommitLine::Header(header) => sent.header = header,
                CommitLine::File { path, content, encoding } => {
                    let bytes = match encoding.as_deref() {
                        Some("base64") => body::base64(&content)?,
                        _ => content.into_bytes(),
                    };
                    sent.edits.push(FileEdit::Put { path, bytes });
                }
                CommitLine::LfsFile { path, oid, size } => {
                    if !is_oid(&oid) {
                        return Err(HttpError::bad_request(format!("{oid} is not a SHA-256")));
                    }
                    sent.edits
                        .push(FileEdit::PutLarge { path, pointer: Pointer { oid, size: size.unwrap_or_default() } });
                }
                CommitLine::DeletedFile { path }
                | CommitLine::DeletedFolder { path }
                | CommitLine::DeletedEntry { path } => {
                    sent.edits.push(FileEdit::Delete { path });
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
pub(crate) async fn commit(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    body: Body,
) -> HttpResult {
    let bytes = body::read(body, LARGEST_COMMIT).await?;
    let mut sent = Arc::new(app.cpu.run(move || Sent::read(&bytes)).await??);
    let propose = query.flag("create_pr");
    loop {
        let start = Start::find(&app, &caller, &at, propose, &mut sent)?;
        let (work, edits) = (start.clone(), sent.clone());
        let made = app.cpu.run(move || work.commit(&edits)).await??;
        if let Some(reply) = put(&app, &caller, &at, propose, &sent, &start, &made)? {
            return Ok(response::json(&reply));
        }
        // Somebody else was faster: the commit goes on top of theirs.
    }
}

/// What a commit is made from, beside the state.
#[derive(Clone)]
struct Start {
    id: RepoId,
    base: GitId,
    branch: String,
    files: Repository,
    who: Signature,
    /// The large files that it names.
    large: BTreeMap<String, Content>,
    /// Those among them that are no longer waiting for a commit.
    uploaded: Vec<Key>,
}

/// A commit, not yet in the state.
struct Made {
    /// The repo's files with it.
    files: Repository,
    commit: GitId,
    card: Option<CheckedCard>,
}

impl Start {
    fn find(app: &App, caller: &Caller, at: &RepoPath, propose: bool, sent: &mut Arc<Sent>) -> Result<Self, HttpError> {
        let hub = app.hub();
        let (id, repo) = hub.committable(caller, &at.id, at.revision(), propose)?;
        let base = repo.files.commit_id(at.revision())?;
        let branch = repo.files.branch(at.revision()).ok_or_else(|| HttpError::revision_not_found(at.revision()))?;
        if let Some(parent) = &sent.header.parent_commit
            && repo.files.resolve(parent) != Some(base)
        {
            return Err(HttpError::new(
                412,
                "The branch was updated since you opened this page. Please refresh and try again.",
            ));
        }
        let who = hub.signature(caller.required()?, app.clock.now());
        let (mut large, mut uploaded) = (BTreeMap::new(), Vec::new());
        if sent.edits.iter().any(|edit| matches!(edit, FileEdit::PutLarge { .. })) {
            let edits = &mut Arc::make_mut(sent).edits;
            find_large(app, &hub, caller, id, edits, &mut large, &mut uploaded)?;
        }
        Ok(Self { id: id.clone(), base, branch, files: repo.files.clone(), who, large, uploaded })
    }

    /// Makes the commit, if the Hub takes its card.
    fn commit(self, sent: &Sent) -> Result<Made, HttpError> {
        let written = |name: &str| {
            sent.edits.iter().rev().find_map(|edit| match edit {
                FileEdit::Put { path, bytes } if path == name => Some(String::from_utf8_lossy(bytes)),
                _ => None,
            })
        };
        let card = written(CARD_NAME).map(|text| CheckedCard::new(self.id.kind, &text));
        if let Some(card) = &card {
            card.commit()?;
        }
        let errors = written(BENCHMARK_NAME).map(|text| benchmark_errors(self.id.kind, &text)).unwrap_or_default();
        if !errors.is_empty() {
            return Err(HubError::CardRejected(errors).into());
        }
        let mut offending = Offending::default();
        for edit in &sent.edits {
            if let FileEdit::Put { path, bytes } = edit {
                offending.look_at(path, bytes, &self.branch);
            }
        }
        if let Some(refusal) = offending.refusal() {
            return Err(HubError::PushRejected(refusal).into());
        }
        let mut files = self.files;
        for (oid, content) in self.large {
            files.keep_large(oid, content);
        }
        let commit = files.commit(&[self.base], &sent.edits, &self.who, &sent.message())?;
        Ok(Made { files, commit, card })
    }
}

/// Puts a commit into the state, if its branch has not moved meanwhile.
fn put(
    app: &App,
    caller: &Caller,
    at: &RepoPath,
    propose: bool,
    sent: &Sent,
    start: &Start,
    made: &Made,
) -> Result<Option<Value>, HttpError> {
    let (mut hub, now) = app.hub_now();
    let (id, repo) = hub.committable(caller, &at.id, at.revision(), propose)?;
    if repo.files.resolve(&start.branch) != Some(start.base) {
        return Ok(None);
    }
    let id = id.clone();
    let user = caller.required()?.clone();
    let warnings = made.card.as_ref().map(CheckedCard::commit).transpose()?.unwrap_or_default();
    let repo = hub.repo_mut(&id)?;
    repo.files.take_commit(&made.files, made.commit);
    if let (Some(card), Some(blob)) = (&made.card, made.files.card_blob(made.commit)) {
        repo.cards.keep(blob, card.parsed.clone());
    }
    let commit = made.commit;
    let mut reply = json!({ "success": true, "commitOid": commit.to_string(), "hookOutput": warnings });
    if propose {
        let Header { summary, description, .. } = &sent.header;
        let pull = NewPull { base: at.revision(), draft: false };
        let number = hub.open_discussion(&id, &user, summary, description, Some(pull), now)?;
        hub.push_to_pull(&id, number, &user, commit, now)?;
        reply["pullRequestUrl"] = json!(format!("{}/discussions/{number}", hub.url(&id)));
    } else if let Some(number) = repo.pull_of_ref(&start.branch) {
        hub.push_to_pull(&id, number, &user, commit, now)?;
    } else {
        repo.files.set_ref(&start.branch, commit);
        repo.last_modified = now;
    }
    let mut uploads = lock(&app.uploads);
    for key in &start.uploaded {
        uploads.forget(key);
    }
    reply["commitUrl"] = json!(format!("{}/commit/{commit}", hub.url(&id)));
    Ok(Some(reply))
}

/// Finds the large files that a commit names: what was uploaded, or what another repo has that the caller reads.
fn find_large(
    app: &App,
    hub: &Hub,
    caller: &Caller,
    id: &RepoId,
    edits: &mut [FileEdit],
    found: &mut BTreeMap<String, Content>,
    uploaded: &mut Vec<Key>,
) -> Result<(), HttpError> {
    let number = hub.repos.get(id).map(|repo| repo.id).ok_or(HubError::RepoNotFound { anonymous: false })?;
    let waiting = lock(&app.uploads).of(number);
    let mut missing = Vec::new();
    for edit in edits {
        let FileEdit::PutLarge { path, pointer } = edit else { continue };
        let content = match waiting.get(&pointer.oid) {
            Some(content) => {
                uploaded.push((number, pointer.oid.clone()));
                Some(content.clone())
            }
            None => hub.readable_large(caller, id, &pointer.oid),
        };
        let Some(content) = content else {
            missing.push(path.clone());
            continue;
        };
        pointer.size = content.size();
        found.insert(pointer.oid.clone(), content);
    }
    if missing.is_empty() { Ok(()) } else { Err(HubError::PushRejected(missing_large(&missing)).into()) }
}

/// What the Hub says of pointers to files that nobody uploaded.
// fidelity: dangling-pointers
pub(crate) fn missing_large(paths: &[String]) -> String {
    let files: String = paths.iter().map(|path| format!("\n  - {path}")).collect();
    format!(
        "Your push was rejected because an LFS pointer pointed to a file that does not exist.\n\
         For instance, this can happen if you used git push --no-verify to push your changes.\n\nOffending file:{files}"
    )
}

impl Hub {
    /// A large file by its LFS object id: the repo's own, or one of another repo that the caller may read.
    fn readable_large(&self, caller: &Caller, id: &RepoId, oid: &str) -> Option<Content> {
        let own = self.repos.get(id).and_then(|repo| repo.files.large(oid));
        own.or_else(|| {
            let mut others = self.repos.iter().filter(|(other, _)| self.readable(caller, other).is_ok());
            others.find_map(|(_, repo)| repo.files.large(oid))
        })
        .cloned()
    }
}
