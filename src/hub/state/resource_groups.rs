//! Resource groups: in the repos and collections of one, members of the organization have the role that they have in the group, and
//! none without one (hub-docs security-resource-groups.md).

use super::accounts::{Organization, ResourceGroup, Role};
use super::caller::Caller;
use super::names::{Name, ObjectId, RepoId};
use super::repos::Repo;
use super::{Hub, HubError};

impl Organization {
    /// The resource group of an id.
    pub fn resource_group(&self, id: ObjectId) -> Option<&ResourceGroup> {
        self.resource_groups.iter().find(|group| group.id == id)
    }

    /// Whether a member learns of a resource group: its own members, and admins of the organization.
    pub fn shows_group(&self, group: &ResourceGroup, user: &Name) -> bool {
        self.role(user) == Some(Role::Admin) || group.role(user).is_some()
    }

    fn role_in(&self, group: Option<&ResourceGroup>, user: &Name) -> Option<Role> {
        match (self.role(user)?, group) {
            (Role::Admin, _) => Some(Role::Admin),
            (_, Some(group)) => group.role(user),
            (role, None) => Some(role),
        }
    }
}

impl Hub {
    /// The resource group that a repo is in.
    pub fn resource_group_of(&self, id: &RepoId, repo: &Repo) -> Option<&ResourceGroup> {
        let group = repo.resource_group?;
        self.organization(id.owner())?.1.resource_group(group)
    }

    /// The role that a member of the owning organization has in a repo; `None` where a user owns it.
    // fidelity: resource-groups
    pub fn role_on(&self, id: &RepoId, repo: &Repo, user: &Name) -> Option<Role> {
        self.role_in_group(id.owner(), repo.resource_group, user)
    }

    /// The role that a member of an organization has in what is in one of its resource groups, or in none.
    pub fn role_in_group(&self, organization: &str, group: Option<ObjectId>, user: &Name) -> Option<Role> {
        let (_, organization) = self.organization(organization)?;
        organization.role_in(group.and_then(|group| organization.resource_group(group)), user)
    }

    /// Whether a caller may make a repo of this id in a resource group: who does more than read there.
    pub fn may_create_in(&self, caller: &Caller, id: &RepoId, group: Option<ObjectId>) -> Result<bool, HubError> {
        let Some(group) = group else { return Ok(self.may_create(caller, id)) };
        let user = caller.required()?;
        let organization = self.organization(id.owner());
        let group =
            organization.and_then(|(_, organization)| Some((organization, organization.resource_group(group)?)));
        let (organization, group) = group.ok_or(HubError::ResourceGroupNotFound)?;
        let role = organization.role_in(Some(group), user);
        Ok(caller.may_write(id) && role.is_some_and(|role| role > Role::Read))
    }

    /// Puts a repo into a resource group of its organization, whose admins do that, or into none.
    pub fn assign_resource_group(
        &mut self,
        caller: &Caller,
        id: &RepoId,
        group: Option<ObjectId>,
    ) -> Result<&Repo, HubError> {
        self.writable(caller, id)?;
        self.may_move_to(caller, id.owner(), group)?;
        let repo = self.repo_mut(id)?;
        repo.resource_group = group;
        Ok(repo)
    }

    /// Puts a collection into a resource group of its organization, whose admins do that, or into none.
    pub fn assign_collection(&mut self, caller: &Caller, slug: &str, group: Option<ObjectId>) -> Result<(), HubError> {
        let id = self.writable_collection(caller, slug)?;
        let mut moved = self.collections.get(&id).cloned().ok_or(HubError::CollectionNotFound)?;
        self.may_move_to(caller, moved.namespace.as_str(), group)?;
        moved.resource_group = group;
        self.collections.insert(id, moved);
        Ok(())
    }

    fn may_move_to(&self, caller: &Caller, owner: &str, group: Option<ObjectId>) -> Result<(), HubError> {
        let (_, organization) = self.organization(owner).ok_or(HubError::ResourceGroupNotFound)?;
        if organization.role(caller.required()?) != Some(Role::Admin) {
            return Err(HubError::Forbidden);
        }
        if group.is_some_and(|group| organization.resource_group(group).is_none()) {
            return Err(HubError::ResourceGroupNotFound);
        }
        Ok(())
    }
}
