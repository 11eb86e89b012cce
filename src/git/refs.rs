//! Refs and revisions.

use gix::ObjectId;
use gix::bstr::{BString, ByteSlice};
use miette::{IntoDiagnostic, Result, miette};

use super::Repository;
use super::program::Asked;

/// `HEAD`, perhaps not yet known.
pub(super) enum BegunHead {
    Found(Option<ObjectId>),
    Asked(Asked),
}

impl BegunHead {
    /// As `Repository::head`.
    pub(super) fn end(self) -> Result<Option<ObjectId>> {
        match self {
            Self::Found(commit) => Ok(commit),
            Self::Asked(asked) => match asked.end_id() {
                Ok(id) => Ok(Some(id)),
                Err(reason) if reason.is_empty() => Ok(None),
                Err(reason) => Err(unreadable_head(&reason)),
            },
        }
    }
}

fn unreadable_head(reason: &str) -> miette::Report {
    miette!("cannot read `HEAD`: {reason}")
}

impl Repository {
    /// Whether the refs are files, which is what gix reads; else they are in a reftable, or what git comes to know later.
    fn has_ref_files(&self) -> bool {
        let storage = self.inner.config_snapshot().string("extensions.refStorage");
        storage.is_none_or(|storage| storage.eq_ignore_ascii_case(b"files"))
            && std::env::var_os("GIT_REFERENCE_BACKEND").is_none()
    }

    /// The branch that `HEAD` names; `None` where it is detached.
    pub(super) fn head_name(&self) -> Option<BString> {
        if self.has_ref_files() {
            return self.inner.head_name().ok()?.map(|name| name.as_bstr().to_owned());
        }
        self.program.ask_line(&["symbolic-ref", "-q", "HEAD"]).ok()
    }

    /// The commit of `HEAD`; `None` before the first one.
    pub(super) fn head(&self) -> Result<Option<ObjectId>> {
        self.begin_head()?.end()
    }

    /// Begins to find `HEAD`: where git is asked for it, it answers while its caller goes on.
    pub(super) fn begin_head(&self) -> Result<BegunHead> {
        if self.has_ref_files() {
            let mut head = self.inner.head().into_diagnostic()?;
            return Ok(BegunHead::Found(head.try_peel_to_id().into_diagnostic()?.map(gix::Id::detach)));
        }
        let asked = self.program.begin(&["rev-parse", "-q", "--verify", "HEAD^{commit}"]);
        asked.map(BegunHead::Asked).map_err(|reason| unreadable_head(&reason))
    }

    /// What the refs below a prefix point to.
    pub(super) fn tips(&self, prefix: &str) -> Result<Vec<ObjectId>> {
        if self.has_ref_files() {
            let refs = self.inner.references().into_diagnostic()?;
            let refs = refs.prefixed(prefix).into_diagnostic()?;
            return Ok(refs.filter_map(|found| Some(found.ok()?.try_id()?.detach())).collect());
        }
        let ids = self.program.ask(&["for-each-ref", "--format=%(objectname)", prefix]);
        let ids = ids.map_err(|reason| miette!("cannot read the refs in `{prefix}`: {reason}"))?;
        Ok(ids.lines().filter_map(|id| ObjectId::from_hex(id).ok()).collect())
    }

    /// The object that a revision names; else why there is none.
    pub(super) fn revision(&self, revision: &str) -> Result<ObjectId, String> {
        let found = if self.has_ref_files() { self.inner.rev_parse_single(revision).ok() } else { None };
        match found {
            Some(id) => Ok(id.detach()),
            None => self.program.ask_id(&["rev-parse", "--verify", "--end-of-options", revision]),
        }
    }

    /// Whether the history ends before its first commit.
    pub(super) fn is_shallow(&self) -> bool {
        self.inner.is_shallow().unwrap_or_default()
    }
}
