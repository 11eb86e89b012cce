//! Discussions and pull requests of a repo.

use super::caller::Caller;
use super::discussion::{Discussion, DiscussionStatus, Event, EventKind};
use super::files::{BRANCH, DEFAULT_BRANCH};
use super::names::{Name, ObjectId, RepoId};
use super::time::Time;
use super::{Hub, HubError, Repo};

/// What a push to somebody else's branch is told.
const NOT_AUTHORIZED: &str = "You are not authorized to push to this repo.\nMake sure that you are properly logged in.";

/// What a pull request begins with.
#[derive(Clone, Copy, Debug)]
pub struct NewPull<'a> {
    /// The branch it is meant for.
    pub base: &'a str,
    /// Whether there is nothing in it yet.
    pub draft: bool,
}

/// The full name of a pull request's ref.
pub fn pull_ref(number: usize) -> String {
    format!("refs/pr/{number}")
}

impl Repo {
    /// A discussion by its number: they count from 1.
    pub fn discussion(&self, number: usize) -> Result<&Discussion, HubError> {
        let found = number.checked_sub(1).and_then(|at| self.discussions.get(at));
        found.ok_or(HubError::DiscussionNotFound)
    }

    fn discussion_mut(&mut self, number: usize) -> Result<&mut Discussion, HubError> {
        let found = number.checked_sub(1).and_then(|at| self.discussions.get_mut(at));
        found.ok_or(HubError::DiscussionNotFound)
    }

    /// The pull request that a ref belongs to.
    pub fn pull_of_ref(&self, name: &str) -> Option<usize> {
        let number = name.strip_prefix("refs/pr/")?.parse().ok()?;
        self.discussion(number).ok().filter(|pull| pull.base.is_some()).map(|_| number)
    }
}

impl Hub {
    /// The repo, for a caller who may commit to a revision: whoever writes the repo; to a pull request its author too;
    /// and with `propose`, which makes a new pull request, everybody who reads.
    pub fn committable(
        &self,
        caller: &Caller,
        id: &RepoId,
        revision: &str,
        propose: bool,
    ) -> Result<(&RepoId, &Repo), HubError> {
        let (id, repo) = self.visible(caller, id)?;
        let user = caller.required()?;
        let own = repo.pull_of_ref(revision).and_then(|number| repo.discussion(number).ok());
        if caller.may_propose() && (propose || own.is_some_and(|pull| pull.author == *user)) {
            return self.readable(caller, id);
        }
        self.writable(caller, id).map_err(|error| match error {
            HubError::Forbidden if caller.may_propose() => HubError::ProposeInstead,
            error => error,
        })
    }

