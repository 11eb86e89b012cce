//! What the API says of a repo.

use serde_json::{Map, Value, json};

use super::{resource_groups, tree};
use crate::card::RepoType;
use crate::hub::state::cards::ParsedCard;
use crate::hub::state::files::FileEntry;
use crate::hub::state::{Caller, Hub, Repo, RepoId};

/// Everything the API says of a repo, in the live Hub's order (live recordings, row 10).
pub(crate) fn describe(
    hub: &Hub,
    caller: &Caller,
    id: &RepoId,
    repo: &Repo,
    revision: &str,
    blobs: bool,
) -> Map<String, Value> {
    let head = repo.files.resolve(revision);
    let card = head.and_then(|head| repo.card(id.kind, head));
    let metadata = card.as_ref().and_then(|card| card.metadata.clone());
    let masked = hub.admit(caller, id, repo).is_err();
    let mut info = Map::new();
    let mut say = |key: &str, value: Value| {
        info.insert(key.to_owned(), value);
    };
    say("_id", json!(repo.id));
    say("id", json!(id.id));
    say("private", json!(repo.private));
    say("tags", json!(tags(id, metadata.as_ref())));
    say("downloads", json!(0));
    say("likes", json!(repo.likes.len()));
    if id.kind == RepoType::Model {
        say("modelId", json!(id.id));
    }
    say("author", json!(id.owner()));
    say("sha", json!(head.map(|head| head.to_string())));
    say("lastModified", json!(repo.last_modified));
    say("gated", json!(hub.gate(id, repo).mode));
    say("disabled", json!(false));
    match id.kind {
        RepoType::Model => {
            say("model-index", metadata.as_ref().and_then(|all| all.get("model-index")).cloned().unwrap_or_default());
            say("config", json!({}));
            for key in ["pipeline_tag", "library_name"] {
                if let Some(value) = metadata.as_ref().and_then(|all| all.get(key)) {
                    say(key, value.clone());
                }
            }
        }
        RepoType::Dataset => {
            if let Some(description) = card.as_deref().and_then(description) {
                say("description", json!(description));
            }
        }
        RepoType::Space => {
            if let Some(sdk) = metadata.as_ref().and_then(|all| all.get("sdk")) {
                say("sdk", sdk.clone());
            }
        }
    }
    if let Some(metadata) = metadata {
        say("cardData", Value::Object(metadata));
    }
    let files = head.map(|head| repo.files.all_files(head)).unwrap_or_default();
    let siblings: Vec<Value> = files.iter().map(|entry| tree::sibling(entry, blobs, masked)).collect();
    say("siblings", json!(siblings));
    if id.kind != RepoType::Dataset {
        say(if id.kind == RepoType::Model { "spaces" } else { "models" }, json!([]));
    }
    if let Some(group) = hub.resource_group_of(id, repo) {
        say("resourceGroup", resource_groups::brief(group));
    }
    say("createdAt", json!(repo.created_at));
    say("usedStorage", json!(files.iter().map(FileEntry::size).sum::<u64>()));
    info
}

/// The first paragraph of a card, as the Hub's dataset description begins.
fn description(card: &ParsedCard) -> Option<String> {
    let text = card.body.trim();
    (!text.is_empty()).then(|| text.chars().take(500).collect())
}

/// The tags that the Hub derives from a card.
fn tags(id: &RepoId, metadata: Option<&Map<String, Value>>) -> Vec<String> {
    let mut tags: Vec<String> = typed_tags(id, metadata).into_iter().map(|(_, tag)| tag).collect();
    tags.push("region:us".to_owned());
    tags
}

/// The tags that the Hub derives from a card, each with its type.
pub(super) fn typed_tags(id: &RepoId, metadata: Option<&Map<String, Value>>) -> Vec<(&'static str, String)> {
    const PREFIXED: [&str; 10] = [
        "task_categories",
        "task_ids",
        "annotations_creators",
        "language_creators",
        "multilinguality",
        "source_datasets",
        "language",
        "license",
        "size_categories",
        "datasets",
    ];
    let values = |key: &str| -> Vec<String> {
        match metadata.and_then(|metadata| metadata.get(key)) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    };
    let mut tags = Vec::new();
    for key in PREFIXED {
        let bare = id.kind == RepoType::Model && key == "language";
        let prefix = if key == "datasets" { "dataset" } else { key };
        let tag = |value: String| (prefix, if bare { value } else { format!("{prefix}:{value}") });
        tags.extend(values(key).into_iter().map(tag));
    }
    for (key, kind) in [("tags", "other"), ("library_name", "library"), ("pipeline_tag", "pipeline_tag")] {
        tags.extend(values(key).into_iter().map(|value| (kind, value)));
    }
    tags
}
