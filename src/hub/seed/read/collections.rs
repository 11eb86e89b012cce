//! Collections and gating groups.

use super::super::SeedError;
use super::super::shape;
use super::super::value::Map;
use super::{Reading, notifications};
use crate::hub::state::groups::Item;
use crate::hub::state::{Collection, Gated, HubError, Name};
use crate::yaml::{Node, Value};

impl Reading<'_> {
    pub(super) fn collection(&mut self, map: &Map<'_>) -> Result<(), SeedError> {
        let (title, _) = map.needed("title")?;
        let (namespace, at) = map.needed("namespace")?;
        let namespace = Name::from(namespace);
        if !self.hub.users.contains_key(&namespace) && !self.hub.organizations.contains_key(&namespace) {
            return Err(map.error(at, format!("unknown user or organization `{namespace}`")));
        }
        let kinds = ["dataset", "model", "space", "paper", "collection"].map(|kind| (kind, kind));
        let mut items = Vec::new();
        for item in map.maps("items", &shape::ITEM)? {
            let (thing, at) = item.needed("id")?;
            let kind = item.choice("type", &kinds)?.unwrap_or("dataset");
            let note = item.text("note")?.map(str::to_owned);
            let item_id = self.hub.next_id();
            let entry = Item { id: item_id, kind: kind.to_owned(), item: thing.to_owned(), note };
            if entry.repo().is_some_and(|repo| !self.hub.repos.contains_key(&repo)) {
                return Err(item.error(at, format!("unknown {kind} `{thing}`")).help("add it to `repos`"));
            }
            items.push(entry);
        }
        let gating = match map.get("gating") {
            None | Some(Node { value: Value::Bool(false), .. }) => None,
            Some(_) => map.map("gating", &shape::GATING)?,
        };
        let resource_group = self.resource_group(map, &namespace)?;
        let mut collection = Collection {
            title: title.to_owned(),
            namespace,
            description: map.text("description")?.map(str::to_owned),
            private: map.flag("private")?,
            resource_group,
            theme: None,
            items,
            last_updated: self.now,
            gate: crate::hub::state::gate::Gate::default(),
        };
        let id = self.hub.next_id();
        if let Some(gating) = gating {
            let mode = gating.choice("mode", &[("auto", Gated::Auto), ("manual", Gated::Manual)])?;
            collection.gate.mode = mode.ok_or_else(|| gating.missing("mode"))?;
            collection.gate.notifications = notifications(&gating)?;
            let broken = self.hub.check_group(id, &collection);
            broken.map_err(|rule| gating.error(gating.span(), HubError::Group(rule).to_string()))?;
        }
        self.hub.collections.insert(id, collection);
        Ok(())
    }
}
