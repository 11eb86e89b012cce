//! What is in a repo: folders, files, refs and history.

use axum::extract::{RawQuery, State};
use serde_json::{Value, json};

use crate::hub::app::Shared;
use crate::hub::state::files::{BRANCH, Change, Commit, FileEntry, TAG};
use crate::hub::state::{Caller, Hub, Repo, RepoId};
use crate::hub::web::address::{api, encode, encode_path};
use crate::hub::web::body::Paths;
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// Replaces an LFS id where the caller may not read the file (live recordings G7).
const MASKED_OID: &str = "****************************************************************";

/// A file as `siblings` has it.
pub(crate) fn sibling(entry: &FileEntry, blobs: bool, masked: bool) -> Value {
    let mut sibling = json!({ "rfilename": entry.path });
    if blobs {
        sibling["blobId"] = json!(entry.oid.to_string());
        sibling["size"] = json!(entry.size());
        if let Some(pointer) = entry.pointer() {
            let sha256 = if masked { MASKED_OID } else { &pointer.oid };
            sibling["lfs"] = json!({ "sha256": sha256, "size": pointer.size, "pointerSize": pointer.text().len() });
        }
    }
    sibling
}

/// What a caller is shown of large files.
#[derive(Clone, Copy)]
struct Shown {
    /// Whether the gate hides their ids.
    masked: bool,
    /// Whether clients may read them from the content store.
    in_store: bool,
}

impl Shown {
    fn to(caller: &Caller, hub: &Hub, id: &RepoId, repo: &Repo) -> Self {
        Self { masked: hub.admit(caller, id, repo).is_err(), in_store: !hub.cdn_downloads }
    }
}

/// A file or folder as `tree` has it.
// fidelity: xet-downloads
fn described(entry: &FileEntry, shown: Shown, last: Option<&Commit>) -> Value {
    let kind = if entry.is_folder() { "directory" } else { "file" };
    let mut item = json!({ "type": kind, "oid": entry.oid.to_string(), "size": entry.size() });
    if let Some(pointer) = entry.pointer() {
        let oid = if shown.masked { MASKED_OID } else { &pointer.oid };
        item["lfs"] = json!({ "oid": oid, "size": pointer.size, "pointerSize": pointer.text().len() });
        if shown.in_store {
            item["xetHash"] = json!(oid);
        }
    }
    item["path"] = json!(entry.path);
    if let Some(last) = last {
        item["lastCommit"] = json!({ "id": last.id.to_string(), "title": last.title, "date": last.date });
        if !entry.is_folder() {
            item["securityFileStatus"] = json!({ "status": "safe", "avScan": null, "pickleImportScan": null });
        }
    }
    item
}

fn described_all(
    repo: &Repo,
    commit: gix_hash::ObjectId,
    entries: &[FileEntry],
    shown: Shown,
    expand: bool,
) -> Vec<Value> {
    let paths: Vec<String> = entries.iter().filter(|_| expand).map(|entry| entry.path.clone()).collect();
    let last = repo.files.last_commits(commit, &paths);
    entries.iter().map(|entry| described(entry, shown, last.get(&entry.path))).collect()
}

/// `GET …/tree/{revision}/{path}`
pub(crate) async fn tree(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    RawQuery(raw): RawQuery,
) -> HttpResult {
    let hub = app.hub();
    let (id, repo) = hub.visible(&caller, &at.id)?;
    let commit = repo.files.commit_id(at.revision())?;
    let listed = repo.files.list(commit, at.path(), query.flag("recursive"));
    let mut entries = listed.ok_or_else(HttpError::entry_not_found)?;
    if !query.flag("recursive") {
        entries.sort_by_key(|entry| !entry.is_folder());
    }
    let expand = query.flag("expand");
    let page = query.page(entries.len(), if expand { 50 } else { 1000 })?;
    let items = described_all(repo, commit, page.of(&entries), Shown::to(&caller, &hub, id, repo), expand);
    let url = format!("{}/tree/{}/{}", api(&hub, id), encode(at.revision()), encode_path(at.path()));
    Ok(page.link(url.trim_end_matches('/'), raw.as_deref(), response::json(&items)))
}

