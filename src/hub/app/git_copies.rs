//! Copies of the repos' git objects and refs in a temporary folder, for git to work on.
//!
//! The folder is this process's alone. It is removed when the mock ends, however busy git is; what a killed process left behind,
//! the next one removes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::{fs, io};

use gix_hash::ObjectId as GitId;
use gix_object::{Find, Write};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::hub::state::ObjectId;
use crate::hub::state::files::{DEFAULT_BRANCH, Object, Repository};
use crate::process_folder::{Kind, ProcessFolder};

/// The copies, one for each repo that git was used on.
#[derive(Debug, Default)]
pub(crate) struct GitCopies {
    work: Arc<RwLock<Work>>,
    copies: Mutex<HashMap<ObjectId, Arc<tokio::sync::Mutex<GitCopy>>>>,
}

/// What goes on in the folder. Who writes there holds it for reading; the end takes it for writing.
#[derive(Debug, Default)]
struct Work {
    folder: Mutex<Option<ProcessFolder>>,
    /// The process groups of git.
    running: Mutex<BTreeSet<u32>>,
    ended: bool,
}

impl GitCopies {
    /// The copy of a repo. Nobody else uses it while the lock is held.
    pub(crate) async fn of(&self, repo: ObjectId) -> tokio::sync::OwnedMutexGuard<GitCopy> {
        let copy = {
            let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(tokio::sync::Mutex::new(GitCopy::new(self.work.clone())));
            copies.entry(repo).or_insert_with(new).clone()
        };
        copy.lock_owned().await
    }

