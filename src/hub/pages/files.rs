//! The files of a repo: a folder's list, and one file by itself.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gix_hash::ObjectId;

use crate::card::CARD_NAME;
use crate::hub::app::Shared;
use crate::hub::pages::repo_head::{RepoHead, Tab};
use crate::hub::pages::{Frame, show};
use crate::hub::state::files::{DEFAULT_BRANCH, FileEntry};
use crate::hub::state::{Caller, Hub, Repo, RepoId};
use crate::hub::web::address::encode;
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;

/// How many files the page of a repo lists.
const FILES_ON_CARD: usize = 30;
/// How many files the list of files shows.
const FILES_IN_LIST: usize = 5_000;
/// How much of a file its page shows, in bytes.
const SHOWN_BYTES: u64 = 200_000;

#[derive(Template)]
#[template(path = "hub/files.html")]
pub(crate) struct FileList {
    path: String,
    revision: String,
    files: Vec<FileLine>,
    more: usize,
}

/// A file, or a folder in a list of one folder.
struct FileLine {
    path: String,
    /// What of the path is shown.
    name: String,
    /// Of a file.
    size: Option<String>,
}

impl FileList {
    /// Every file of a repo.
    pub(crate) fn all(repo: &Repo, path: &str) -> Result<Self, HttpError> {
        let files = files(repo, DEFAULT_BRANCH, |commit| Some(repo.files.all_files(commit)))?;
        Ok(Self::new(path, DEFAULT_BRANCH, "", FILES_ON_CARD, files))
    }

    /// What lies in one folder of a repo, folders first.
    fn of_folder(repo: &Repo, path: &str, revision: &str, folder: &str) -> Result<Self, HttpError> {
        let mut entries = files(repo, revision, |commit| repo.files.list(commit, folder, false))?;
        entries.sort_by_key(|entry| !entry.is_folder());
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Ok(Self::new(path, revision, &prefix, FILES_IN_LIST, entries))
    }

    fn new(path: &str, revision: &str, prefix: &str, limit: usize, entries: Vec<FileEntry>) -> Self {
        let line = |entry: &FileEntry| FileLine {
            name: entry.path.strip_prefix(prefix).unwrap_or(&entry.path).to_owned(),
            path: entry.path.clone(),
            size: (!entry.is_folder()).then(|| bytes(entry.size())),
        };
        Self {
            path: path.to_owned(),
            revision: revision.to_owned(),
            more: entries.len().saturating_sub(limit),
            files: entries.iter().take(limit).map(line).collect(),
        }
    }
}

/// A path, each folder on its way a link.
#[derive(Template)]
#[template(path = "hub/crumbs.html")]
struct Crumbs {
    /// The address of the topmost folder.
    top: String,
    repo: String,
    /// Paths and names.
    folders: Vec<(String, String)>,
    last: String,
}

impl Crumbs {
    fn new(id: &RepoId, revision: &str, path: &str) -> Self {
        let mut names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
        let last = names.pop().unwrap_or_default().to_owned();
        let folders = (1..=names.len()).map(|depth| (names[..depth].join("/"), names[depth - 1].to_owned())).collect();
        let top = format!("/{}/tree/{}", id.path(), encode(revision));
        Self { top, repo: id.name().to_owned(), folders, last }
    }
}

/// What lies in a folder of a repo at a revision.
#[derive(Template)]
#[template(path = "hub/tree.html")]
pub(crate) struct TreePage {
    frame: Frame,
    head: RepoHead,
    revision: String,
    crumbs: Crumbs,
    files: FileList,
}

impl TreePage {
    pub(crate) fn new(
        hub: &Hub,
        caller: &Caller,
        frame: Frame,
        id: &RepoId,
        revision: &str,
        folder: &str,
    ) -> Result<Self, HttpError> {
        let (id, repo) = hub.visible(caller, id)?;
        Ok(Self {
            frame,
            head: RepoHead::new(hub, caller, id, repo, Tab::Files),
            revision: revision.to_owned(),
            crumbs: Crumbs::new(id, revision, folder),
            files: FileList::of_folder(repo, &format!("/{}", id.path()), revision, folder)?,
        })
    }
}

/// One file, behind the gate.
#[derive(Template)]
#[template(path = "hub/blob.html")]
pub(crate) struct BlobPage {
    frame: Frame,
    head: RepoHead,
    path: String,
    revision: String,
    crumbs: Crumbs,
    file: String,
    size: String,
    text: Option<String>,
    cut: bool,
}

impl BlobPage {
    /// The page of `file`, for a caller whom the gate lets in; the card is open to everybody (live recordings, row 2).
    pub(crate) fn new(
        hub: &Hub,
        caller: &Caller,
        frame: Frame,
        id: &RepoId,
        revision: &str,
        file: &str,
    ) -> Result<Self, HttpError> {
        let (id, repo) = hub.visible(caller, id)?;
        if file != CARD_NAME {
            hub.admit(caller, id, repo)?;
        }
        let (content, size) = content(repo, revision, file)?;
        let cut = size > SHOWN_BYTES;
        let text = match std::str::from_utf8(&content) {
            Ok(text) => (!text.contains('\0')).then(|| text.to_owned()),
            // The cut fell within a character.
            Err(error) if cut && error.error_len().is_none() => {
                Some(String::from_utf8_lossy(&content[..error.valid_up_to()]).into_owned())
            }
            Err(_) => None,
        };
        Ok(Self {
            frame,
            head: RepoHead::new(hub, caller, id, repo, Tab::Files),
            path: format!("/{}", id.path()),
            revision: revision.to_owned(),
            crumbs: Crumbs::new(id, revision, file),
            file: file.to_owned(),
            size: bytes(size),
            text,
            cut,
        })
    }
}

fn bytes(size: u64) -> String {
    let (mut number, mut unit) = (size, "bytes");
    for larger in ["kB", "MB", "GB", "TB"] {
        if number < 10_000 {
            break;
        }
        number = number.div_ceil(1000);
        unit = larger;
    }
    format!("{number} {unit}")
}

/// Files of a repo at a revision; the error where `list` finds none. A repo without a commit has none.
fn files(
    repo: &Repo,
    revision: &str,
    list: impl FnOnce(ObjectId) -> Option<Vec<FileEntry>>,
) -> Result<Vec<FileEntry>, HttpError> {
    if repo.files.refs().is_empty() {
        return Ok(Vec::new());
    }
    list(repo.files.commit_id(revision)?).ok_or_else(HttpError::entry_not_found)
}

/// The beginning of a file of a repo, and its size.
fn content(repo: &Repo, revision: &str, file: &str) -> Result<(Vec<u8>, u64), HttpError> {
    let entry = repo.files.file(repo.files.commit_id(revision)?, file)?;
    let content = repo.files.content(&entry).ok_or_else(HttpError::entry_not_found)?;
    let beginning =
        content.read(0..content.size().min(SHOWN_BYTES)).map_err(|error| HttpError::new(500, error.to_string()))?;
    Ok((beginning, content.size()))
}

pub(crate) async fn tree(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
) -> Response {
    let hub = app.hub();
    show(frame, |frame| TreePage::new(&hub, &caller, frame, &path.id, path.revision(), path.path()))
}

pub(crate) async fn blob(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
) -> Response {
    let hub = app.hub();
    show(frame, |frame| BlobPage::new(&hub, &caller, frame, &path.id, path.revision(), path.path()))
}
