//! A copy of a repo's git objects and refs in a temporary folder, for git to work on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use gix_hash::ObjectId;
use gix_object::{Find, Write};
use tempfile::TempDir;
use tokio::process::Command;

use crate::hub::state::files::{DEFAULT_BRANCH, Object, Repository};

/// The copy, brought up to date before each use. It goes away with the value.
#[derive(Debug, Default)]
pub(super) struct Mirror {
    folder: Option<TempDir>,
    written: BTreeSet<ObjectId>,
    /// The refs as the repo had them when the copy was brought up to date.
    pub(super) refs: BTreeMap<String, ObjectId>,
}

/// What a copy does not have yet.
pub(super) struct News {
    objects: Vec<(ObjectId, Object)>,
    refs: BTreeMap<String, ObjectId>,
}

const CONFIG: &str = "[core]\n\tbare = true\n[http]\n\treceivepack = true\n[uploadpack]\n\tallowAnySHA1InWant = true\n\
                      \tallowFilter = true\n[receive]\n\tunpackLimit = 100000\n[gc]\n\tauto = 0\n";

impl Mirror {
    /// What has to be written before the copy equals the repo.
    pub(super) fn news(&self, repository: &Repository) -> News {
        let new = repository.objects().iter().filter(|(id, _)| !self.written.contains(*id));
        News { objects: new.map(|(id, object)| (*id, object.clone())).collect(), refs: repository.refs().clone() }
    }

    /// Brings the copy up to date.
    pub(super) fn write(&mut self, news: News) -> io::Result<()> {
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => TempDir::with_prefix("cardlint-git-")?,
        };
        let path = folder.path();
        let objects = path.join("objects");
        fs::create_dir_all(objects.join("info"))?;
        fs::create_dir_all(objects.join("pack"))?;
        fs::write(path.join("config"), CONFIG)?;
        fs::write(path.join("HEAD"), format!("ref: refs/heads/{DEFAULT_BRANCH}\n"))?;
        let store = gix_odb::loose::Store::at(&objects, gix_hash::Kind::Sha1);
        for (id, object) in news.objects {
            store
                .write_buf_with_known_id(object.kind, &object.data, id)
                .map_err(|error| io::Error::other(error.to_string()))?;
            self.written.insert(id);
        }
        let loose = path.join("refs");
        if loose.exists() {
            fs::remove_dir_all(&loose)?;
        }
        fs::create_dir_all(loose.join("heads"))?;
        let lines: Vec<String> = news.refs.iter().map(|(name, id)| format!("{id} {name}\n")).collect();
        fs::write(path.join("packed-refs"), format!("# pack-refs with: sorted\n{}", lines.concat()))?;
        self.refs = news.refs;
        self.folder = Some(folder);
        Ok(())
    }

    /// Where the copy is.
    pub(super) fn path(&self) -> &Path {
        self.folder.as_ref().map_or(Path::new(""), TempDir::path)
    }

    /// The refs as git left them.
    pub(super) async fn refs_now(&self) -> io::Result<BTreeMap<String, ObjectId>> {
        let listed = Command::new("git")
            .args(["for-each-ref", "--format=%(objectname) %(refname)"])
            .env("GIT_DIR", self.path())
            .output()
            .await?;
        let text = String::from_utf8_lossy(&listed.stdout).into_owned();
        let refs = text.lines().filter_map(|line| {
            let (id, name) = line.split_once(' ')?;
            Some((name.to_owned(), ObjectId::from_hex(id.as_bytes()).ok()?))
        });
        Ok(refs.collect())
    }

    /// Looks objects up as git left them.
    pub(super) fn finder(&self) -> io::Result<impl FnMut(ObjectId) -> Option<Object>> {
        let store = gix_odb::at(self.path().join("objects"), gix_hash::Kind::Sha1)?;
        let mut buffer = Vec::new();
        Ok(move |id: ObjectId| {
            let found = store.try_find(&id, &mut buffer).ok()??;
            Some(Object { kind: found.kind, data: found.data.into() })
        })
    }

    /// Objects that the repo took over from the copy.
    pub(super) fn took_over(&mut self, repository: &Repository) {
        self.written.extend(repository.objects().keys());
        self.refs.clone_from(repository.refs());
    }
}
