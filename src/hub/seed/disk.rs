//! Seeds from what Hugging Face tools leave on the disk: a cache, a clone, a folder of `hf download --local-dir`.
//!
//! The disk does not say who is who on the Hub: each owner gets the write token `hf_OWNER`, and there is a reader `bo` with
//! `hf_bo`. A repo whose card describes a gate form is gated by manual review.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Seed, SeedError};
use crate::card::{CARD_NAME, Card, RepoType};
use crate::hub::state::Token;
use crate::hub::state::files::NewFile;
use crate::hub::state::files::pointer::Pointer;
use crate::hub::state::{Gated, Hub, HubError, Name, RepoId, TokenRole};
use crate::source::{SourceFile, Span};

/// Who reads what others own.
const READER: &str = "bo";

/// Where a tool keeps what it knows of a download.
const DOWNLOAD: &str = ".cache/huggingface";

/// The folders of a cache, by the kind of their repos.
const KINDS: [(&str, RepoType); 3] =
    [("datasets", RepoType::Dataset), ("models", RepoType::Model), ("spaces", RepoType::Space)];

/// A repo on the disk.
#[derive(Debug)]
struct Found {
    id: RepoId,
    /// Where its files are.
    folder: PathBuf,
}

/// A seed with the repos in a folder that has no `hub.yaml`.
pub(super) fn seed(folder: &Path) -> Result<Seed, SeedError> {
    let wrong =
        |message: String| SeedError::at(&SourceFile::new(folder.display().to_string(), ""), Span::default(), message);
    let found = find(folder).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if found.is_empty() {
        return Err(wrong("has no hub.yaml, and is neither a Hugging Face cache, a clone nor a download".to_owned())
            .help("expected hub.yaml, `datasets--OWNER--NAME` with snapshots, .git, or .cache/huggingface in it"));
    }
    let mut seed = Seed::empty();
    for repo in found {
        let id = repo.id.clone();
        seed.add_found(repo).map_err(|why| wrong(format!("{id} cannot be served: {why}")))?;
    }
    Ok(seed)
}

fn find(folder: &Path) -> std::io::Result<Vec<Found>> {
    if let Some(found) = cached(folder) {
        return Ok(vec![found]);
    }
    if folder.join(".git").exists() || folder.join(DOWNLOAD).is_dir() {
        return Ok(vec![Found { id: id_of(folder), folder: folder.to_owned() }]);
    }
    let mut found = Vec::new();
    // HF_HOME has its cache in `hub`.
    for cache in [folder.to_owned(), folder.join("hub")] {
        if cache.is_dir() {
            let mut entries = fs::read_dir(&cache)?.collect::<Result<Vec<_>, _>>()?;
            entries.sort_by_key(fs::DirEntry::file_name);
            found.extend(entries.iter().filter_map(|entry| cached(&entry.path())));
        }
    }
    Ok(found)
}

/// The repo of a folder such as `datasets--acme--voices`: the snapshot that `main` is at, else the newest.
fn cached(folder: &Path) -> Option<Found> {
    let (kind, id) = folder.file_name()?.to_str()?.split_once("--")?;
    let (_, kind) = KINDS.into_iter().find(|(name, _)| *name == kind)?;
    let snapshots = folder.join("snapshots");
    let main = fs::read_to_string(folder.join("refs/main")).ok().map(|commit| snapshots.join(commit.trim()));
    let snapshot = main.filter(|main| main.is_dir()).or_else(|| {
        let entries = fs::read_dir(&snapshots).ok()?.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
        Some(entries.max_by_key(|entry| entry.metadata().and_then(|data| data.modified()).ok())?.path())
    })?;
    Some(Found { id: RepoId::new(kind, &id.replace("--", "/")), folder: snapshot })
}

/// The id of the repo in a clone or a download: that of the remote `origin`, else `ana/` and the folder's name.
fn id_of(folder: &Path) -> RepoId {
    let config = fs::read_to_string(folder.join(".git/config")).unwrap_or_default();
    let card = || {
        let text = fs::read_to_string(folder.join(CARD_NAME)).unwrap_or_default();
        Card::read(SourceFile::new(CARD_NAME, text), None).repo_type
    };
    if let Some((kind, id)) = origin(&config).and_then(remote) {
        return RepoId::new(kind.unwrap_or_else(card), &id);
    }
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    RepoId::new(card(), &format!("ana/{}", super::repo_name(&whole)))
}

/// The URL of the remote `origin` in git's configuration.
fn origin(config: &str) -> Option<&str> {
    let section = config.split("[remote \"origin\"]").nth(1)?;
    let section = section.split("\n[").next()?;
    section.lines().find_map(|line| line.trim().strip_prefix("url")?.trim_start().strip_prefix('=').map(str::trim))
}