    /// The repo, for a caller who may push to these refs: who may not hears it once the push has arrived.
    // fidelity: push-rights
    pub fn pushable<'a>(
        &self,
        caller: &Caller,
        id: &RepoId,
        refs: impl IntoIterator<Item = &'a String>,
    ) -> Result<(&RepoId, &Repo), HubError> {
        caller.required()?;
        self.check_token(caller, id)?;
        for name in refs {
            self.committable(caller, id, name, false).map_err(|error| match error {
                HubError::Forbidden | HubError::ProposeInstead => HubError::push_rejected(NOT_AUTHORIZED),
                error => error,
            })?;
        }
        self.readable(caller, id)
    }

    /// Opens a discussion, or with `pull` a pull request, which starts at the commit of its base. Returns its number.
    // fidelity: pull-by-commit
    pub fn open_discussion(
        &mut self,
        id: &RepoId,
        author: &Name,
        title: &str,
        text: &str,
        pull: Option<NewPull<'_>>,
        now: Time,
    ) -> Result<usize, HubError> {
        let comment = Event {
            id: self.next_id(),
            author: author.clone(),
            at: now,
            what: EventKind::Comment { text: text.to_owned(), edited: false },
        };
        let repo = self.repo_mut(id)?;
        let number = repo.discussions.len() + 1;
        let base = pull.map(|pull| if pull.base == "HEAD" { DEFAULT_BRANCH } else { pull.base });
        if let Some(base) = base {
            let commit = repo.files.commit_id(base)?;
            repo.files.set_ref(pull_ref(number), commit);
        }
        repo.discussions.push(Discussion {
            title: title.trim().to_owned(),
            author: author.clone(),
            created_at: now,
            state: if pull.is_some_and(|pull| pull.draft) { DiscussionStatus::Draft } else { DiscussionStatus::Open },
            base: base.map(|base| base.strip_prefix(BRANCH).unwrap_or(base).to_owned()),
            merged_as: None,
            events: vec![comment],
        });
        Ok(number)
    }

    /// Moves a pull request to a commit, and tells so.
    pub fn push_to_pull(
        &mut self,
        id: &RepoId,
        number: usize,
        author: &Name,
        commit: gix_hash::ObjectId,
        now: Time,
    ) -> Result<(), HubError> {
        let repo = self.repo_mut(id)?;
        repo.files.set_ref(pull_ref(number), commit);
        let subject = repo.files.commit_info(commit).map(|commit| commit.title).unwrap_or_default();
        self.add_event(id, number, author, EventKind::Commit { subject, oid: commit.to_string() }, now)?;
        Ok(())
    }

    /// Adds an event to a discussion and does what it says: sets the status or the title.
    pub fn add_event(
        &mut self,
        id: &RepoId,
        number: usize,
        author: &Name,
        what: EventKind,
        now: Time,
    ) -> Result<Event, HubError> {
        let event = Event { id: self.next_id(), author: author.clone(), at: now, what };
        let repo = self.repo_mut(id)?;
        let discussion = repo.discussion_mut(number)?;
        match &event.what {
            EventKind::StatusChange(state) => discussion.state = *state,
            EventKind::TitleChange { to, .. } => discussion.title.clone_from(to),
            EventKind::Comment { .. } | EventKind::Commit { .. } => {}
        }
        discussion.events.push(event.clone());
        Ok(event)
    }

    /// Changes a comment.
    pub fn edit_comment(
        &mut self,
        id: &RepoId,
        number: usize,
        comment: ObjectId,
        new: &str,
    ) -> Result<Event, HubError> {
        let repo = self.repo_mut(id)?;
        let event = repo.discussion_mut(number)?.events.iter_mut().find(|event| event.id == comment);
        match event {
            Some(event @ Event { what: EventKind::Comment { .. }, .. }) => {
                event.what = EventKind::Comment { text: new.to_owned(), edited: true };
                Ok(event.clone())
            }
            _ => Err(HubError::CommentNotFound),
        }
    }

    /// Takes the changes of a pull request into its branch.
    pub fn merge_pull(&mut self, id: &RepoId, number: usize, author: &Name, now: Time) -> Result<(), HubError> {
        let who = super::files::Signature { name: author.to_string(), email: self.email(author), time: now };
        let repo = self.repo_mut(id)?;
        let pull = repo.discussion(number)?;
        let Some(base) = pull.base.clone().filter(|_| pull.state == DiscussionStatus::Open) else {
            return Err(HubError::NotMergeable);
        };
        let message = format!("{} (#{number})", pull.title);
        let (ours, theirs) = (repo.files.commit_id(&base)?, repo.files.commit_id(&pull_ref(number))?);
        let merged = repo.files.merge(ours, theirs, &who, &message)?;
        let merged = merged.map_err(HubError::Conflicts)?;
        repo.files.set_ref(format!("{BRANCH}{base}"), merged);
        repo.last_modified = now;
        repo.discussion_mut(number)?.merged_as = Some(merged.to_string());
        self.add_event(id, number, author, EventKind::StatusChange(DiscussionStatus::Merged), now)?;
        Ok(())
    }
}
