//! The leaderboard of a benchmark dataset: the scores that models have for it in `.eval_results`.

use axum::extract::State;
use serde_json::{Map, Value, json};

use super::accounts::picture_of;
use super::eval_results;
use crate::card::BENCHMARK_NAME;
use crate::hub::app::Shared;
use crate::hub::state::{Caller, Hub, Name, Repo, RepoId};
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// `GET …/leaderboard`: models without a base model, unless `base_model=false` asks for all.
// fidelity: leaderboard
pub(crate) async fn leaderboard(State(app): State<Shared>, caller: Caller, at: RepoPath, query: Query) -> HttpResult {
    let hub = app.hub();
    let (id, repo) = hub.visible(&caller, &at.id)?;
    let head = repo.files.resolve("HEAD");
    if head.and_then(|head| repo.files.entry(head, BENCHMARK_NAME)).is_none() {
        return Err(HttpError::not_found("This dataset does not have a leaderboard"));
    }
    let roots_only = query.boolean("base_model")?.unwrap_or(true);
    let mut scores: Vec<(f64, Map<String, Value>)> = Vec::new();
    for (model, repo) in &hub.repos {
        if hub.sees(&caller, model, repo) && !(roots_only && has_base(model, repo)) {
            scores.extend(scores_of(&hub, model, repo, id));
        }
    }
    scores.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let ranked = scores.into_iter().enumerate().map(|(at, (_, mut entry))| {
        entry.insert("rank".to_owned(), json!(at + 1));
        entry
    });
    Ok(response::json(&ranked.collect::<Vec<_>>()))
}

fn has_base(id: &RepoId, repo: &Repo) -> bool {
    Hub::card(id.kind, repo)
        .is_some_and(|card| card.metadata.as_ref().is_some_and(|all| all.contains_key("base_model")))
}

/// The scores of one model for a dataset, as the list has them, without their rank.
fn scores_of(hub: &Hub, model: &RepoId, repo: &Repo, dataset: &RepoId) -> Vec<(f64, Map<String, Value>)> {
    let Some(head) = repo.files.resolve("HEAD") else { return Vec::new() };
    let owner = Name::from(model.owner());
    let author = match hub.organizations.get(&owner) {
        Some(organization) => json!({
            "type": "org", "name": owner, "fullname": organization.fullname(&owner),
            "avatarUrl": picture_of(&hub.endpoint, &owner),
        }),
        None => json!({
            "type": "user", "user": owner, "fullname": hub.fullname(&owner),
            "avatarUrl": picture_of(&hub.endpoint, &owner),
        }),
    };
    let mut scores = Vec::new();
    let files = eval_results::entries(eval_results::files(&repo.files, head));
    for entry in files.as_array().into_iter().flatten() {
        let result = &entry["data"];
        let of = result.pointer("/dataset/id").and_then(Value::as_str);
        let Some(value) = result["value"].as_f64().filter(|_| of.is_some_and(|of| dataset.id == *of)) else {
            continue;
        };
        let mut score = Map::new();
        for (key, value) in [
            ("modelId", json!(model.id)),
            ("value", result["value"].clone()),
            ("filename", entry["filename"].clone()),
            ("verified", json!(false)),
            ("source", result["source"].clone()),
            ("author", author.clone()),
            ("notes", result["notes"].clone()),
        ] {
            score.insert(key.to_owned(), value);
        }
        scores.push((value, score));
    }
    scores
}