/// The kind and id in `https://huggingface.co/datasets/acme/voices` or `git@hf.co:datasets/acme/voices.git`. A model's URL
/// names no kind, and neither does one of another host.
fn remote(url: &str) -> Option<(Option<RepoType>, String)> {
    let (host, path) = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?,
        None => url.split_once(':')?,
    };
    let host = host.rsplit('@').next().unwrap_or(host);
    let path = path.trim_matches('/').trim_end_matches(".git");
    let parts: Vec<&str> = path.split('/').collect();
    let hugging_face = ["huggingface.co", "hf.co"].contains(&host);
    match parts[..] {
        [kind, owner, name] => {
            let (_, kind) = KINDS.into_iter().find(|(known, _)| *known == kind)?;
            Some((Some(kind), format!("{owner}/{name}")))
        }
        [owner, name] => Some((hugging_face.then_some(RepoType::Model), format!("{owner}/{name}"))),
        _ => None,
    }
}

impl Seed {
    fn add_found(&mut self, found: Found) -> Result<(), String> {
        let Found { id, folder } = found;
        let (files, missing) = files(&folder).map_err(|error| error.to_string())?;
        let gated = self.add_filled(&id, files).map_err(|error| error.to_string())?;
        let owner = owner_of(&id);
        let gate = if gated { ", gated: manual (its card has a gate form)" } else { "" };
        self.notes.push(format!("{} {id} from {}{gate}; owner's token hf_{owner}", id.noun(), folder.display()));
        if missing > 0 {
            self.warnings.push(format!(
                "{} {id}: {} not on the disk; download the repo again, or `git lfs pull`",
                id.noun(),
                if missing == 1 { "1 file is".to_owned() } else { format!("{missing} files are") }
            ));
        }
        Ok(())
    }

    /// Adds a repo with its files; whether it is gated.
    fn add_filled(&mut self, id: &RepoId, files: Vec<NewFile>) -> Result<bool, HubError> {
        let now = self.clock().now();
        let owner = owner_of(id);
        self.add_user_with_token(owner, TokenRole::Write)?;
        self.add_user_with_token(if owner == READER { "reader" } else { READER }, TokenRole::Read)?;
        self.hub.add_repo(id.clone(), Some(owner.into()), now)?;
        self.hub.fill(id, files, now)?;
        let Some(repo) = self.hub.repos.get_mut(id) else { return Ok(false) };
        let gated = !Hub::gate_form(id, repo).fields.is_empty();
        repo.gate.mode = if gated { Gated::Manual } else { Gated::No };
        Ok(gated)
    }

    /// Adds a user with the token `hf_NAME`, unless there is one.
    fn add_user_with_token(&mut self, name: &str, role: TokenRole) -> Result<(), HubError> {
        let known = Name::from(name);
        if !self.hub.users.contains_key(&known) {
            let user = self.hub.add_user(name)?;
            let created_at = self.clock().now();
            self.hub.tokens.insert(format!("hf_{name}"), Token::new(user, role, created_at));
        }
        Ok(())
    }
}

/// Who owns a repo; one without an owner in its id is `ana`'s.
fn owner_of(id: &RepoId) -> &str {
    if id.owner().is_empty() { "ana" } else { id.owner() }
}

/// The files of a repo, large ones of Git LFS included, and how many of those are not there.
fn files(folder: &Path) -> std::io::Result<(Vec<NewFile>, usize)> {
    let clone = folder.join(".git").exists();
    let mut files = Vec::new();
    let (paths, mut missing) = walk(folder, clone);
    for (path, at) in paths {
        let mut bytes = fs::read(at)?;
        let mut lfs = None;
        if let Some(pointer) = Pointer::read(&bytes).filter(|_| clone) {
            let oid = &pointer.oid;
            match fs::read(folder.join(".git/lfs/objects").join(&oid[..2]).join(&oid[2..4]).join(oid)) {
                Ok(large) => (bytes, lfs) = (large, Some(true)),
                Err(_) => missing += 1,
            }
        }
        files.push((path, bytes, lfs));
    }
    Ok((files.into_iter().map(|(path, bytes, lfs)| NewFile { path, bytes, lfs }).collect(), missing))
}

/// The files below a folder by their paths there: in a clone those that git does not ignore, elsewhere what links lead to, too;
/// and how many links lead nowhere, as those of a cache do until a download is complete.
fn walk(folder: &Path, clone: bool) -> (Vec<(String, PathBuf)>, usize) {
    let mut broken = 0;
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .git_ignore(clone)
        .git_exclude(clone)
        .follow_links(!clone)
        .filter_entry(|entry| entry.file_name() != ".git" && !entry.path().ends_with(DOWNLOAD))
        .sort_by_file_path(Path::cmp)
        .build();
    let found = walk
        .filter_map(|entry| entry.inspect_err(|_| broken += 1).ok())
        .filter(|entry| !entry.path().is_dir())
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(folder).ok()?;
            let path: Vec<&str> = path.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
            Some((path.join("/"), entry.path().to_owned()))
        })
        .collect();
    (found, broken)
}
