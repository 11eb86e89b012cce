//! Collections, and those that are gating groups: one gate for every model and dataset in them.

use serde::{Deserialize, Serialize};

use super::accounts::{Plan, Role};
use super::caller::Caller;
use super::error::GroupRule;
use super::gate::{Gate, Gated};
use super::mail::Frequency;
use super::names::{Name, ObjectId, RepoId};
use super::time::Time;
use super::{Hub, HubError};
use crate::card::RepoType;

/// A collection of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// What it is called.
    pub title: String,
    /// The account it belongs to.
    pub namespace: Name,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether only its owner sees it.
    #[serde(default)]
    pub private: bool,
    /// The resource group of its organization that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_group: Option<ObjectId>,
    /// The colour of its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// What is in it, in order.
    #[serde(default)]
    pub items: Vec<Item>,
    /// When it last changed.
    #[serde(default)]
    pub last_updated: Time,
    /// Its gate; the mode is [`Gated::No`] if it is not a gating group.
    #[serde(default)]
    pub gate: Gate,
}

/// One thing in a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The id of the entry, not of the thing.
    pub id: ObjectId,
    /// `dataset`, `model`, `space`, `paper` or `collection`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The thing: `acme/calls`, a paper's number, a collection's slug.
    pub item: String,
    /// What its owner says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Item {
    /// The repo that the entry is.
    pub fn repo(&self) -> Option<RepoId> {
        let kind = match self.kind.as_str() {
            "dataset" => RepoType::Dataset,
            "model" => RepoType::Model,
            "space" => RepoType::Space,
            _ => return None,
        };
        Some(RepoId::new(kind, &self.item))
    }

    /// The model or dataset that the entry is.
    pub fn gateable(&self) -> Option<RepoId> {
        self.repo().filter(|id| id.kind != RepoType::Space)
    }
}

impl Collection {
    /// The slug that its address ends in: `acme/speech-66…`.
    pub fn slug(&self, id: ObjectId) -> String {
        let words: Vec<String> = self
            .title
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        format!("{}/{}-{id}", self.namespace, words.join("-")).replace("/-", "/")
    }

    /// What a slug ends in: its id, which alone counts.
    pub fn id_text(slug: &str) -> &str {
        slug.rsplit(['-', '/']).next().unwrap_or_default()
    }
}

impl Hub {
    /// Whether a caller sees a collection: private ones are for their owner and the members of the organization, or of its
    /// resource group.
    pub fn sees_collection(&self, caller: &Caller, collection: &Collection) -> bool {
        let (namespace, group) = (&collection.namespace, collection.resource_group);
        let inside = |user: &Name| user == namespace || self.role_in_group(namespace.as_str(), group, user).is_some();
        !collection.private || caller.user.as_ref().is_some_and(inside)
    }

    /// The gating group that a repo is in.
    // fidelity: gate-group
    pub fn group_of(&self, id: &RepoId) -> Option<ObjectId> {
        self.collections
            .iter()
            .filter(|(_, collection)| collection.gate.mode != Gated::No && collection.namespace == *id.owner())
            .find(|(_, collection)| collection.items.iter().any(|item| item.gateable().as_ref() == Some(id)))
            .map(|(group, _)| *group)
    }

    /// The collection that a slug names: the id at its end counts, and any text may be before it.
    pub fn collection_by_slug(&self, slug: &str) -> Option<(ObjectId, &Collection)> {
        let id = ObjectId::parse(Collection::id_text(slug))?;
        let collection = self.collections.get(&id)?;
        let namespace = slug.split_once('/').map(|(namespace, _)| namespace)?;
        (collection.namespace == *namespace).then_some((id, collection))
    }

    /// Whether a collection may be a gating group (hub-docs enterprise-gating-group-collections.md); the error says which
    /// rule it breaks. To be asked before its gate is closed, and before something is put into a group.
    pub fn check_group(&self, group: ObjectId, collection: &Collection) -> Result<(), GroupRule> {
        let namespace = &collection.namespace;
        let Some(organization) = self.organizations.get(namespace) else { return Err(GroupRule::NoOrganization) };
        if organization.plan == Plan::Free {
            return Err(GroupRule::NoPlan(namespace.clone()));
        }
        for repo in collection.items.iter().filter_map(Item::gateable) {
            if *namespace != *repo.owner() {
                return Err(GroupRule::ForeignRepo { repo, organization: namespace.clone() });
            }
            let other = self.collections.iter().find(|(other, candidate)| {
                **other != group
                    && candidate.gate.mode != Gated::No
                    && candidate.items.iter().any(|item| item.gateable().as_ref() == Some(&repo))
            });
            if let Some((_, other)) = other {
                return Err(GroupRule::InAnotherGroup { repo, title: other.title.clone() });
            }
        }
        Ok(())
    }
}

