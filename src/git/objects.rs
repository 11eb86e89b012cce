//! Where git's objects are found.

use std::path::PathBuf;
use std::rc::Rc;

use gix::objs::{Data, Exists, Find};
use miette::{IntoDiagnostic, Result, WrapErr};

use super::program::Program;

/// The objects of a repository, where a push has put them before that, and what else git can get.
pub(super) struct Objects {
    pushed: Vec<gix::odb::Handle>,
    own: gix::OdbHandle,
    program: Rc<Program>,
    hash: gix::hash::Kind,
}

impl Objects {
    pub(super) fn of(repository: &gix::Repository, program: Rc<Program>) -> Result<Self> {
        let hash = repository.object_hash();
        let mut folders: Vec<PathBuf> =
            std::env::var_os("GIT_OBJECT_DIRECTORY").into_iter().map(PathBuf::from).collect();
        if let Some(alternates) = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES") {
            folders.extend(std::env::split_paths(&alternates));
        }
        let pushed = folders
            .into_iter()
            .filter(|folder| folder.is_dir())
            .map(|folder| gix::odb::at(folder, hash))
            .collect::<std::io::Result<_>>()
            .into_diagnostic()
            .wrap_err("cannot read the objects of the push")?;
        Ok(Self { pushed, own: repository.objects.clone(), program, hash })
    }

    fn try_local<'a>(
        &self,
        id: &gix::oid,
        buffer: &'a mut Vec<u8>,
    ) -> std::result::Result<Option<Data<'a>>, gix::Error> {
        match self.pushed.iter().find(|store| store.exists(id)) {
            Some(store) => store.try_find(id, buffer),
            None => self.own.try_find(id, buffer),
        }
    }
}

impl Find for Objects {
    fn try_find<'a>(
        &self,
        id: &gix::oid,
        buffer: &'a mut Vec<u8>,
    ) -> std::result::Result<Option<Data<'a>>, gix::Error> {
        // The borrow checker cannot see that what is found is returned at once.
        let found = self.try_local(id, buffer).map(|found| found.map(|data| (data.kind, data.data.len())));
        if let Ok(Some((kind, size))) = found {
            return Ok(Some(Data::new(&buffer[..size], kind, self.hash)));
        }
        match self.program.object(id, buffer) {
            Ok(Some(kind)) => Ok(Some(Data::new(buffer, kind, self.hash))),
            Ok(None) => found.map(|_| None),
            Err(reason) => Err(gix::Error::from_error(std::io::Error::other(reason))),
        }
    }
}

/// Whether it is in the repository: git is not asked, for it would fetch what a partial clone lacks.
impl Exists for Objects {
    fn exists(&self, id: &gix::oid) -> bool {
        self.pushed.iter().any(|store| store.exists(id)) || self.own.exists(id)
    }
}
