//! Which tags there are.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use serde_json::{Value, json};

use super::repo_info::typed_tags;
use crate::card::RepoType;
use crate::hub::app::Shared;
use crate::hub::state::{Caller, Hub};
use crate::hub::web::response::{self, HttpResult};

/// `GET /api/models-tags-by-type`
pub(crate) async fn of_models(State(app): State<Shared>, caller: Caller) -> HttpResult {
    Ok(response::json(&by_type(&app.hub(), &caller, RepoType::Model)))
}

/// `GET /api/datasets-tags-by-type`
pub(crate) async fn of_datasets(State(app): State<Shared>, caller: Caller) -> HttpResult {
    Ok(response::json(&by_type(&app.hub(), &caller, RepoType::Dataset)))
}

/// The tags of the repos that a caller sees. The live Hub lists those of its vocabularies besides.
// fidelity: tags-by-type
fn by_type(hub: &Hub, caller: &Caller, kind: RepoType) -> BTreeMap<&'static str, Vec<Value>> {
    let mut types: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for (id, repo) in hub.repos.iter().filter(|(id, repo)| id.kind == kind && hub.sees(caller, id, repo)) {
        let card = Hub::card(kind, repo);
        for (kind, tag) in typed_tags(id, card.as_ref().and_then(|card| card.metadata.as_ref())) {
            types.entry(kind).or_default().insert(tag);
        }
    }
    let describe = |kind: &str, tag: String| {
        let label = tag.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':')).unwrap_or(&tag);
        json!({ "id": tag, "label": label, "type": kind })
    };
    types.into_iter().map(|(kind, tags)| (kind, tags.into_iter().map(|tag| describe(kind, tag)).collect())).collect()
}
