//! Cards as git holds them: staged, pushed, received, or changed since a revision.
//!
//! Everything is read from the index and the object database, never from the working tree, so what is judged is
//! what a commit contains. Objects that a push has brought but git has not yet taken in are found as git finds
//! them, by `GIT_OBJECT_DIRECTORY` (git-receive-pack(1), "quarantine environment").

mod history;
pub mod hooks;
mod staged;
mod trees;

use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::objs::{Find, FindExt};
use miette::{IntoDiagnostic, Result, WrapErr, miette};

use crate::card::CARD_NAME;
use crate::lint::RepoFiles;

pub use history::RefUpdate;

/// A git repository: with a working tree, linked, bare, a submodule, of SHA-1 or SHA-256.
pub struct Repository {
    inner: gix::Repository,
    objects: Objects,
    start: PathBuf,
}

/// A card as git holds it.
#[derive(Debug)]
pub struct GitCard {
    /// The path from the top of the repository, byte for byte.
    pub path: BString,
    /// The bytes of the blob.
    pub content: Vec<u8>,
    /// The files that lie beside and below the card in the same commit, as paths from the card's folder.
    pub files: RepoFiles,
}

impl GitCard {
    /// The path for people: quoted with escapes, as git quotes, where it is not plain text.
    pub fn display_path(&self) -> String {
        match self.path.to_str() {
            Ok(path) if !path.contains(|char: char| char.is_control()) => path.to_owned(),
            _ => format!("{:?}", self.path),
        }
    }
}

impl Repository {
    /// The repository that `folder` lies in, or the one that `GIT_DIR` names, as in a hook.
    pub fn discover(folder: &Path) -> Result<Self> {
        let folder = std::path::absolute(folder).into_diagnostic()?;
        let inner = gix::discover_with_environment_overrides(&folder).map_err(|error| {
            let help = "run this inside a git repository";
            miette!(help = help, "cannot open a git repository in `{}`: {error}", folder.display())
        })?;
        let objects = Objects::of(&inner)?;
        Ok(Self { inner, objects, start: folder })
    }

    /// The top of the working tree; `None` in a bare repository.
    pub fn work_tree(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    fn card(&self, path: &BStr, id: ObjectId, files: RepoFiles) -> Result<GitCard> {
        let mut content = Vec::new();
        self.objects.find_blob(&id, &mut content).map_err(|error| unread(&format!("cannot read `{path}`: {error}")))?;
        Ok(GitCard { path: path.to_owned(), content, files })
    }
}

/// Whether a card may lie at a path: the Hub reads `README.md`, spelled exactly so. At the top of the repository, others
/// are meant for it.
fn is_card(path: &BStr) -> bool {
    let (folder, name) = path.split_at(folder_of(path).len());
    name == CARD_NAME.as_bytes() || (folder.is_empty() && name.eq_ignore_ascii_case(CARD_NAME.as_bytes()))
}

/// The folder of a path, with its `/` at the end; empty at the top.
fn folder_of(path: &BStr) -> &BStr {
    path.rfind_byte(b'/').map_or(BStr::new(""), |slash| path[..=slash].as_bstr())
}

/// An object is not there, or is broken.
#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn missing(error: gix::Error) -> miette::Report {
    unread(&format!("git's objects are incomplete: {error}"))
}

fn unread(what: &str) -> miette::Report {
    miette!(help = "in a partial or shallow clone, fetch first; else `git fsck` says what is broken", "{what}")
}

/// Where objects are found: in the repository, and before that where a push has put them.
struct Objects {
    pushed: Vec<gix::odb::Handle>,
    own: gix::OdbHandle,
}

impl Objects {
    fn of(repository: &gix::Repository) -> Result<Self> {
        let mut folders: Vec<PathBuf> =
            std::env::var_os("GIT_OBJECT_DIRECTORY").into_iter().map(PathBuf::from).collect();
        if let Some(alternates) = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES") {
            folders.extend(std::env::split_paths(&alternates));
        }
        let pushed = folders
            .into_iter()
            .filter(|folder| folder.is_dir())
            .map(|folder| gix::odb::at(folder, repository.object_hash()))
            .collect::<std::io::Result<_>>()
            .into_diagnostic()
            .wrap_err("cannot read the objects of the push")?;
        Ok(Self { pushed, own: repository.objects.clone() })
    }
}

impl Find for Objects {
    fn try_find<'a>(
        &self,
        id: &gix::oid,
        buffer: &'a mut Vec<u8>,
    ) -> std::result::Result<Option<gix::objs::Data<'a>>, gix::Error> {
        for store in &self.pushed {
            if gix::objs::Exists::exists(store, id) {
                return store.try_find(id, buffer);
            }
        }
        self.own.try_find(id, buffer)
    }
}

impl gix::objs::Exists for Objects {
    fn exists(&self, id: &gix::oid) -> bool {
        self.pushed.iter().any(|store| store.exists(id)) || self.own.exists(id)
    }
}
