//! Cards as git holds them: staged, pushed, received, or changed since a revision.
//!
//! Everything is read from the index and the object database, never from the working tree, so what is judged is
//! what a commit contains. Objects that a push has brought but git has not yet taken in are found as git finds
//! them, by `GIT_OBJECT_DIRECTORY` (git-receive-pack(1), "quarantine environment"). gix reads all of it; where it cannot,
//! the `git` program is asked.

mod earlier;
mod history;
pub mod hooks;
mod log;
mod objects;
mod program;
mod refs;
mod staged;
mod trees;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::objs::FindExt;
use gix::sec::Trust;
use miette::{IntoDiagnostic, Result, miette};

use crate::card::{CARD_NAME, Document};
use crate::rule::RepoFiles;
use objects::Objects;
use program::Program;

pub use history::{Changes, RefUpdate};

/// A git repository: with a working tree, linked, bare, a submodule, partial, shallow, of SHA-1 or SHA-256, whatever its
/// refs are stored in.
pub struct Repository {
    inner: gix::Repository,
    program: Rc<Program>,
    objects: Objects,
    start: PathBuf,
}

/// A card as git holds it.
#[derive(Debug)]
pub struct GitCard {
    /// The path from the top of the repository, byte for byte. A folder, with a `/` at its end, if git cannot read it and
    /// so not tell the cards in it.
    pub path: BString,
    /// The bytes of the blob, or why git cannot read them.
    pub content: Result<Vec<u8>, String>,
    /// The files that lie beside and below the card in the same commit, as paths from the card's folder.
    pub files: RepoFiles,
    /// The id of the blob.
    pub id: ObjectId,
}

impl GitCard {
    /// The path for people: quoted with escapes, as git quotes, where it is not plain text.
    pub fn display_path(&self) -> String {
        display_path(self.path.as_ref())
    }
}

impl Repository {
    /// The repository that `folder` lies in, or the one that `GIT_DIR` names, as in a hook.
    pub fn discover(folder: &Path) -> Result<Self> {
        let folder = std::path::absolute(folder).into_diagnostic()?;
        let program = Rc::new(Program::new(folder.clone()));
        let inner = match gix::discover_with_environment_overrides(&folder) {
            Ok(found) if found.git_dir_trust() == Trust::Full => found,
            // It belongs to another user, and git says whether it is safe; or gix does not find what git does.
            found => match (Self::open_as_git(&program), found) {
                (Ok(inner), _) | (Err(_), Ok(inner)) => inner,
                (Err(reason), Err(_)) => {
                    let help = "run this inside a git repository";
                    return Err(miette!(
                        help = help,
                        "cannot open a git repository in `{}`: {reason}",
                        folder.display()
                    ));
                }
            },
        };
        let objects = Objects::of(&inner, Rc::clone(&program))?;
        Ok(Self { inner, program, objects, start: folder })
    }

    /// Opens what git takes for the repository here.
    fn open_as_git(program: &Program) -> Result<gix::Repository, String> {
        let git_dir = program.ask_line(&["rev-parse", "--absolute-git-dir"])?;
        let git_dir = git_dir.to_path().map_err(|error| error.to_string())?;
        let options = gix::open::Options::default().open_path_as_is(true).with(Trust::Full);
        gix::open_opts(git_dir, options).map_err(|error| error.to_string())
    }

    /// The top of the working tree; `None` in a bare repository.
    pub fn work_tree(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    fn card(&self, path: BString, id: ObjectId, files: RepoFiles) -> GitCard {
        GitCard { path, content: self.blob(id), files, id }
    }

    fn blob(&self, id: ObjectId) -> Result<Vec<u8>, String> {
        let mut content = Vec::new();
        let read = self.objects.find_blob(&id, &mut content).map(|_| ()).map_err(|error| error.to_string());
        read.map(|()| content)
    }
}

/// Whether a card, or another file that the Hub reads, may lie at a path: the Hub reads `README.md`, spelled exactly so. At the
/// top of the repository, others are meant for it.
fn is_card(path: &BStr) -> bool {
    let (folder, name) = path.split_at(folder_of(path).len());
    name == CARD_NAME.as_bytes()
        // Of a hundred thousand paths, few are taken apart.
        || (name.ends_with(b".yaml") && Document::of(&path.to_path_lossy()).is_yaml())
        || (folder.is_empty() && name.eq_ignore_ascii_case(CARD_NAME.as_bytes()))
}

/// The folder of a path, with its `/` at the end; empty at the top.
fn folder_of(path: &BStr) -> &BStr {
    path.rfind_byte(b'/').map_or(BStr::new(""), |slash| path[..=slash].as_bstr())
}

fn display_path(path: &BStr) -> String {
    match path.to_str() {
        Ok(path) if !path.contains(|char: char| char.is_control()) => path.to_owned(),
        _ => format!("{path:?}"),
    }
}

/// A folder whose cards are not known.
fn unreadable_folder(path: BString, error: &gix::Error) -> GitCard {
    let path = if path.is_empty() { "./".into() } else { path };
    let content = Err(error.to_string());
    GitCard { path, content, files: RepoFiles::new(|| None), id: ObjectId::null(gix::hash::Kind::Sha1) }
}

/// What to do where an object is missing or broken.
pub const FSCK_HELP: &str = "run `git fsck` to find out what is broken";

/// An object is missing or broken.
#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn missing(error: gix::Error) -> miette::Report {
    miette!(help = FSCK_HELP, "git's objects are incomplete: {error}")
}