    /// Forgets every copy: the state is another one.
    pub(crate) fn forget(&self) {
        self.copies.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Ends git where it works, and removes the folder. No copy can be made or used afterwards.
    pub(crate) fn end(&self) {
        let mut work = self.work.write().unwrap_or_else(PoisonError::into_inner);
        work.ended = true;
        for group in std::mem::take(&mut *work.running.lock().unwrap_or_else(PoisonError::into_inner)) {
            kill(group);
        }
        drop(work.folder.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// The copy of one repo, brought up to date before each use. It is removed with the value.
#[derive(Debug)]
pub(crate) struct GitCopy {
    work: Arc<RwLock<Work>>,
    folder: Option<TempDir>,
    written: BTreeSet<GitId>,
    /// The refs as the repo had them when the copy was brought up to date.
    pub(crate) refs: BTreeMap<String, GitId>,
}

const CONFIG: &str = "[core]\n\tbare = true\n[http]\n\treceivepack = true\n[uploadpack]\n\tallowAnySHA1InWant = true\n\
                      \tallowFilter = true\n[receive]\n\tunpackLimit = 100000\n[gc]\n\tauto = 0\n";

impl GitCopy {
    fn new(work: Arc<RwLock<Work>>) -> Self {
        Self { work, folder: None, written: BTreeSet::new(), refs: BTreeMap::new() }
    }

    /// Brings the copy up to date with a repo.
    pub(crate) fn update(&mut self, repository: &Repository) -> io::Result<()> {
        let objects = self.start()?.join("objects");
        let store = gix_odb::loose::Store::at(&objects, gix_hash::Kind::Sha1);
        for (id, object) in repository.objects() {
            if self.written.contains(id) {
                continue;
            }
            during(&self.work, |_| {
                store
                    .write_buf_with_known_id(object.kind, &object.data, *id)
                    .map_err(|error| io::Error::other(error.to_string()))
            })?;
            self.written.insert(*id);
        }
        during(&self.work, |_| write_refs(self.path(), repository.refs()))?;
        self.refs.clone_from(repository.refs());
        Ok(())
    }

    /// The folder of the copy, made where there is none.
    fn start(&mut self) -> io::Result<PathBuf> {
        if self.folder.is_none() {
            self.folder = Some(during(&self.work, |work| {
                let mut parent = work.folder.lock().unwrap_or_else(PoisonError::into_inner);
                let parent = match &mut *parent {
                    Some(parent) => parent,
                    none => none.insert(ProcessFolder::new(Kind::Git)?),
                };
                let folder = tempfile::Builder::new().prefix("repo-").tempdir_in(parent.path())?;
                let path = folder.path();
                fs::create_dir_all(path.join("objects/info"))?;
                fs::create_dir_all(path.join("objects/pack"))?;
                fs::write(path.join("config"), CONFIG)?;
                fs::write(path.join("HEAD"), format!("ref: refs/heads/{DEFAULT_BRANCH}\n"))?;
                Ok(folder)
            })?);
        }
        Ok(self.path().to_path_buf())
    }

    /// Where the copy is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.as_ref().map_or(Path::new(""), TempDir::path)
    }

    /// Starts git. It is ended with the mock, and when the value is dropped, in each case with what it started itself.
    pub(crate) fn spawn(&self, git: &mut Command) -> io::Result<Git> {
        #[cfg(unix)]
        git.process_group(0);
        during(&self.work, |work| {
            let child = git.kill_on_drop(true).spawn()?;
            let group = child.id();
            work.running.lock().unwrap_or_else(PoisonError::into_inner).extend(group);
            Ok(Git { child: Some(child), group, work: self.work.clone() })
        })
    }

    /// The refs as git left them.
    pub(crate) async fn refs_now(&self) -> io::Result<BTreeMap<String, GitId>> {
        let mut git = Command::new("git");
        git.args(["for-each-ref", "--format=%(objectname) %(refname)"]);
        git.env("GIT_DIR", self.path()).stdout(std::process::Stdio::piped());
        let listed = self.spawn(&mut git)?.output().await?;
        let text = String::from_utf8_lossy(&listed.stdout).into_owned();
        let refs = text.lines().filter_map(|line| {
            let (id, name) = line.split_once(' ')?;
            Some((name.to_owned(), GitId::from_hex(id.as_bytes()).ok()?))
        });
        Ok(refs.collect())
    }

    /// Looks objects up as git left them.
    pub(crate) fn finder(&self) -> io::Result<impl FnMut(GitId) -> Option<Object> + use<>> {
        let store = gix_odb::at(self.path().join("objects"), gix_hash::Kind::Sha1)?;
        let mut buffer = Vec::new();
        Ok(move |id: GitId| {
            let found = store.try_find(&id, &mut buffer).ok()??;
            Some(Object { kind: found.kind, data: found.data.into() })
        })
    }

    /// The repo took over what git left in the copy.
    pub(crate) fn took_over(&mut self, repository: &Repository) {
        self.written.extend(repository.objects().keys());
        self.refs.clone_from(repository.refs());
    }

    /// Throws away what git left in the copy.
    pub(crate) fn discard(&mut self) {
        *self = Self::new(self.work.clone());
    }
}

/// Does something in the folder, unless the mock has ended.
fn during<T>(work: &RwLock<Work>, act: impl FnOnce(&Work) -> io::Result<T>) -> io::Result<T> {
    let work = work.read().unwrap_or_else(PoisonError::into_inner);
    if work.ended { Err(io::Error::other("the mock Hub has ended")) } else { act(&work) }
}

fn write_refs(path: &Path, refs: &BTreeMap<String, GitId>) -> io::Result<()> {
    let loose = path.join("refs");
    if loose.exists() {
        fs::remove_dir_all(&loose)?;
    }
    fs::create_dir_all(loose.join("heads"))?;
    let lines: Vec<String> = refs.iter().map(|(name, id)| format!("{id} {name}\n")).collect();
    fs::write(path.join("packed-refs"), format!("# pack-refs with: sorted\n{}", lines.concat()))
}

/// A running git.
pub(crate) struct Git {
    child: Option<Child>,
    group: Option<u32>,
    work: Arc<RwLock<Work>>,
}

impl Git {
    /// Its standard input.
    pub(crate) fn stdin(&mut self) -> Option<tokio::process::ChildStdin> {
        self.child.as_mut()?.stdin.take()
    }

    /// Waits until it ends; what it wrote.
    pub(crate) async fn output(mut self) -> io::Result<std::process::Output> {
        let Some(child) = self.child.take() else { return Err(io::Error::other("git was waited for already")) };
        let output = child.wait_with_output().await;
        // Its number may be another's from now on.
        self.done();
        output
    }

    fn done(&mut self) -> Option<u32> {
        let group = self.group.take()?;
        let work = self.work.read().unwrap_or_else(PoisonError::into_inner);
        work.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&group).then_some(group)
    }
}

impl Drop for Git {
    fn drop(&mut self) {
        // Who asked has hung up.
        if let Some(group) = self.done() {
            kill(group);
        }
    }
}

/// Ends a process group at once.
#[cfg(unix)]
fn kill(group: u32) {
    let group = i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // It may have ended meanwhile.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

/// A child is killed when its value is dropped; what it started itself ends when its pipes do.
#[cfg(not(unix))]
fn kill(_: u32) {}
