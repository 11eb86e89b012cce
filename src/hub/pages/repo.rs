//! The page of a repo: its card under the gate box, its files, and one file by itself.

use askama::Template;
use gix_hash::ObjectId;

use super::gate_box::{GateBox, Reader};
use super::{Frame, markdown};
use crate::card::CARD_NAME;
use crate::gate::FieldProblem;
use crate::hub::http::tree::encode;
use crate::hub::state::files::{DEFAULT_BRANCH, Entry};
use crate::hub::state::{Caller, Gated, Hub, HubError, Repo, RepoId, Status};

/// How many files the page of a repo lists.
const FILES_ON_CARD: usize = 30;
/// How many files the list of files shows.
const FILES_IN_LIST: usize = 5_000;
/// How much of a file its page shows, in bytes.
const SHOWN_BYTES: u64 = 200_000;

/// The head of each page of a repo.
#[derive(Template)]
#[template(path = "hub/repo_head.html")]
pub(super) struct RepoHead {
    kind: &'static str,
    owner: String,
    name: String,
    path: String,
    gated: Option<&'static str>,
    private: bool,
    manages: bool,
    tab: Tab,
}

/// What of a repo is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Card,
    Files,
    Settings,
}

impl RepoHead {
    pub(super) fn new(hub: &Hub, caller: &Caller, id: &RepoId, repo: &Repo, tab: Tab) -> Self {
        Self {
            kind: id.noun(),
            owner: id.owner().to_owned(),
            name: id.name().to_owned(),
            path: format!("/{}", id.path()),
            gated: badge(hub.gate(id, repo).mode),
            private: repo.private,
            manages: caller.user.as_ref().is_some_and(|user| hub.writes(user, id, repo)),
            tab,
        }
    }

    pub(super) fn id(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }
}

/// What a list says of a gate.
pub(super) fn badge(mode: Gated) -> Option<&'static str> {
    match mode {
        Gated::No => None,
        Gated::Auto | Gated::Manual => Some("Gated"),
    }
}

/// The page of a repo.
#[derive(Template)]
#[template(path = "hub/repo.html")]
pub(super) struct RepoPage {
    frame: Frame,
    head: RepoHead,
    gate: Option<GateBox>,
    card: Option<String>,
    files: FileList,
}

/// A form that was not taken: what it held, and what is wrong with it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Refused<'a> {
    pub(crate) posted: &'a [(String, String)],
    pub(crate) problems: &'a [FieldProblem],
}

impl RepoPage {
    pub(super) fn new(
        hub: &Hub,
        caller: &Caller,
        frame: Frame,
        id: &RepoId,
        refused: Refused<'_>,
    ) -> Result<Self, HubError> {
        let (id, repo) = hub.visible(caller, id)?;
        let card = Hub::card(id.kind, repo);
        let path = format!("/{}", id.path());
        Ok(Self {
            frame,
            head: RepoHead::new(hub, caller, id, repo, Tab::Card),
            gate: gate_box(hub, caller, id, repo, refused),
            card: card.map(|card| markdown::card(card.source.slice(card.body), &path)),
            files: FileList::all(repo, &path)?,
        })
    }
}

/// The gate box as this caller sees it; none where the repo has no gate.
fn gate_box(hub: &Hub, caller: &Caller, id: &RepoId, repo: &Repo, refused: Refused<'_>) -> Option<GateBox> {
    let gate = hub.gate(id, repo);
    let form = Hub::gate_form(id, repo);
    let may_ask = |reset| Reader::MayAsk { reset, posted: refused.posted, problems: refused.problems };
    let why;
    let reader = match (&caller.user, hub.admit(caller, id, repo)) {
        _ if gate.mode == Gated::No => return None,
        (None, _) => Reader::LoggedOut,
        (Some(_), Ok(())) => Reader::Granted,
        (Some(_), Err(closed)) if form.eu_disallowed && caller.location.is_some_and(|place| place.is_in_the_eu()) => {
            why = closed.message;
            Reader::Barred(&why)
        }
        (Some(user), Err(_)) => match gate.requests.get(user) {
            None => may_ask(false),
            Some(request) => match request.status {
                Status::Reset => may_ask(true),
                Status::Pending => Reader::Pending,
                Status::Accepted => Reader::Granted,
                Status::Rejected => Reader::Rejected(request.reason()),
            },
        },
    };
    Some(GateBox::new(&form, id.noun(), &format!("/{}", id.path()), gate.mode == Gated::Auto, reader))
}

#[derive(Template)]
#[template(path = "hub/files.html")]
struct FileList {
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
    fn all(repo: &Repo, path: &str) -> Result<Self, HubError> {
        let files = files(repo, DEFAULT_BRANCH, |commit| Some(repo.files.all_files(commit)))?;
        Ok(Self::new(path, DEFAULT_BRANCH, "", FILES_ON_CARD, files))
    }

    /// What lies in one folder of a repo, folders first.
    fn of_folder(repo: &Repo, path: &str, revision: &str, folder: &str) -> Result<Self, HubError> {
        let mut entries = files(repo, revision, |commit| repo.files.list(commit, folder, false))?;
        entries.sort_by_key(|entry| !entry.is_folder());
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Ok(Self::new(path, revision, &prefix, FILES_IN_LIST, entries))
    }

    fn new(path: &str, revision: &str, prefix: &str, limit: usize, entries: Vec<Entry>) -> Self {
        let line = |entry: &Entry| FileLine {
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
pub(super) struct TreePage {
    frame: Frame,
    head: RepoHead,
    revision: String,
    crumbs: Crumbs,
    files: FileList,
}

impl TreePage {
    pub(super) fn new(
        hub: &Hub,
        caller: &Caller,
        frame: Frame,
        id: &RepoId,
        revision: &str,
        folder: &str,
    ) -> Result<Self, HubError> {
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
pub(super) struct BlobPage {
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
    pub(super) fn new(
        hub: &Hub,
        caller: &Caller,
        frame: Frame,
        id: &RepoId,
        revision: &str,
        file: &str,
    ) -> Result<Self, HubError> {
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
    list: impl FnOnce(ObjectId) -> Option<Vec<Entry>>,
) -> Result<Vec<Entry>, HubError> {
    if repo.files.refs().is_empty() {
        return Ok(Vec::new());
    }
    list(repo.files.commit_id(revision)?).ok_or_else(HubError::entry_not_found)
}

/// The beginning of a file of a repo, and its size.
fn content(repo: &Repo, revision: &str, file: &str) -> Result<(Vec<u8>, u64), HubError> {
    let entry = repo.files.file(repo.files.commit_id(revision)?, file)?;
    let content = repo.files.content(&entry).ok_or_else(HubError::entry_not_found)?;
    let beginning =
        content.read(0..content.len().min(SHOWN_BYTES)).map_err(|error| HubError::new(500, error.to_string()))?;
    Ok((beginning, content.len()))
}