/// What is to be another in a collection; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct CollectionPatch {
    /// What it is called.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Whether only its owner sees it.
    pub private: Option<bool>,
    /// The color of its page.
    pub theme: Option<String>,
    /// Its gate.
    pub gating: Option<GatingPatch>,
}

/// What is to be another in the gate of a collection; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct GatingPatch {
    /// How it lets people in.
    pub mode: Option<Gated>,
    /// How often reviewers are told.
    pub frequency: Option<Frequency>,
    /// Where to; empty is the default.
    pub email: Option<String>,
}

impl Hub {
    /// The collection of a slug, for a caller who may see it.
    pub fn visible_collection(&self, caller: &Caller, slug: &str) -> Result<(ObjectId, &Collection), HubError> {
        let found = self.collection_by_slug(slug);
        found.filter(|(_, collection)| self.sees_collection(caller, collection)).ok_or(HubError::CollectionNotFound)
    }

    /// The collection of a slug, for a caller who may change it.
    pub fn writable_collection(&self, caller: &Caller, slug: &str) -> Result<ObjectId, HubError> {
        let (id, collection) = self.visible_collection(caller, slug)?;
        caller.required()?;
        let edits = self.edits_collections(caller, &collection.namespace, collection.resource_group)?;
        if edits { Ok(id) } else { Err(HubError::Forbidden) }
    }

    /// Whether a caller may make and change the collections of an account, or of a resource group of it.
    pub fn edits_collections(
        &self,
        caller: &Caller,
        namespace: &Name,
        group: Option<ObjectId>,
    ) -> Result<bool, HubError> {
        self.may_create_in(caller, &RepoId::new(RepoType::Model, &format!("{namespace}/-")), group)
    }

    /// Whether a caller may set the gate of a collection of this account: admins of the organization (hub-docs
    /// enterprise-gating-group-collections.md), and the user whose collection it is.
    pub fn sets_gates(&self, caller: &Caller, namespace: &Name) -> bool {
        let sets = |user: &Name| user == namespace || self.role_at(namespace.as_str(), user) == Some(Role::Admin);
        caller.user.as_ref().is_some_and(sets)
    }

    /// Changes a collection, its gate among it; or nothing of it, where one of the changes is not allowed.
    // fidelity: group-settings
    pub fn change_collection(
        &mut self,
        caller: &Caller,
        slug: &str,
        patch: CollectionPatch,
        now: Time,
    ) -> Result<ObjectId, HubError> {
        let id = self.writable_collection(caller, slug)?;
        let mut changed = self.collections.get(&id).cloned().ok_or(HubError::CollectionNotFound)?;
        changed.title = patch.title.unwrap_or(changed.title);
        changed.description = patch.description.or(changed.description);
        changed.private = patch.private.unwrap_or(changed.private);
        changed.theme = patch.theme.or(changed.theme);
        if let Some(gating) = patch.gating {
            if !self.sets_gates(caller, &changed.namespace) {
                return Err(HubError::Forbidden);
            }
            let gate = &mut changed.gate;
            gate.mode = gating.mode.unwrap_or(gate.mode);
            gate.notifications.change(gating.frequency, gating.email)?;
            if gate.mode != Gated::No {
                self.check_group(id, &changed)?;
            }
        }
        changed.last_updated = now;
        self.collections.insert(id, changed);
        Ok(id)
    }

    /// Whether a caller sees an entry of a collection: not where it is a repo that they may not see.
    pub fn sees_item(&self, caller: &Caller, item: &Item) -> bool {
        let Some(id) = item.repo() else { return true };
        self.repos.get_key_value(&id).is_some_and(|(id, repo)| self.sees(caller, id, repo))
    }
}
