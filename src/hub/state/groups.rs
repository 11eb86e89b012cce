//! Collections, and those that are gating groups: one gate for every model and dataset in them.

use serde::{Deserialize, Serialize};

use super::accounts::{Caller, Plan};
use super::gate::Gate;
use super::names::{Name, ObjectId, RepoId};
use super::repos::Gated;
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
    /// The colour of its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// What is in it, in order.
    #[serde(default)]
    pub items: Vec<Item>,
    /// When it last changed.
    #[serde(default)]
    pub last_updated: Time,
    /// Its gate; the mode is [`Gated::No`] where it is no gating group.
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
    /// The model or dataset that the entry is.
    pub fn gateable(&self) -> Option<RepoId> {
        let kind = match self.kind.as_str() {
            "dataset" => RepoType::Dataset,
            "model" => RepoType::Model,
            _ => return None,
        };
        Some(RepoId::new(kind, &self.item))
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
}

impl Hub {
    /// Whether a caller sees a collection: private ones are for their owner and the members of the organization.
    pub fn sees_collection(&self, caller: &Caller, collection: &Collection) -> bool {
        let namespace = &collection.namespace;
        let inside = |user: &Name| user == namespace || self.role_at(namespace.as_str(), user).is_some();
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

    /// The collection that a slug names: the id at its end counts, and any text may stand before it.
    pub fn collection_by_slug(&self, slug: &str) -> Option<(ObjectId, &Collection)> {
        let id = ObjectId::parse(slug.rsplit('-').next()?)?;
        let collection = self.collections.get(&id)?;
        let namespace = slug.split_once('/').map(|(namespace, _)| namespace)?;
        (collection.namespace == *namespace).then_some((id, collection))
    }

    /// Whether a collection may be a gating group (hub-docs enterprise-gating-group-collections.md); the error says which
    /// rule it breaks. To be asked before its gate is closed, and before something is put into a group.
    pub fn check_group(&self, group: ObjectId, collection: &Collection) -> Result<(), HubError> {
        let Some(organization) = self.organizations.get(&collection.namespace) else {
            return Err(HubError::bad_request("Only a collection of an organization can be a gating group"));
        };
        if organization.plan == Plan::Free {
            return Err(HubError::bad_request(format!(
                "Gating groups need a Team or Enterprise plan, and {} has none",
                collection.namespace
            )));
        }
        for id in collection.items.iter().filter_map(Item::gateable) {
            if collection.namespace != *id.owner() {
                return Err(HubError::bad_request(format!(
                    "{} {id} does not belong to {}: a gating group holds only repos of its organization",
                    id.noun(),
                    collection.namespace
                )));
            }
            let other = self.collections.iter().find(|(other, candidate)| {
                **other != group
                    && candidate.gate.mode != Gated::No
                    && candidate.items.iter().any(|item| item.gateable().as_ref() == Some(&id))
            });
            if let Some((_, other)) = other {
                return Err(HubError::bad_request(format!(
                    "{} {id} is already in the gating group \"{}\"",
                    id.noun(),
                    other.title
                )));
            }
        }
        Ok(())
    }
}