/// `POST …/paths-info/{revision}`: paths that are not there are left out.
pub(crate) async fn paths_info(State(app): State<Shared>, caller: Caller, at: RepoPath, wanted: Paths) -> HttpResult {
    let hub = app.hub();
    let (id, repo) = hub.visible(&caller, &at.id)?;
    let commit = repo.files.commit_id(at.revision())?;
    let entries: Vec<FileEntry> = wanted.paths.iter().filter_map(|path| repo.files.entry(commit, path)).collect();
    let shown = Shown::to(&caller, &hub, id, repo);
    Ok(response::json(&described_all(repo, commit, &entries, shown, wanted.expand)))
}

/// `GET …/refs`
pub(crate) async fn refs(State(app): State<Shared>, caller: Caller, at: RepoPath, query: Query) -> HttpResult {
    const CONVERT: &str = "refs/convert/";
    const PULL: &str = "refs/pr/";
    let hub = app.hub();
    let (_, repo) = hub.visible(&caller, &at.id)?;
    let under = |prefix: &str| -> Vec<Value> {
        let refs = repo.files.refs().iter().filter_map(|(name, to)| Some((name, name.strip_prefix(prefix)?, *to)));
        refs.map(|(full, name, to)| {
            let commit = repo.files.peel(to).unwrap_or(to);
            json!({ "name": if prefix == PULL { full } else { name }, "ref": full, "targetCommit": commit.to_string() })
        })
        .collect()
    };
    let mut answer = json!({ "tags": under(TAG), "branches": under(BRANCH), "converts": under(CONVERT) });
    if query.flag("include_prs") || query.flag("include_pull_requests") {
        answer["pullRequests"] = json!(under(PULL));
    }
    Ok(response::json(&answer))
}

/// `GET …/commits/{revision}`
pub(crate) async fn commits(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    RawQuery(raw): RawQuery,
) -> HttpResult {
    let hub = app.hub();
    let (id, repo) = hub.visible(&caller, &at.id)?;
    let log = repo.files.log(repo.files.commit_id(at.revision())?);
    let page = query.page(log.len(), 1000)?;
    let formatted = query.all("expand").contains(&"formatted");
    let items: Vec<Value> = page.of(&log).iter().map(|commit| commit_item(commit, formatted)).collect();
    let url = format!("{}/commits/{}", api(&hub, id), encode(at.revision()));
    Ok(page.link(&url, raw.as_deref(), response::json(&items)))
}

fn commit_item(commit: &Commit, formatted: bool) -> Value {
    let mut item = json!({
        "id": commit.id.to_string(),
        "title": commit.title,
        "message": commit.message,
        "authors": [{ "user": commit.author, "avatar": "" }],
        "date": commit.date,
        "parents": commit.parents.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    if formatted {
        let html = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        item["formatted"] = json!({ "title": html(&commit.title), "message": html(&commit.message) });
    }
    item
}

/// `GET …/compare/{one}..{other}`: the files that differ, as `git diff --raw` says it.
pub(crate) async fn compare(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    let hub = app.hub();
    let (_, repo) = hub.readable(&caller, &at.id)?;
    let range = at.get("range");
    let (from, to) = if let Some((from, to)) = range.split_once("...").or_else(|| range.split_once("..")) {
        (Some(repo.files.commit_id(from)?), repo.files.commit_id(to)?)
    } else {
        let to = repo.files.commit_id(range)?;
        (repo.files.commit_info(to).and_then(|commit| commit.parents.first().copied()), to)
    };
    let changes = repo.files.changes(from, to);
    let lines = changes.iter().map(|(path, change)| {
        let oid = |commit| repo.files.entry(commit, path).map_or_else(|| "0".repeat(40), |entry| entry.oid.to_string());
        let (letter, old, new) = match change {
            Change::Added => ('A', "000000", "100644"),
            Change::Deleted => ('D', "100644", "000000"),
            Change::Modified => ('M', "100644", "100644"),
        };
        let before = from.map_or_else(|| "0".repeat(40), oid);
        format!(":{old} {new} {before} {} {letter}\t{path}\n", oid(to))
    });
    Ok(response::text(lines.collect::<String>()))
}
