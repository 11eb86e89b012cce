//! Who may make repos where, and where repos went.

use super::accounts::Role;
use super::caller::Caller;
use super::names::{Name, RepoId};
use super::{Hub, HubError};

impl Hub {
    /// The user or organization of a name, as it is written there.
    pub fn account(&self, name: &str) -> Result<Name, HubError> {
        let name = Name::from(name);
        let user = self.users.get_key_value(&name).map(|(name, _)| name);
        let organization = self.organizations.get_key_value(&name).map(|(name, _)| name);
        user.or(organization).cloned().ok_or(HubError::AccountNotFound(name.clone()))
    }

    /// Whether a caller may make a repo of this id: in their own name, or in an organization in which they do more than
    /// read.
    pub fn may_create(&self, caller: &Caller, id: &RepoId) -> bool {
        let Some(user) = &caller.user else { return false };
        let namespace = *user == *id.owner() || self.role_at(id.owner(), user).is_some_and(|role| role > Role::Read);
        namespace && caller.may_write(id)
    }

    /// Where a repo is now: itself, unless it was moved.
    pub fn follow(&self, id: &RepoId) -> RepoId {
        self.moved_to(id).unwrap_or(id).clone()
    }

    /// The id that a repo has now; `None` where it was not moved.
    pub fn moved_to(&self, id: &RepoId) -> Option<&RepoId> {
        self.moved.get(id).filter(|_| !self.repos.contains_key(id))
    }

    /// Gives a repo another id. The old one leads to the new one until somebody takes it.
    pub fn move_repo(&mut self, from: &RepoId, to: RepoId) {
        let Some(repo) = self.repos.remove(from) else { return };
        for target in self.moved.values_mut().filter(|target| **target == *from) {
            target.clone_from(&to);
        }
        for collection in self.collections.values_mut() {
            for item in collection.items.iter_mut().filter(|item| item.repo().as_ref() == Some(from)) {
                item.item = to.id.to_string();
            }
        }
        self.moved.remove(&to);
        if *from != to {
            self.moved.insert(from.clone(), to.clone());
        }
        self.repos.insert(to, repo);
    }
}
